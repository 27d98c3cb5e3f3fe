package lowrank.emit.c;

import lowrank.kernel.ConvolutionKernel;
import lowrank.tensor.Shape;

/**
 * Output pixels in blocks of {@link #SIZE}; the last block may overlap the one before.
 *
 * @param count of blocks, {@code last} the index of the last
 * @param overlap whether that overlaps; then it is at {@code lastY}, {@code lastX}, and {@code
 *     inputBack} and {@code outputBack} bytes before where it would else be
 * @param inputStep bytes from block to block where input and output have the same pixels
 * @param outputStep the same of the output
 */
public record PixelBlocks(
    int count,
    boolean overlap,
    int last,
    int lastY,
    int lastX,
    int inputBack,
    int inputStep,
    int outputBack,
    int outputStep) {
  /** Pixels of a block. */
  public static final int SIZE = 4;

  /** Whether there is a whole block. */
  public static boolean fit(ConvolutionKernel kernel) {
    return pixels(kernel) >= SIZE;
  }

  /** The blocks of a kernel's output. */
  public static PixelBlocks of(ConvolutionKernel kernel) {
    Shape out = kernel.outputImage();
    int inputs = kernel.inputImage().channels();
    int pixels = pixels(kernel);
    int count = (pixels + SIZE - 1) / SIZE;
    int start = pixels - SIZE;
    int back = count * SIZE - pixels;
    return new PixelBlocks(
        count,
        back > 0,
        count - 1,
        start / out.width(),
        start % out.width(),
        back * inputs,
        SIZE * inputs,
        back * out.channels(),
        SIZE * out.channels());
  }

  private static int pixels(ConvolutionKernel kernel) {
    return kernel.outputImage().height() * kernel.outputImage().width();
  }
}
