package lowrank.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import lowrank.fixed.Range;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.network.Layer;
import lowrank.network.Network;
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
import lowrank.tensor.Shape;

/**
 * What every operator means, as plain loops in double precision over NHWC arrays: the yardstick for
 * everything that runs or rewrites a float network. Shares no code with what it judges.
 */
public final class FloatOracle {
  private static final Map<Class<? extends Operator>, Rule<Operator>> RULES = new LinkedHashMap<>();

  static {
    rule(Conv2d.class, FloatOracle::convolution);
    rule(Dense.class, FloatOracle::dense);
    rule(Pool2d.class, FloatOracle::pool);
    rule(Add.class, (add, in, out) -> clamp(both(in, out, Double::sum), add.activation()));
    rule(Sub.class, (sub, in, out) -> clamp(both(in, out, (a, b) -> a - b), sub.activation()));
    rule(Mul.class, (mul, in, out) -> clamp(both(in, out, (a, b) -> a * b), mul.activation()));
    rule(ConstantArithmetic.class, FloatOracle::withConstant);
    rule(HardSwish.class, (h, in, out) -> map(in.get(0), FloatOracle::hardSwish));
    rule(Clamp.class, (clamp, in, out) -> clamp(in.get(0).values().clone(), clamp.activation()));
    rule(Concatenation.class, FloatOracle::concatenation);
    rule(Pad.class, FloatOracle::pad);
    rule(Slice.class, FloatOracle::slice);
    rule(Reshape.class, (reshape, in, out) -> in.get(0).values());
    rule(Mean.class, FloatOracle::mean);
    rule(ResizeNearest.class, FloatOracle::resize);
    rule(Transpose.class, FloatOracle::transpose);
    rule(TransposedConv2d.class, FloatOracle::transposedConvolution);
    rule(Softmax.class, FloatOracle::softmax);
    rule(Sigmoid.class, (s, in, out) -> map(in.get(0), x -> 1 / (1 + Math.exp(-x))));
    rule(Tanh.class, (t, in, out) -> map(in.get(0), Math::tanh));
    rule(LeakyRelu.class, (l, in, out) -> map(in.get(0), x -> x < 0 ? l.alpha() * x : x));
  }

  private FloatOracle() {}

  /** An activation, NHWC without the batch. */
  public record Activation(Shape shape, double[] values) {
    double at(int y, int x, int channel) {
      return values[(y * shape.dimension(1) + x) * shape.dimension(2) + channel];
    }
  }

  private interface Rule<T extends Operator> {
    double[] apply(T operator, List<Activation> inputs, Shape output);
  }

  private static <T extends Operator> void rule(Class<T> type, Rule<T> rule) {
    RULES.put(type, (operator, in, out) -> rule.apply(type.cast(operator), in, out));
  }

  /** Every value of one inference by name, the input first. */
  public static Map<String, Activation> run(Network network, float[] input) {
    double[] widened = new double[input.length];
    Arrays.setAll(widened, i -> input[i]);
    Map<String, Activation> values = new LinkedHashMap<>();
    values.put(network.input(), new Activation(network.inputShape(), widened));
    for (Layer layer : network.layers()) {
      List<Activation> inputs = layer.inputs().stream().map(values::get).toList();
      values.put(layer.name(), run(layer.operator(), inputs));
    }
    return values;
  }

  /** One operator's output. */
  public static Activation run(Operator operator, List<Activation> inputs) {
    Shape output = operator.outputShape(inputs.stream().map(Activation::shape).toList());
    return new Activation(output, RULES.get(operator.getClass()).apply(operator, inputs, output));
  }

  private static double[] convolution(Conv2d conv, List<Activation> inputs, Shape out) {
    Activation in = inputs.get(0);
    Window w = conv.window();
    Shape k = conv.weights().shape();
    int outputsPerGroup = k.dimension(0) / conv.groups();
    double[] result = new double[out.elements()];
    int index = 0;
    for (int y = 0; y < out.dimension(0); y++) {
      for (int x = 0; x < out.dimension(1); x++) {
        for (int o = 0; o < k.dimension(0); o++) {
          double sum = conv.bias().at(o);
          for (int r = 0; r < k.dimension(1); r++) {
            for (int c = 0; c < k.dimension(2); c++) {
              for (int i = 0; i < k.dimension(3); i++) {
                int row = y * w.strideHeight() + r * w.dilationHeight() - w.padTop();
                int column = x * w.strideWidth() + c * w.dilationWidth() - w.padLeft();
                if (row >= 0
                    && row < in.shape().dimension(0)
                    && column >= 0
                    && column < in.shape().dimension(1)) {
                  int weight = ((o * k.dimension(1) + r) * k.dimension(2) + c) * k.dimension(3) + i;
                  int channel = o / outputsPerGroup * k.dimension(3) + i;
                  sum += (double) conv.weights().at(weight) * in.at(row, column, channel);
                }
              }
            }
          }
          result[index++] = sum;
        }
      }
    }
    return clamp(result, conv.activation());
  }

