package lowrank.emit.c.dsp;

import lowrank.emit.c.PixelBlocks;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;

/**
 * How the inputs of four output pixels lie extended to 16 bits. A strip is what one row of the
 * kernel reads: for every four of {@code run} values, of all positions the pair of values 0 and 2,
 * then of all positions the pair of values 1 and 3. Pixels that move by one position share theirs:
 * tap {@code t} of pixel {@code p} is position {@code t + p}. Else a position is a pixel, and its
 * run is the whole kernel row.
 *
 * @param rows strips
 * @param taps that share positions; 1 if none do
 * @param run values of a position, filled up to whole words with others that are multiplied with 0
 */
record Strip(int rows, int taps, int run) {
  private static final int MOST_TAPS = 5;

  /** Strips of a kernel whose output rows are whole numbers of blocks, or which is a point. */
  static Strip of(ConvolutionKernel kernel) {
    Window window = kernel.window();
    int channels = kernel.inputImage().channels();
    if (!byRows(kernel) && !window.isPoint()) {
      return new Strip(1, 1, kernel.multipliesPerOutput());
    }
    Strip apart = new Strip(window.kernelHeight(), 1, window.kernelWidth() * channels);
    if (window.strideWidth() > 1 || window.kernelWidth() > MOST_TAPS) {
      return apart;
    }
    Strip shared = new Strip(window.kernelHeight(), window.kernelWidth(), channels);
    int outputs = kernel.outputImage().channels();
    return shared.instructions(outputs) <= apart.instructions(outputs) ? shared : apart;
  }

  /** About how many a block of pixels takes: 13 for 16 products, 9 for two positions of a word. */
  private int instructions(int outputs) {
    return 13 * weights() * outputs + 9 * positions() * groups() * rows / 2;
  }

  /** Whether strips are made row by row: then blocks do not go on in the next row. */
  static boolean byRows(ConvolutionKernel kernel) {
    return !pointwise(kernel)
        && kernel.outputImage().width() % PixelBlocks.SIZE == 0
        && kernel.window().dilationWidth() == 1;
  }

  /** Whether input and output have the same pixels. */
  static boolean pointwise(ConvolutionKernel kernel) {
    return kernel.window().isPoint();
  }

  /** Positions that a pair of values is kept for. */
  int positions() {
    return PixelBlocks.SIZE + taps - 1;
  }

  /** Words of memory that a position's run takes. */
  int groups() {
    return (run + 3) / 4;
  }

  /** Words of all strips. */
  int words() {
    return rows * groups() * 2 * positions();
  }

  /** Values behind a run that are read with it. */
  int beyond() {
    return 4 * groups() - run;
  }

  /** Words of weights of a channel; one serves four values. */
  int weights() {
    return rows * groups() * taps;
  }

  /**
   * The weight that a place in the order of weights stands for: kernel row, group of four values,
   * the taps from the last, and the value in the group.
   *
   * @return its index among a channel's weights; -1 for one that is 0
   */
  int index(int word, int value) {
    int tap = taps - 1 - word % taps;
    int place = word / taps % groups() * 4 + value;
    return place < run ? (word / taps / groups() * taps + tap) * run + place : -1;
  }
}
