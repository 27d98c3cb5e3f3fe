package lowrank.schedule;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.Buffer;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.FusedChain;
import lowrank.program.FusedChain.Band;
import lowrank.program.FusedChain.Member;
import lowrank.tensor.Shape;

/**
 * Lays out consecutive convolutions as a chain that runs row by row. Each member makes one output
 * row at a time from a band: the rows of its window over the whole width, padding included, so that
 * no window reaches over an edge. The first member reads the chain's input where it lies if it has
 * no padding.
 */
final class ChainBuilder {
  private final FixedNetwork network;
  private final ToIntFunction<Kernel> scratchBytes;
  private final int alignment;

  /** Kernels of one row, by layer: where they read the input itself, and where from a band. */
  private final Map<Kernel, ConvolutionKernel> direct = new IdentityHashMap<>();

  private final Map<Kernel, ConvolutionKernel> banded = new IdentityHashMap<>();

  /**
   * For chains of a network.
   *
   * @param alignment of bands and working memory
   */
  ChainBuilder(FixedNetwork network, ToIntFunction<Kernel> scratchBytes, int alignment) {
    this.network = network;
    this.scratchBytes = scratchBytes;
    this.alignment = alignment;
  }

  /** Whether a layer can be a chain's first, or, if not {@code first}, a later member. */
  boolean takes(int step, boolean first) {
    Kernel kernel = network.layers().get(step).kernel();
    if (!(kernel instanceof ConvolutionKernel convolution) || convolution.dense()) {
      return false;
    }
    return (first && !convolution.window().padded()) || bandHoldsAll(convolution);
  }

  /** Whether every input row is in a window, and every window holds one. */
  private static boolean bandHoldsAll(ConvolutionKernel kernel) {
    Window window = kernel.window();
    int rows = extent(window.kernelHeight(), window.dilationHeight());
    int height = kernel.inputImage().height();
    int lastTop = (kernel.outputImage().height() - 1) * window.strideHeight() - window.padTop();
    return window.strideHeight() <= rows
        && window.padTop() < rows
        && lastTop < height
        && lastTop + rows >= height;
  }

  /**
   * The layers from one step to another as a chain, in a memory that starts at 0.
   *
   * @param inPlace whether the output is to share memory with the input
   */
  FusedChain build(int first, int last, boolean inPlace) {
    List<Member> members = new ArrayList<>();
    int end = 0;
    int scratch = 0;
    for (int step = first; step <= last; step++) {
      FixedLayer layer = network.layers().get(step);
      Member member = member((ConvolutionKernel) layer.kernel(), step == first, end);
      end = member.band().map(band -> aligned(band.offset() + band.bytes())).orElse(end);
      scratch = Math.max(scratch, scratchBytes.applyAsInt(member.kernel()));
      members.add(member);
    }
    int shift = inPlace ? aligned(shift(members)) : -1;
    return new FusedChain(
        first, members, new Buffer(0, end + scratch, first, last), end, scratch, shift);
  }

  private Member member(ConvolutionKernel kernel, boolean first, int offset) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    boolean whole = first && !window.padded();
    ConvolutionKernel row =
        (whole ? direct : banded).computeIfAbsent(kernel, key -> row(kernel, whole));
    Shape read = row.inputImage();
    int pixel = in.channels() * kernel.input().type().element().bytes();
    Band band =
        new Band(
            offset,
            read.height(),
            read.width() * pixel,
            window.padTop(),
            window.padLeft() * pixel,
            in.width() * pixel);
    return new Member(
        row,
        whole ? Optional.empty() : Optional.of(band),
        window.strideHeight(),
        in.height(),
        kernel.outputImage().height());
  }

  private static ConvolutionKernel row(ConvolutionKernel kernel, boolean whole) {
    Window window = kernel.window();
    Shape in = kernel.inputImage();
    Shape out = kernel.outputImage();
    int reach =
        (out.width() - 1) * window.strideWidth()
            + extent(window.kernelWidth(), window.dilationWidth());
    Shape read =
        Shape.of(
            extent(window.kernelHeight(), window.dilationHeight()),
            whole ? in.width() : Math.max(window.padLeft() + in.width(), reach),
            in.channels());
    return new ConvolutionKernel(
        new TensorType(read, kernel.input().type()),
        new TensorType(Shape.of(1, out.width(), out.channels()), kernel.output().type()),
        window.withPadding(0, 0, 0, 0),
        kernel.groups(),
        false,
        kernel.weights(),
        kernel.bias(),
        kernel.requantiser());
  }

  /**
   * How far the input must lie behind the output at least, so that every output row is written over
   * input rows that were read before.
   */
  private static int shift(List<Member> members) {
    Member last = members.get(members.size() - 1);
    Member first = members.get(0);
    int inputRow =
        first
            .band()
            .map(Band::imageBytes)
            .orElse(
                first.kernel().input().shape().width()
                    * first.kernel().input().shape().channels()
                    * first.kernel().input().type().element().bytes());
    int shift = 0;
    for (int row = 0; row < last.outputRows(); row++) {
      long written = (row + 1L) * last.outputRowBytes();
      shift = (int) Math.max(shift, written - (long) rowsRead(members, row) * inputRow);
    }
    return shift;
  }

  /** Rows of the chain's input that are read no more once an output row is being written. */
  private static int rowsRead(List<Member> members, int row) {
    int made = row + 1;
    for (int m = members.size() - 1; m >= 0; m--) {
      Member member = members.get(m);
      if (member.band().isEmpty()) {
        int done = members.size() == 1 ? made - 1 : made;
        return done == member.outputRows()
            ? member.inputRows()
            : Math.min(member.inputRows(), done * member.stride());
      }
      Band band = member.band().get();
      made =
          Math.min(member.inputRows(), (made - 1) * member.stride() - band.padTop() + band.rows());
    }
    return made;
  }

  private static int extent(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  private int aligned(int bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
