package lowrank.exporter;

import static lowrank.exporter.Protos.integer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.operator.ActivatedOperator;
import lowrank.operator.Add;
import lowrank.operator.Clamp;
import lowrank.operator.Concatenation;
import lowrank.operator.ConstantArithmetic;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.HardSwish;
import lowrank.operator.LeakyRelu;
import lowrank.operator.Mean;
import lowrank.operator.Mul;
import lowrank.operator.Operator;
import lowrank.operator.Pad;
import lowrank.operator.Pool2d;
import lowrank.operator.Reshape;
import lowrank.operator.ResizeNearest;
import lowrank.operator.Sigmoid;
import lowrank.operator.Slice;
import lowrank.operator.Softmax;
import lowrank.operator.Sub;
import lowrank.operator.Tanh;
import lowrank.operator.Transpose;
import lowrank.operator.TransposedConv2d;

/** The table of all operators with their writers; a new operator is one line here. */
final class OperatorWriters {
  private static final Map<Class<? extends Operator>, OperatorWriter<Operator>> ALL =
      new LinkedHashMap<>();

  static {
    add(Conv2d.class, WeightedWriters::convolution);
    add(Dense.class, WeightedWriters::dense);
    add(Pool2d.class, WindowWriters::pool);
    add(Mean.class, WindowWriters::mean);
    add(Add.class, (add, layer) -> arithmetic("Add", add, layer));
    add(Sub.class, (sub, layer) -> arithmetic("Sub", sub, layer));
    add(Mul.class, (mul, layer) -> arithmetic("Mul", mul, layer));
    add(ConstantArithmetic.class, OperatorWriters::constantArithmetic);
    add(Clamp.class, OperatorWriters::clamp);
    add(Concatenation.class, OperatorWriters::concatenation);
    add(Pad.class, MoveWriters::pad);
    add(Slice.class, MoveWriters::slice);
    add(Reshape.class, MoveWriters::reshape);
    add(ResizeNearest.class, MoveWriters::resize);
    add(Transpose.class, MoveWriters::transpose);
    add(TransposedConv2d.class, WeightedWriters::transposedConvolution);
    add(Softmax.class, ActivationWriters::softmax);
    add(Sigmoid.class, (operator, layer) -> layer.main("Sigmoid", layer.inputs()));
    add(Tanh.class, (operator, layer) -> layer.main("Tanh", layer.inputs()));
    add(LeakyRelu.class, ActivationWriters::leakyRelu);
    add(HardSwish.class, ActivationWriters::hardSwish);
  }

  private OperatorWriters() {}

  private static <T extends Operator> void add(Class<T> type, OperatorWriter<T> writer) {
    ALL.put(type, (operator, layer) -> writer.write(type.cast(operator), layer));
  }

  /** Operators that can be written. */
  static Set<Class<? extends Operator>> types() {
    return ALL.keySet();
  }

  /** Writes the nodes of any operator. */
  static void write(Operator operator, LayerWriter layer) {
    OperatorWriter<Operator> writer = ALL.get(operator.getClass());
    if (writer == null) {
      throw new IllegalStateException("no ONNX form of " + operator.kind());
    }
    writer.write(operator, layer);
  }

  private static void arithmetic(String type, ActivatedOperator operator, LayerWriter layer) {
    layer.activate(layer.main(type, layer.inputs()), operator.activation());
  }

  private static void constantArithmetic(ConstantArithmetic operator, LayerWriter layer) {
    String value = layer.inputs().get(0);
    String constant = layer.constant(operator);
    List<String> inputs =
        operator.constantFirst() ? List.of(constant, value) : List.of(value, constant);
    layer.activate(layer.main(operator.kind(), inputs), operator.activation());
  }

  private static void clamp(Clamp clamp, LayerWriter layer) {
    layer.main(
        LayerWriter.clampType(clamp.activation()),
        layer.clamp(layer.inputs().get(0), clamp.activation()));
  }

  private static void concatenation(Concatenation concatenation, LayerWriter layer) {
    int axis = ChannelsFirst.axis(concatenation.axis(), layer.outputShape().rank());
    layer.main("Concat", layer.inputs(), integer("axis", axis));
  }
}
