package lowrank.importer.tflite;

import java.util.List;
import java.util.Map;
import lowrank.fixed.Range;
import org.tensorflow.lite.schema.BuiltinOperator;

/** The operators that are read, each with its converter. */
final class Converters {
  private static final Map<Integer, Converter> ALL =
      Map.ofEntries(
          Map.entry(BuiltinOperator.CONV_2D, WeightedConverters::convolution),
          Map.entry(BuiltinOperator.DEPTHWISE_CONV_2D, WeightedConverters::depthwise),
          Map.entry(BuiltinOperator.TRANSPOSE_CONV, WeightedConverters::transposed),
          Map.entry(BuiltinOperator.FULLY_CONNECTED, WeightedConverters::dense),
          Map.entry(BuiltinOperator.MAX_POOL_2D, PoolConverters::maximum),
          Map.entry(BuiltinOperator.AVERAGE_POOL_2D, PoolConverters::average),
          Map.entry(BuiltinOperator.MEAN, PoolConverters::mean),
          Map.entry(BuiltinOperator.ADD, ArithmeticConverters::add),
          Map.entry(BuiltinOperator.SUB, ArithmeticConverters::subtract),
          Map.entry(BuiltinOperator.MUL, ArithmeticConverters::multiply),
          Map.entry(BuiltinOperator.RELU, ActivationConverters.clamp(Range.RELU)),
          Map.entry(BuiltinOperator.RELU6, ActivationConverters.clamp(Range.RELU6)),
          Map.entry(
              BuiltinOperator.RELU_N1_TO_1, ActivationConverters.clamp(Activations.MINUS_1_TO_1)),
          Map.entry(BuiltinOperator.LEAKY_RELU, ActivationConverters::leakyRelu),
          Map.entry(BuiltinOperator.HARD_SWISH, ActivationConverters::hardSwish),
          Map.entry(BuiltinOperator.LOGISTIC, ActivationConverters::logistic),
          Map.entry(BuiltinOperator.TANH, ActivationConverters::tanh),
          Map.entry(BuiltinOperator.SOFTMAX, ActivationConverters::softmax),
          Map.entry(BuiltinOperator.QUANTIZE, ActivationConverters::quantize),
          Map.entry(BuiltinOperator.DEQUANTIZE, ActivationConverters::dequantize),
          Map.entry(BuiltinOperator.RESHAPE, ShapeConverters::reshape),
          Map.entry(BuiltinOperator.SQUEEZE, ShapeConverters::reshape),
          Map.entry(BuiltinOperator.EXPAND_DIMS, ShapeConverters::reshape),
          Map.entry(BuiltinOperator.TRANSPOSE, MoveConverters::transpose),
          Map.entry(BuiltinOperator.PAD, ShapeConverters::pad),
          Map.entry(BuiltinOperator.PADV2, ShapeConverters::pad),
          Map.entry(BuiltinOperator.CONCATENATION, ShapeConverters::concatenation),
          Map.entry(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, MoveConverters::resizeNearestNeighbor),
          Map.entry(BuiltinOperator.SPLIT, MoveConverters::split),
          Map.entry(BuiltinOperator.SPLIT_V, MoveConverters::splitByLengths),
          Map.entry(BuiltinOperator.SLICE, ShapeConverters::slice),
          Map.entry(BuiltinOperator.STRIDED_SLICE, ShapeConverters::stridedSlice));

  private Converters() {}

  /** Names of all operators that are read, sorted. */
  static List<String> names() {
    return ALL.keySet().stream().map(BuiltinOperator::name).sorted().toList();
  }

  /** The converter of an operator code; null if it is not supported. */
  static Converter of(int code) {
    return ALL.get(code);
  }
}
