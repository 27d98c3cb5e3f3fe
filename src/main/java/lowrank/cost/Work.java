package lowrank.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.fixed.Requantiser;
import lowrank.kernel.AddKernel;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.tensor.Shape;

/**
 * How much of everything a kernel has to do: what its instructions are a weighted sum of.
 *
 * @param amounts by name, in a fixed order; none negative
 */
public record Work(Map<String, Double> amounts) {
  /** Products that long inner loops make in a turn. */
  private static final int TURN = 16;

  /** Pixels side by side whose windows are extended together. */
  private static final double STRIP = 4;

  /** Keeps the order. */
  public Work {
    amounts = Collections.unmodifiableMap(new LinkedHashMap<>(amounts));
  }

  /**
   * What is computed in one go: counts are rounded up to whole groups.
   *
   * @param pixels of the output
   * @param channels of the output
   * @param whole whether channels that make no whole group cost as much as one; else they count
   *     apart
   * @param products of one output
   */
  public record Grain(int pixels, int channels, boolean whole, int products) {}

  /** The work of a kernel. */
  public static Work of(Kernel kernel, Grain grain) {
    if (kernel instanceof ConvolutionKernel convolution) {
      Shape in = convolution.inputImage();
      return windowed(
          in,
          convolution.outputImage(),
          convolution.window(),
          convolution.multipliesPerOutput(),
          convolution.requantiser(),
          grain);
    }
    if (kernel instanceof AddKernel add) {
      return sum(add);
    }
    if (kernel instanceof PoolKernel pool) {
      Window window = pool.window();
      Shape in = pool.input().shape();
      return windowed(in, pool.output().shape(), window, window.taps(), null, grain);
    }
    long read = kernel.inputs().stream().map(TensorType::shape).mapToLong(Shape::elements).sum();
    Map<String, Double> amounts = new LinkedHashMap<>();
    Shape out = kernel.output().shape();
    amounts.put("call", 1.0);
    amounts.put("pixels", out.rank() == 3 ? (double) out.height() * out.width() : 0);
    amounts.put("outputs", (double) out.elements());
    amounts.put("inputs", (double) read);
    amounts.put("products", (double) kernel.multiplies());
    return new Work(amounts);
  }

  private static Work sum(AddKernel kernel) {
    double outputs = kernel.output().shape().elements();
    int rounded = kernel.leftMultiplier().shift() < 0 ? 1 : 0;
    rounded += kernel.rightMultiplier().shift() < 0 ? 1 : 0;
    int zeroPoint = kernel.output().type().zeroPoint();
    Map<String, Double> amounts = new LinkedHashMap<>();
    amounts.put("call", 1.0);
    amounts.put("outputs", outputs);
    amounts.put("rounded-inputs", rounded * outputs);
    amounts.put("signed-outputs", kernel.minimum() < zeroPoint ? outputs : 0);
    amounts.put("clamped-outputs", clamped(kernel.minimum(), kernel.maximum()) ? outputs : 0);
    return new Work(amounts);
  }

  private static boolean clamped(int minimum, int maximum) {
    return minimum > Byte.MIN_VALUE || maximum < Byte.MAX_VALUE;
  }

  private static Work windowed(
      Shape in, Shape out, Window window, int terms, Requantiser requantiser, Grain grain) {
    int channels = out.channels();
    double pixels = up((long) out.height() * out.width(), grain.pixels());
    double outputs = pixels * (grain.whole() ? up(channels, grain.channels()) : channels);
    double products = up(terms, grain.products());
    double single = grain.whole() ? 0 : pixels * (channels % grain.channels());
    double border = (double) out.height() * out.width() - inside(in, out, window);
    double values =
        window.kernelHeight() * up((long) window.kernelWidth() * in.channels(), grain.products());
    int group = terms / window.taps();
    double tap = window.taps() * up(group, grain.products());
    double row = window.kernelHeight() * up((long) window.kernelWidth() * group, grain.products());
    double strip =
        window.kernelHeight()
            * (window.kernelWidth() + STRIP - 1)
            * up(in.channels(), grain.products())
            / STRIP;
    boolean signed = requantiser != null && requantiser.minimum() < requantiser.zeroPoint();
    boolean clamped = requantiser != null && clamped(requantiser.minimum(), requantiser.maximum());
    Map<String, Double> amounts = new LinkedHashMap<>();
    amounts.put("call", 1.0);
    amounts.put("channels", (double) channels);
    amounts.put("rows", (double) out.height());
    amounts.put("pixels", pixels);
    amounts.put("window-rows", pixels * window.kernelHeight());
    amounts.put("window-values", pixels * values);
    amounts.put("outputs", outputs);
    amounts.put("signed-outputs", signed ? outputs : 0);
    amounts.put("clamped-outputs", clamped ? outputs : 0);
    amounts.put("output-rows", outputs * window.kernelHeight());
    amounts.put("products", outputs * products);
    amounts.put("tap-products", outputs * tap);
    amounts.put("row-products", outputs * row);
    amounts.put("strip-values", pixels * strip);
    amounts.put("remainders", terms % TURN == 0 ? 0 : outputs);
    amounts.put("remainder-products", outputs * (products % TURN));
    amounts.put("single-outputs", single);
    amounts.put("single-products", single * products);
    amounts.put("border-pixels", border);
    amounts.put("border-rows", border * window.kernelHeight());
    amounts.put("border-values", border * values);
    return new Work(amounts);
  }

  private static double up(long count, int group) {
    return (count + group - 1) / group * group;
  }

  /** Output pixels whose window lies in the image. */
  private static double inside(Shape in, Shape out, Window window) {
    return (double)
            inside(
                in.height(),
                out.height(),
                List.of(window.strideHeight(), window.padTop()),
                (window.kernelHeight() - 1) * window.dilationHeight())
        * inside(
            in.width(),
            out.width(),
            List.of(window.strideWidth(), window.padLeft()),
            (window.kernelWidth() - 1) * window.dilationWidth());
  }

  private static int inside(int size, int outputs, List<Integer> strideAndPad, int reach) {
    int inside = 0;
    for (int i = 0; i < outputs; i++) {
      int first = i * strideAndPad.get(0) - strideAndPad.get(1);
      inside += first >= 0 && first + reach < size ? 1 : 0;
    }
    return inside;
  }
}
