package lowrank.importer.tflite;

import com.google.flatbuffers.Table;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.SizeBudget;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;

/**
 * The tables of a flatbuffer, read with every offset and count checked: a damaged file ends in
 * {@link Fault#NOT_A_MODEL}, and nothing larger than the file itself is allocated.
 */
final class ModelFile {
  private static final int IDENTIFIER = 'T' | 'F' << 8 | 'L' << 16 | '3' << 24;
  private static final int MAXIMUM_RANK = 6;

  private final String file;
  private final Model model;
  private final List<TensorInfo> tensors = new ArrayList<>();
  private final List<NodeInfo> nodes = new ArrayList<>();
  private final List<Integer> inputs;
  private final List<Integer> outputs;

  /** Elements that vectors may still have in all: a well-formed file has one byte for each. */
  private int budget;

  private ModelFile(String file, Model model, int bytes) {
    this.file = file;
    this.model = model;
    this.budget = bytes;
    if (model.subgraphsLength() != 1) {
      throw new CompileException(
          Fault.UNSUPPORTED_FORM,
          file,
          "model",
          model.subgraphsLength() + " subgraphs",
          "export it without control flow");
    }
    SubGraph graph = model.subgraphs(0);
    SizeBudget.checkNodes(file, graph.operatorsLength());
    for (int i = 0, size = count(graph.tensorsLength()); i < size; i++) {
      tensors.add(tensor(i, graph.tensors(i)));
    }
    for (int i = 0, size = count(graph.operatorsLength()); i < size; i++) {
      nodes.add(node(i, graph.operators(i)));
    }
    inputs = vector(graph.inputsLength(), graph::inputs);
    outputs = vector(graph.outputsLength(), graph::outputs);
    checkIndices(inputs, 0);
    checkIndices(outputs, 0);
  }

  /**
   * Reads the tables of {@code bytes}.
   *
   * @throws CompileException if they are not a TFLite model, or a damaged one
   */
  static ModelFile open(String file, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8 || buffer.getInt(4) != IDENTIFIER) {
      throw new CompileException(Fault.NOT_A_MODEL, file, "no TFL3 identifier");
    }
    return reading(file, () -> new ModelFile(file, Model.getRootAsModel(buffer), bytes.length));
  }

  /** Runs something that follows offsets of the file; what leads outside of it is damage. */
  private static <T> T reading(String file, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException
        | BufferUnderflowException
        | NullPointerException e) {
      throw new CompileException(Fault.NOT_A_MODEL, file, "damaged or cut short");
    }
  }

  String file() {
    return file;
  }

  List<NodeInfo> nodes() {
    return nodes;
  }

  List<Integer> inputs() {
    return inputs;
  }

  List<Integer> outputs() {
    return outputs;
  }

  TensorInfo tensor(int index) {
    return tensors.get(index);
  }

  int tensorCount() {
    return tensors.size();
  }

  /** Bytes of a constant, little endian; empty for an activation. */
  ByteBuffer data(TensorInfo tensor) {
    return reading(
        file,
        () -> {
          Buffer buffer = model.buffers(Objects.checkIndex(tensor.buffer(), model.buffersLength()));
          ByteBuffer data = buffer.dataLength() == 0 ? null : buffer.dataAsByteBuffer();
          return data == null
              ? ByteBuffer.allocate(0)
              : data.slice().order(ByteOrder.LITTLE_ENDIAN);
        });
  }

  /** What {@code reader} makes of a node's options; its results must not refer to the table. */
  <O extends Table, T> T options(NodeInfo node, byte type, O empty, Function<O, T> reader) {
    return reading(
        file,
        () -> {
          Operator table = node.table();
          if (table.builtinOptionsType() != type || table.builtinOptions(empty) == null) {
            throw new CompileException(
                Fault.UNSUPPORTED_FORM,
                file,
                node.kind() + " " + node.index(),
                "no options of its kind",
                "the model is inconsistent, export it again");
          }
          return reader.apply(empty);
        });
  }

  /** Whether a node has options of {@code type}. */
  boolean hasOptions(NodeInfo node, byte type) {
    return reading(file, () -> node.table().builtinOptionsType() == type);
  }

  private TensorInfo tensor(int index, Tensor tensor) {
    String name = tensor.name() == null ? "" : tensor.name();
    count(name.length());
    List<Integer> dimensions = vector(tensor.shapeLength(), tensor::shape);
    if (dimensions.size() > MAXIMUM_RANK) {
      throw new IllegalArgumentException("rank " + dimensions.size());
    }
    QuantizationParameters quantization = tensor.quantization();
    List<Float> scales = List.of();
    List<Long> zeroPoints = List.of();
    if (quantization != null) {
      scales = vector(quantization.scaleLength(), quantization::scale);
      zeroPoints = vector(quantization.zeroPointLength(), quantization::zeroPoint);
    }
    return new TensorInfo(
        index,
        name,
        dimensions,
        vector(tensor.shapeSignatureLength(), tensor::shapeSignature),
        tensor.type(),
        Math.toIntExact(tensor.buffer()),
        scales,
        zeroPoints,
        quantization == null ? 0 : quantization.quantizedDimension());
  }

  private NodeInfo node(int index, Operator operator) {
    int position = Math.toIntExact(operator.opcodeIndex());
    OperatorCode entry =
        model.operatorCodes(Objects.checkIndex(position, model.operatorCodesLength()));
    int code = Math.max(entry.deprecatedBuiltinCode(), entry.builtinCode());
    String kind = code == BuiltinOperator.CUSTOM ? "custom " + entry.customCode() : name(code);
    NodeInfo node =
        new NodeInfo(
            index,
            code,
            kind,
            vector(operator.inputsLength(), operator::inputs),
            vector(operator.outputsLength(), operator::outputs),
            operator);
    checkIndices(node.inputs(), -1);
    checkIndices(node.outputs(), 0);
    return node;
  }

  private static String name(int code) {
    return code >= 0 && code < BuiltinOperator.names.length
        ? BuiltinOperator.name(code)
        : "operator code " + code;
  }

  private void checkIndices(List<Integer> indices, int minimum) {
    for (int index : indices) {
      if (index < minimum || index >= tensors.size()) {
        throw new IndexOutOfBoundsException(index);
      }
    }
  }

  private <T> List<T> vector(int length, IntFunction<T> element) {
    List<T> values = new ArrayList<>();
    for (int i = 0, size = count(length); i < size; i++) {
      values.add(element.apply(i));
    }
    return List.copyOf(values);
  }

  private int count(int length) {
    budget -= length;
    if (length < 0 || budget < 0) {
      throw new IndexOutOfBoundsException(length);
    }
    return length;
  }
}