  private static double[] dense(Dense dense, List<Activation> inputs, Shape out) {
    double[] in = inputs.get(0).values();
    double[] result = new double[out.elements()];
    for (int o = 0; o < result.length; o++) {
      result[o] = dense.bias().at(o);
      for (int i = 0; i < in.length; i++) {
        result[o] += (double) dense.weights().at(o * in.length + i) * in[i];
      }
    }
    return clamp(result, dense.activation());
  }

  private static double[] pool(Pool2d pool, List<Activation> inputs, Shape out) {
    Activation in = inputs.get(0);
    Window w = pool.window();
    boolean maximum = pool.mode() == PoolKernel.Mode.MAXIMUM;
    double[] result = new double[out.elements()];
    int index = 0;
    for (int y = 0; y < out.dimension(0); y++) {
      for (int x = 0; x < out.dimension(1); x++) {
        for (int channel = 0; channel < out.dimension(2); channel++) {
          List<Double> seen = new ArrayList<>();
          for (int r = 0; r < w.kernelHeight(); r++) {
            for (int c = 0; c < w.kernelWidth(); c++) {
              int row = y * w.strideHeight() + r * w.dilationHeight() - w.padTop();
              int column = x * w.strideWidth() + c * w.dilationWidth() - w.padLeft();
              if (row >= 0
                  && row < in.shape().dimension(0)
                  && column >= 0
                  && column < in.shape().dimension(1)) {
                seen.add(in.at(row, column, channel));
              }
            }
          }
          double total = seen.stream().mapToDouble(v -> v).sum();
          result[index++] =
              maximum ? seen.stream().mapToDouble(v -> v).max().orElseThrow() : total / seen.size();
        }
      }
    }
    return clamp(result, pool.activation());
  }

  private static double[] mean(Mean mean, List<Activation> inputs, Shape out) {
    double[] in = inputs.get(0).values();
    double[] result = new double[out.elements()];
    for (int i = 0; i < in.length; i++) {
      result[i % result.length] += in[i] * result.length / in.length;
    }
    return result;
  }

  /** Elementwise, an operand of one element or of the channels alone repeated. */
  private static double[] both(List<Activation> inputs, Shape out, DoubleBinaryOperator operation) {
    double[] left = inputs.get(0).values();
    double[] right = inputs.get(1).values();
    double[] result = new double[out.elements()];
    for (int i = 0; i < result.length; i++) {
      result[i] = operation.applyAsDouble(left[i % left.length], right[i % right.length]);
    }
    return result;
  }

