package lowrank.oracle;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/**
 * Makes a float model out of one with int8 weights and float activations. TFLite runs the latter by
 * quantising activations on the fly, which says nothing about whether the weights were read
 * rightly.
 */
public final class FloatWeights {
  private FloatWeights() {}

  /** The model with every int8 constant dequantised; any other model unchanged in meaning. */
  public static byte[] of(byte[] file) {
    ModelT model =
        Model.getRootAsModel(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).unpack();
    for (BufferT buffer : model.getBuffers()) {
      if (buffer.getData() != null && buffer.getData().length == 0) {
        buffer.setData(null);
      }
    }
    for (TensorT tensor : model.getSubgraphs()[0].getTensors()) {
      BufferT buffer = model.getBuffers()[(int) tensor.getBuffer()];
      if (tensor.getType() == TensorType.INT8 && buffer.getData() != null) {
        buffer.setData(dequantise(tensor, buffer.getData()));
        tensor.setType(TensorType.FLOAT32);
        tensor.setQuantization(null);
      }
    }
    FlatBufferBuilder builder = new FlatBufferBuilder(file.length * 4);
    Model.finishModelBuffer(builder, Model.pack(builder, model));
    return builder.sizedByteArray();
  }

  private static int[] dequantise(TensorT tensor, int[] data) {
    float[] scales = tensor.getQuantization().getScale();
    int sliceSize = 1;
    for (int i = tensor.getQuantization().getQuantizedDimension() + 1;
        i < tensor.getShape().length;
        i++) {
      sliceSize *= tensor.getShape()[i];
    }
    ByteBuffer floats = ByteBuffer.allocate(4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < data.length; i++) {
      floats.putFloat((byte) data[i] * scales[i / sliceSize % scales.length]);
    }
    int[] unsigned = new int[4 * data.length];
    for (int i = 0; i < unsigned.length; i++) {
      unsigned[i] = floats.get(i) & 0xff;
    }
    return unsigned;
  }
}
