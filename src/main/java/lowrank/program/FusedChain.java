package lowrank.program;

import java.util.List;
import java.util.Optional;
import lowrank.kernel.ConvolutionKernel;

/**
 * Consecutive convolutions that run together, row by row: of the values between them only the rows
 * are kept that the next window needs. All integers are those of the layers run one by one.
 *
 * @param first index of the first layer's step
 * @param members in order
 * @param work memory while the chain runs: the bands, and the working memory of one member's kernel
 * @param scratch of a kernel, bytes from the start of {@code work}
 * @param scratchBytes of the kernel that needs most
 * @param shift bytes by which the input lies behind the output if both share memory; negative if
 *     they do not
 */
public record FusedChain(
    int first, List<Member> members, Buffer work, int scratch, int scratchBytes, int shift) {
  /** Copies the list. */
  public FusedChain {
    members = List.copyOf(members);
  }

  /** Index of the last layer's step. */
  public int last() {
    return first + members.size() - 1;
  }

  /** Whether a step is one of the chain's. */
  public boolean has(int step) {
    return first <= step && step <= last();
  }

  /** Whether the output is written over input rows that are read no more. */
  public boolean inPlace() {
    return shift >= 0;
  }

  /** The same with its memory at another place. */
  public FusedChain at(Buffer place) {
    return new FusedChain(first, members, place, scratch, scratchBytes, shift);
  }

  /**
   * One layer of a chain.
   *
   * @param kernel the layer for one output row: its input are the rows of a window, padded
   * @param band where these rows are put together; empty if they are read in the chain's input
   * @param stride input rows from one output row to the next
   * @param inputRows of the whole layer
   * @param outputRows of the whole layer
   */
  public record Member(
      ConvolutionKernel kernel, Optional<Band> band, int stride, int inputRows, int outputRows) {
    /** Bytes of an output row. */
    public int outputRowBytes() {
      return kernel.output().bytes();
    }
  }

  /**
   * Rows of a window over the whole width, padding included.
   *
   * @param offset bytes from the start of the chain's memory
   * @param rows of the window
   * @param rowBytes of a row with its padding
   * @param padTop rows above the image that the first window reaches over
   * @param padLeft bytes before the image's first pixel in a row
   * @param imageBytes of a row without its padding
   */
  public record Band(int offset, int rows, int rowBytes, int padTop, int padLeft, int imageBytes) {
    /** Bytes of all rows. */
    public int bytes() {
      return rows * rowBytes;
    }
  }
}
