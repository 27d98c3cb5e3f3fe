package lowrank.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of random shapes against their definition, element by element. */
class ConvolutionKernelTest {
  private static final int CASES = 200;

  static Stream<Long> seeds() {
    return IntStream.range(0, CASES).mapToObj(seed -> (long) seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void runsAsDefined(long seed) {
    Random random = new Random(seed);
    ConvolutionKernel kernel = kernel(random);
    int[] input = integers(random, kernel.input().shape().elements());
    int[] output = new int[kernel.output().shape().elements()];
    long multiplies = kernel.runner().run(new int[][] {input}, output);
    assertThat(output).isEqualTo(expected(kernel, input));
    assertThat(multiplies).isEqualTo(kernel.multiplies());
  }

  /** Few and many pixels and channels; strides, dilation, wide padding, groups of all sizes. */
  private static ConvolutionKernel kernel(Random random) {
    Window window =
        Window.of(1 + random.nextInt(4), 1 + random.nextInt(4))
            .withStride(1 + random.nextInt(3), 1 + random.nextInt(3))
            .withDilation(1 + random.nextInt(2), 1 + random.nextInt(2))
            .withPadding(
                random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
    int groups = random.nextBoolean() ? 1 : 1 + random.nextInt(6);
    int inputs = groups * (1 + random.nextInt(4));
    int outputs = groups * (1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 5));
    int most = random.nextInt(4) == 0 ? 40 : 10;
    int height = 7 + random.nextInt(most);
    int width = 7 + random.nextInt(most);
    Shape in = Shape.of(height, width, inputs);
    Shape out = Shape.of(window.outputHeight(height), window.outputWidth(width), outputs);
    QuantizedType type = new QuantizedType(ElementType.INT8, 1 / 16f, random.nextInt(256) - 128);
    int taps = window.taps() * inputs / groups;
    return new ConvolutionKernel(
        new TensorType(in, type),
        new TensorType(out, type),
        window,
        groups,
        false,
        new IntTensor(
            Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), inputs / groups),
            ElementType.INT8,
            integers(random, outputs * taps)),
        IntTensor.vector(ElementType.INT32, random.ints(outputs, -100_000, 100_000).toArray()),
        new Requantiser(
            IntTensor.vector(
                ElementType.INT32, random.ints(outputs, 1 << 30, Integer.MAX_VALUE).toArray()),
            IntTensor.vector(ElementType.INT8, random.ints(outputs, -12, -6).toArray()),
            type.zeroPoint(),
            -128,
            127));
  }

  private static int[] integers(Random random, int count) {
    return random.ints(count, -128, 128).toArray();
  }

  private static int[] expected(ConvolutionKernel kernel, int[] input) {
    Shape out = kernel.output().shape();
    int[] output = new int[out.elements()];
    Arrays.setAll(
        output,
        i -> {
          int channel = i % out.channels();
          int pixel = i / out.channels();
          int sum = sum(kernel, input, pixel / out.width(), pixel % out.width(), channel);
          return kernel.requantiser().apply(sum, channel);
        });
    return output;
  }

  private static int sum(ConvolutionKernel kernel, int[] input, int y, int x, int channel) {
    Window window = kernel.window();
    Shape in = kernel.input().shape();
    int channels = kernel.groupChannels();
    int first = channel / (kernel.output().shape().channels() / kernel.groups()) * channels;
    long sum = kernel.bias().at(channel);
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int row = y * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
        int column = x * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        if (row < 0 || row >= in.height() || column < 0 || column >= in.width()) {
          continue;
        }
        for (int s = 0; s < channels; s++) {
          int value = input[(row * in.width() + column) * in.channels() + first + s];
          int tap = (channel * window.kernelHeight() + ky) * window.kernelWidth() + kx;
          sum +=
              (long) (value - kernel.input().type().zeroPoint())
                  * kernel.weights().at(tap * channels + s);
        }
      }
    }
    return (int) sum;
  }
}
