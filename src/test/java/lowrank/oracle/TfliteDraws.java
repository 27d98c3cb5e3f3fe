package lowrank.oracle;

import java.util.Random;
import lowrank.fixed.QuantizedType;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.Padding;

/** What the generators of single-operator models draw. */
final class TfliteDraws {
  private static final byte[] ACTIVATIONS = {
    ActivationFunctionType.NONE,
    ActivationFunctionType.RELU,
    ActivationFunctionType.RELU6,
    ActivationFunctionType.RELU_N1_TO_1
  };

  private TfliteDraws() {}

  /** Uniform from low to high, both included. */
  static int between(Random random, int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** Log-uniform in [low, high). */
  static float scale(Random random, double low, double high) {
    return (float) (low * StrictMath.pow(high / low, random.nextDouble()));
  }

  /** An int8 type. */
  static QuantizedType type(Random random) {
    return QuantizedType.int8(scale(random, 1e-3, 2), between(random, -128, 127));
  }

  static byte activation(Random random) {
    return ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
  }

  static byte padding(Random random) {
    return random.nextBoolean() ? Padding.SAME : Padding.VALID;
  }

  static int[] weights(Random random, int count) {
    return random.ints(count, -127, 128).toArray();
  }

  /** Positions of a window along one dimension. */
  static int size(int input, int kernel, int stride, int dilation, byte padding) {
    int effective = padding == Padding.SAME ? 1 : (kernel - 1) * dilation + 1;
    return (input - effective) / stride + 1;
  }
}
