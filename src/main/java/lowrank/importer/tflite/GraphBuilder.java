package lowrank.importer.tflite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.importer.SizeBudget;
import lowrank.network.Layer;
import lowrank.operator.Operator;
import lowrank.operator.Reshape;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

/** The network as far as it is built: values by tensor, layers in order, types by value name. */
final class GraphBuilder {
  /** What turns uint8 into int8: both the elements and the zero point lose it. */
  private static final int UNSIGNED_OFFSET = 128;

  private final ModelFile model;
  private final Constants constants;
  private final LayerNames names;
  private final SizeBudget budget;
  private final Map<Integer, Value> values = new HashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, QuantizedType> types = new LinkedHashMap<>();
  private final Map<String, QuantizedWeights> weights = new LinkedHashMap<>();

  GraphBuilder(ModelFile model, Constants constants, LayerNames names) {
    this.model = model;
    this.constants = constants;
    this.names = names;
    this.budget = new SizeBudget(model.file());
  }

  ModelFile model() {
    return model;
  }

  Constants constants() {
    return constants;
  }

  List<Layer> layers() {
    return layers;
  }

  Map<String, QuantizedType> types() {
    return types;
  }

  Map<String, QuantizedWeights> weights() {
    return weights;
  }

  /** Operator and position, for messages. */
  static String label(NodeInfo node) {
    return node.index() + " (" + node.kind() + ")";
  }

  static CompileException unsupported(ModelFile model, NodeInfo node, String what, String remedy) {
    return new CompileException(Fault.UNSUPPORTED_FORM, model.file(), label(node), what, remedy);
  }

  CompileException unsupported(NodeInfo node, String what, String remedy) {
    return unsupported(model, node, what, remedy);
  }

  /** Declares the network's input. */
  void input(TensorInfo tensor, String name) {
    Shape shape = shape(tensor);
    Optional<QuantizedType> type = type(tensor);
    values.put(tensor.index(), new Value(name, shape, shape, type));
    type.ifPresent(integers -> types.put(name, integers));
  }

  /** The activation that a node reads. */
  Value input(NodeInfo node, int position) {
    Value value = node.has(position) ? values.get(node.inputs().get(position)) : null;
    if (value == null) {
      throw unsupported(
          node, "input " + position + " is not an activation", "fold constants before exporting");
    }
    return value;
  }

  /** Whether an input is a constant. */
  boolean constant(NodeInfo node, int position) {
    return node.has(position)
        && !values.containsKey(node.inputs().get(position))
        && constants.given(node.inputs().get(position));
  }

  /** The activation that stands for a tensor. */
  Value value(int tensor) {
    return values.get(tensor);
  }

  /** The tensor that a node writes. */
  TensorInfo output(NodeInfo node) {
    if (node.outputs().size() != 1) {
      throw unsupported(node, node.outputs().size() + " outputs", "use one output only");
    }
    return model.tensor(node.outputs().get(0));
  }

  /** Lets a node's output be {@code value} itself. */
  void alias(NodeInfo node, Value value) {
    values.put(output(node).index(), value);
  }

  /** A name whose value has the shape that the file says, by a reshape if need be. */
  String shaped(Value value) {
    if (value.computed().equals(value.shape())) {
      return value.name();
    }
    String name = names.unused(value.name() + "_reshape");
    layers.add(Layer.of(name, new Reshape(value.shape()), value.name()));
    value.type().ifPresent(type -> types.put(name, type));
    return name;
  }

  /** Adds a layer over inputs in the file's shapes. */
  String add(NodeInfo node, Operator operator, Value... inputs) {
    List<String> read = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (Value input : inputs) {
      read.add(shaped(input));
      shapes.add(input.shape());
    }
    return append(node, operator, List.of(inputs), read, shapes);
  }

  /** Adds a layer that takes its input's elements in order, whatever their shape. */
  String addFlat(NodeInfo node, Operator operator, Value input) {
    return append(node, operator, List.of(input), List.of(input.name()), List.of(input.computed()));
  }

  private String append(
      NodeInfo node, Operator operator, List<Value> inputs, List<String> read, List<Shape> shapes) {
    TensorInfo output = output(node);
    if (node.code() != BuiltinOperator.QUANTIZE) {
      checkSigned(node);
    }
    Optional<QuantizedType> type = type(output);
    for (Value input : inputs) {
      if (input.type().isPresent() != type.isPresent()) {
        throw unsupported(
            node,
            "int8 and float are mixed",
            "convert the model fully to int8 or leave it in float");
      }
    }
    Shape computed = computed(node, operator, shapes);
    Shape shape = shape(output);
    if (shape.elements() != computed.elements()) {
      throw new CompileException(
          Fault.SHAPE_MISMATCH, label(node), "computes " + computed + ", recorded is " + shape);
    }
    budget.layer(computed.elements(), operator.multiplies(shapes));
    String name = names.of(node, constants);
    layers.add(Layer.of(name, operator, read.toArray(String[]::new)));
    type.ifPresent(integers -> types.put(name, integers));
    values.put(output.index(), new Value(name, computed, shape, type));
    return name;
  }