  private static double[] withConstant(
      ConstantArithmetic operator, List<Activation> inputs, Shape out) {
    double[] constant = new double[operator.constant().size()];
    for (int i = 0; i < constant.length; i++) {
      int steps = operator.constant().at(i) - operator.constantType().zeroPoint();
      constant[i] = (double) operator.constantType().scale() * steps;
    }
    double[] values = inputs.get(0).values();
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      double fixed = constant[i % constant.length];
      double a = operator.constantFirst() ? fixed : values[i];
      double b = operator.constantFirst() ? values[i] : fixed;
      result[i] =
          switch (operator.operation()) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
          };
    }
    return clamp(result, operator.activation());
  }

  private static double hardSwish(double x) {
    return x * Math.min(Math.max(x + 3, 0), 6) / 6;
  }

  private static double[] concatenation(Concatenation join, List<Activation> inputs, Shape out) {
    double[] result = new double[out.elements()];
    int[] offset = new int[out.rank()];
    for (Activation input : inputs) {
      for (int i = 0; i < input.values().length; i++) {
        int[] position = position(i, input.shape());
        for (int axis = 0; axis < position.length; axis++) {
          position[axis] += offset[axis];
        }
        result[index(position, out)] = input.values()[i];
      }
      offset[join.axis()] += input.shape().dimension(join.axis());
    }
    return result;
  }

  private static double[] pad(Pad pad, List<Activation> inputs, Shape out) {
    double[] result = new double[out.elements()];
    Arrays.fill(result, pad.value());
    Activation input = inputs.get(0);
    for (int i = 0; i < input.values().length; i++) {
      int[] position = position(i, input.shape());
      for (int axis = 0; axis < position.length; axis++) {
        position[axis] += pad.before().get(axis);
      }
      result[index(position, out)] = input.values()[i];
    }
    return result;
  }

  private static double[] slice(Slice slice, List<Activation> inputs, Shape out) {
    double[] result = new double[out.elements()];
    Activation input = inputs.get(0);
    for (int i = 0; i < result.length; i++) {
      int[] position = position(i, out);
      for (int axis = 0; axis < position.length; axis++) {
        position[axis] = slice.begin().get(axis) + position[axis] * slice.step().get(axis);
      }
      result[i] = input.values()[index(position, input.shape())];
    }
    return result;
  }

  private static double[] resize(ResizeNearest resize, List<Activation> inputs, Shape out) {
    double[] result = new double[out.elements()];
    for (int i = 0; i < result.length; i++) {
      int[] p = position(i, out);
      result[i] = inputs.get(0).at(resize.rows().get(p[0]), resize.columns().get(p[1]), p[2]);
    }
    return result;
  }

  private static double[] transpose(Transpose transpose, List<Activation> inputs, Shape out) {
    double[] result = new double[out.elements()];
    Activation input = inputs.get(0);
    for (int i = 0; i < result.length; i++) {
      int[] from = position(i, input.shape());
      int[] to = new int[from.length];
      for (int axis = 0; axis < to.length; axis++) {
        to[axis] = from[transpose.order().get(axis)];
      }
      result[index(to, out)] = input.values()[i];
    }
    return result;
  }

  private static double[] transposedConvolution(
      TransposedConv2d conv, List<Activation> inputs, Shape out) {
    Activation in = inputs.get(0);
    Window w = conv.window();
    double[] result = new double[out.elements()];
    for (int i = 0; i < result.length; i++) {
      result[i] = conv.bias().at(i % out.dimension(2));
    }
    for (int i = 0; i < conv.weights().size(); i++) {
      int[] k = position(i, conv.weights().shape());
      for (int row = 0; row < in.shape().dimension(0); row++) {
        for (int column = 0; column < in.shape().dimension(1); column++) {
          int y = row * w.strideHeight() + k[1] - w.padTop();
          int x = column * w.strideWidth() + k[2] - w.padLeft();
          if (y >= 0 && y < out.dimension(0) && x >= 0 && x < out.dimension(1)) {
            result[index(new int[] {y, x, k[0]}, out)] +=
                (double) conv.weights().at(i) * in.at(row, column, k[3]);
          }
        }
      }
    }
    return clamp(result, conv.activation());
  }

  private static double[] softmax(Softmax softmax, List<Activation> inputs, Shape out) {
    double[] in = inputs.get(0).values();
    int channels = out.dimension(out.rank() - 1);
    double[] result = new double[in.length];
    for (int start = 0; start < in.length; start += channels) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = start; i < start + channels; i++) {
        largest = Math.max(largest, in[i]);
      }
      double sum = 0;
      for (int i = start; i < start + channels; i++) {
        result[i] = Math.exp(softmax.beta() * (in[i] - largest));
        sum += result[i];
      }
      for (int i = start; i < start + channels; i++) {
        result[i] /= sum;
      }
    }
    return result;
  }

  private static double[] map(Activation input, DoubleUnaryOperator function) {
    return Arrays.stream(input.values()).map(function).toArray();
  }

  private static double[] clamp(double[] values, Range range) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(range.maximum(), Math.max(range.minimum(), values[i]));
    }
    return values;
  }

  private static int[] position(int index, Shape shape) {
    int[] position = new int[shape.rank()];
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      position[axis] = rest % shape.dimension(axis);
      rest /= shape.dimension(axis);
    }
    return position;
  }

  private static int index(int[] position, Shape shape) {
    int index = 0;
    for (int axis = 0; axis < position.length; axis++) {
      index = index * shape.dimension(axis) + position[axis];
    }
    return index;
  }
}
