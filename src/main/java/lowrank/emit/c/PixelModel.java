package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import lowrank.kernel.ConvolutionKernel;
import lowrank.target.Target;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/**
 * One output pixel of a convolution: for each block of output channels, the sums over the window in
 * registers. A window is rows of runs of contiguous values: one run a row, unless the columns are
 * dilated or the channels grouped.
 *
 * @param groups of channels, 1 if not grouped
 * @param groupInputs input channels of a group
 * @param groupOutputs output channels of a group
 * @param blocks that cover the output channels of a group
 * @param braces whether blocks outside loops need braces to keep their variables apart
 */
public record PixelModel(
    int groups,
    int groupInputs,
    int groupOutputs,
    List<BlockModel> blocks,
    boolean braces,
    Layout layout) {

  /**
   * The order in which the weights are read.
   *
   * @param blockChannels output channels of a full block
   */
  public record Layout(int blockChannels, int groupOutputs) {
    /**
     * Weights in reading order: block, kernel row, kernel column, input channel, output channel.
     */
    int[] reorder(IntTensor weights) {
      Shape shape = weights.shape();
      int channels = shape.dimension(0);
      int length = shape.elements() / channels;
      int[] ordered = new int[shape.elements()];
      int position = 0;
      for (int first = 0; first < channels; first = blockEnd(first)) {
        for (int i = 0; i < length; i++) {
          for (int channel = first; channel < blockEnd(first); channel++) {
            ordered[position++] = weights.at(channel * length + i);
          }
        }
      }
      return ordered;
    }

    private int blockEnd(int first) {
      int groupEnd = (first / groupOutputs + 1) * groupOutputs;
      return Math.min(first + blockChannels, groupEnd);
    }

    String description() {
      String inner = "kernel row, kernel column, input channel, output channel";
      return blockChannels == 1
          ? "Order: output channel, kernel row, kernel column, input channel."
          : "Order: block of " + blockChannels + " output channels; in a block " + inner + ".";
    }
  }

  /**
   * Divides the work.
   *
   * @param rowStep C expression, as are the others
   * @param columnStep between kernel columns, where those are not contiguous
   */
  static PixelModel of(
      ConvolutionKernel kernel, Target.Unroll unroll, String rowStep, String columnStep) {
    int groups = kernel.groups();
    int outputs = kernel.outputImage().channels() / groups;
    int width = blockChannels(outputs, unroll.outputChannels());
    WindowShape window = WindowShape.of(kernel, rowStep, columnStep);
    List<BlockModel> blocks = new ArrayList<>();
    int full = outputs / width;
    int rest = outputs % width;
    boolean last = rest == 0 && groups == 1;
    blocks.add(BlockModel.of(window, unroll, new Channels(0, width, full, groups > 1), last));
    if (rest > 0) {
      blocks.add(
          BlockModel.of(
              window, unroll, new Channels(full * width, rest, 1, groups > 1), groups == 1));
    }
    return new PixelModel(
        groups,
        kernel.groupChannels(),
        outputs,
        blocks,
        full == 1 && rest > 0,
        new Layout(width, outputs));
  }

  /** As few blocks as possible, and of one size if that needs no more. */
  private static int blockChannels(int outputs, int limit) {
    int blocks = (outputs + limit - 1) / limit;
    return outputs % blocks == 0 ? outputs / blocks : limit;
  }

  /**
   * Output channels of one kind of block.
   *
   * @param first of the group's channels
   * @param width channels of one block
   * @param count of blocks
   */
  record Channels(int first, int width, int count, boolean grouped) {
    int end() {
      return first + width * count;
    }

    /** C expression of channel {@code offset} of the block. */
    String index(int offset) {
      if (count > 1) {
        return "channel" + CText.plus(offset);
      }
      return grouped ? "first" + CText.plus(first + offset) : String.valueOf(first + offset);
    }
  }

  /**
   * Rows of runs.
   *
   * @param runs of a row
   * @param length of a run
   */
  record WindowShape(int rows, int runs, int length, String rowStep, String runStep) {
    static WindowShape of(ConvolutionKernel kernel, String rowStep, String columnStep) {
      int columns = kernel.window().kernelWidth();
      boolean joined = kernel.groups() == 1 && kernel.window().dilationWidth() == 1;
      return new WindowShape(
          kernel.window().kernelHeight(),
          joined ? 1 : columns,
          kernel.groupChannels() * (joined ? columns : 1),
          rowStep,
          columnStep);
    }
  }
}