  private static Shape computed(NodeInfo node, Operator operator, List<Shape> shapes) {
    try {
      return operator.outputShape(shapes);
    } catch (IllegalArgumentException e) {
      throw new CompileException(Fault.SHAPE_MISMATCH, label(node), e.getMessage());
    }
  }

  /** An activation's shape, which must be known. */
  Shape shape(TensorInfo tensor) {
    if (!tensor.fixed()) {
      throw new CompileException(
          Fault.DYNAMIC_SHAPE,
          model.file(),
          tensor.name(),
          tensor.signature().isEmpty() ? tensor.dimensions() : tensor.signature());
    }
    long elements = 1;
    for (int dimension : tensor.dimensions()) {
      elements = Math.min(elements * dimension, Integer.MAX_VALUE);
    }
    if (elements > SizeBudget.ACTIVATION) {
      throw new CompileException(
          Fault.UNSUPPORTED_FORM,
          model.file(),
          tensor.name(),
          "an activation of shape " + tensor.dimensions(),
          "no microcontroller holds it, use a smaller input");
    }
    return tensor.activationShape();
  }

  /** Whether a tensor is of uint8. */
  boolean isUnsigned(TensorInfo tensor) {
    return tensor.type() == TensorType.UINT8;
  }

  /** Refuses uint8 but for the ends of a model and the QUANTIZE nodes there. */
  private void checkSigned(NodeInfo node) {
    for (int tensor : node.inputs()) {
      if (tensor >= 0 && isUnsigned(model.tensor(tensor))) {
        throw unsigned(node, model.tensor(tensor));
      }
    }
    if (isUnsigned(output(node))) {
      throw unsigned(node, output(node));
    }
  }

  private CompileException unsigned(NodeInfo node, TensorInfo tensor) {
    return unsupported(
        node,
        "tensor " + tensor.name() + " is uint8 inside the model",
        "convert the model to int8, only its input and output may be uint8");
  }

  /** Integers behind an activation, those of uint8 less 128; empty if it is float. */
  Optional<QuantizedType> type(TensorInfo tensor) {
    if (tensor.type() == TensorType.FLOAT32) {
      return Optional.empty();
    }
    boolean unsigned = isUnsigned(tensor);
    boolean wide = tensor.type() == TensorType.INT16;
    if (tensor.type() != TensorType.INT8 && !wide && !unsigned) {
      throw new CompileException(
          Fault.UNSUPPORTED_FORM,
          model.file(),
          tensor.name(),
          "an activation of "
              + (tensor.type() >= 0 && tensor.type() < TensorType.names.length
                  ? TensorType.name(tensor.type())
                  : "type " + tensor.type()),
          "export the model with float32, int8 or int16 activations");
    }
    if (tensor.scales().isEmpty()) {
      throw badQuantization(tensor, "it is quantised and has no scale");
    }
    if (tensor.scales().size() != 1 || tensor.zeroPoints().size() > 1) {
      throw badQuantization(tensor, tensor.scales().size() + " scales for an activation");
    }
    long zeroPoint = tensor.zeroPoints().isEmpty() ? 0 : tensor.zeroPoints().get(0);
    try {
      int signed = Math.toIntExact(unsigned ? zeroPoint - UNSIGNED_OFFSET : zeroPoint);
      ElementType element = wide ? ElementType.INT16 : ElementType.INT8;
      return Optional.of(new QuantizedType(element, tensor.scales().get(0), signed));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw badQuantization(
          tensor, "scale " + tensor.scales().get(0) + " with zero point " + zeroPoint);
    }
  }

  /** Refuses a node that moves integers but claims another scale for them. */
  void checkUnchangedType(NodeInfo node, Value input) {
    if (!type(output(node)).equals(input.type())) {
      throw new CompileException(
          Fault.BAD_QUANTIZATION,
          model.file(),
          label(node),
          "input and output differ in scale or zero point",
          "convert the model again");
    }
  }

  /** Whether a value is the network's input itself. */
  boolean isNetworkInput(Value value) {
    return layers.stream().noneMatch(layer -> layer.name().equals(value.name()));
  }

  private CompileException badQuantization(TensorInfo tensor, String what) {
    return new CompileException(
        Fault.BAD_QUANTIZATION, model.file(), tensor.name(), what, "convert the model again");
  }
}
