package lowrank.importer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.SizeBudget;
import lowrank.network.InputLayout;
import lowrank.tensor.Shape;

/** Reads the graph's input: its dimensions, and how they are laid out. */
final class InputReader {
  /** Nodes that keep the layout, so that what follows them tells it. */
  private static final Set<String> TRANSPARENT =
      Set.of(
          "Add",
          "Cast",
          "Clip",
          "DequantizeLinear",
          "Div",
          "Dropout",
          "Identity",
          "Mul",
          "QuantizeLinear",
          "Relu",
          "Sub");

  /** Nodes that expect channels first. */
  private static final Set<String> CHANNELS_FIRST_NODES =
      Set.of(
          "AveragePool",
          "BatchNormalization",
          "Conv",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "MaxPool");

  private final ModelFile model;
  private final String input;

  private InputReader(ModelFile model) {
    this.model = model;
    this.input = model.input().getName();
  }

  /** The network's input. */
  record Input(View view, InputLayout layout) {}

  /**
   * Reads the input.
   *
   * @param name of the network's value
   * @throws CompileException if a dimension other than the batch is not a fixed positive number
   */
  static Input read(ModelFile model, String name) {
    InputReader reader = new InputReader(model);
    List<Integer> inner = reader.dimensions();
    int rank = inner.size() + 1;
    if (reader.layout(rank) == InputLayout.CHANNELS_FIRST) {
      Shape stored =
          rank == 4
              ? Shape.of(inner.get(1), inner.get(2), inner.get(0))
              : Shape.of(1, inner.get(1), inner.get(0));
      return new Input(View.image(name, stored, rank), InputLayout.CHANNELS_FIRST);
    }
    View plain = View.plain(name, new Shape(inner));
    View view = reader.batched() ? plain : plain.reshape(inner).orElseThrow();
    return new Input(view, InputLayout.CHANNELS_LAST);
  }

  /** Dimensions without the batch. */
  private List<Integer> dimensions() {
    TypeProto.Tensor type = model.input().getType().getTensorType();
    DataType element = DataType.forNumber(type.getElemType());
    boolean integer = element == DataType.INT8 || element == DataType.UINT8;
    boolean dequantized =
        readers(input).stream().allMatch(node -> node.kind().equals("DequantizeLinear"));
    if (element == null || !(Tensors.isFloat(element) || (integer && dequantized))) {
      throw wrong("its element type is " + element, "export the model with a float input");
    }
    if (!type.hasShape()) {
      throw new CompileException(Fault.DYNAMIC_SHAPE, model.file(), input, "unknown");
    }
    return fixed(given());
  }

  /** Dimensions as in the file, -1 for symbolic ones. */
  private List<Long> given() {
    List<Long> dimensions = new ArrayList<>();
    for (Dimension dimension : model.input().getType().getTensorType().getShape().getDimList()) {
      dimensions.add(dimension.hasDimValue() ? dimension.getDimValue() : -1);
    }
    return dimensions;
  }

  /** Whether the first dimension is the batch: not if there is no other and its size is given. */
  private boolean batched() {
    List<Long> given = given();
    return given.size() > 1 || (given.size() == 1 && given.get(0) < 0);
  }

  private List<Integer> fixed(List<Long> dimensions) {
    List<Integer> fixed = new ArrayList<>();
    long elements = 1;
    for (int axis = 0; axis < dimensions.size(); axis++) {
      long size = dimensions.get(axis);
      boolean batch = axis == 0 && batched();
      if (batch && size > 1) {
        throw wrong("its batch size is " + size, "export the model with a batch size of 1");
      }
      if (size == 0 || (size < 0 && !batch)) {
        List<String> shown = dimensions.stream().map(d -> d < 0 ? "?" : d.toString()).toList();
        throw new CompileException(
            Fault.DYNAMIC_SHAPE, model.file(), input, String.join("x", shown));
      }
      elements = Tensors.product(elements, Math.abs(size));
      if (elements > SizeBudget.ACTIVATION) {
        throw wrong(
            "it has more than " + SizeBudget.ACTIVATION + " elements",
            "reduce the model's input size");
      }
      if (!batch) {
        fixed.add((int) size);
      }
    }
    return fixed;
  }

  private CompileException wrong(String what, String remedy) {
    return new CompileException(
        Fault.UNSUPPORTED_FORM, model.file(), input, "input: " + what, remedy);
  }

  /**
   * Four dimensions are channels first unless a transposition, or a reshape to another image,
   * follows; three only if a node that expects channels first follows.
   */
  private InputLayout layout(int rank) {
    if (rank != 4 && rank != 3) {
      return InputLayout.CHANNELS_LAST;
    }
    if (model.metadata().isPresent()) {
      return rank == 4 ? model.metadata().get().layout() : InputLayout.CHANNELS_LAST;
    }
    Optional<Node> reader = firstTelling();
    String kind = reader.map(Node::kind).orElse("");
    boolean channelsFirst =
        rank == 3
            ? CHANNELS_FIRST_NODES.contains(kind)
            : !kind.equals("Unsqueeze")
                && !kind.equals("Squeeze")
                && !(kind.equals("Transpose") && toChannelsFirst(reader.get()))
                && !(kind.equals("Reshape") && toImage(reader.get()));
    return channelsFirst ? InputLayout.CHANNELS_FIRST : InputLayout.CHANNELS_LAST;
  }

  private static boolean toChannelsFirst(Node node) {
    return node.integers("perm").equals(Optional.of(List.of(0, 3, 1, 2)));
  }

  private boolean toImage(Node node) {
    if (!node.hasInput(1)) {
      return false;
    }
    return Optional.ofNullable(model.initializers().get(node.input(1)))
        .map(tensor -> Tensors.elements(tensor) >= 4)
        .orElseGet(
            () ->
                model.nodes().stream()
                    .filter(other -> other.proto().getOutputList().contains(node.input(1)))
                    .anyMatch(
                        other ->
                            other.kind().equals("Constant")
                                && Tensors.elements(ConstantFolder.literal(other)) >= 4));
  }

  private List<Node> readers(String value) {
    return model.nodes().stream()
        .filter(node -> node.proto().getInputList().contains(value))
        .toList();
  }

  /** The first node that does not just keep the input's layout. */
  private Optional<Node> firstTelling() {
    String value = input;
    for (int step = 0; step < model.nodes().size(); step++) {
      List<Node> readers = readers(value);
      if (readers.isEmpty() || !TRANSPARENT.contains(readers.get(0).kind())) {
        return readers.stream().findFirst();
      }
      value = readers.get(0).output();
    }
    return Optional.empty();
  }
}
