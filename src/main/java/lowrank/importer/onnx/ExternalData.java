package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** Tensors whose elements stand in a file next to the model. */
final class ExternalData {
  private ExternalData() {}

  /**
   * The tensor with its elements inside; the tensor itself if they already are.
   *
   * @param model path of the model
   * @throws CompileException if the other file is missing, too short, or not next to the model
   */
  static TensorProto inlined(String model, TensorProto tensor) {
    if (tensor.getDataLocation() != DataLocation.EXTERNAL) {
      return tensor;
    }
    String location = entry(tensor, "location", "");
    Path relative = Path.of(location).normalize();
    if (location.isEmpty() || relative.isAbsolute() || relative.startsWith("..")) {
      throw new CompileException(
          Fault.NOT_A_MODEL, model, "weights outside the model's folder: " + location);
    }
    Path file = Path.of(model).resolveSibling(relative);
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "r")) {
      long offset = Long.parseLong(entry(tensor, "offset", "0"));
      long length = Long.parseLong(entry(tensor, "length", String.valueOf(data.length() - offset)));
      if (offset < 0 || length < 0 || length > data.length() - offset || length > 1 << 30) {
        throw new CompileException(Fault.NOT_A_MODEL, file, "it is cut short");
      }
      byte[] bytes = new byte[(int) length];
      data.seek(offset);
      data.readFully(bytes);
      return tensor.toBuilder()
          .clearDataLocation()
          .clearExternalData()
          .setRawData(ByteString.copyFrom(bytes))
          .build();
    } catch (IOException e) {
      throw new CompileException(
          Fault.UNREADABLE_FILE, file, "the model keeps its weights there and it is missing");
    }
  }

  private static String entry(TensorProto tensor, String key, String otherwise) {
    return tensor.getExternalDataList().stream()
        .filter(entry -> entry.getKey().equals(key))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}
