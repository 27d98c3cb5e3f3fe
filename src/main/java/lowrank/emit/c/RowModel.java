package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import lowrank.kernel.TensorType;
import lowrank.program.FixedLayer;
import lowrank.program.FusedChain;
import lowrank.program.FusedChain.Band;
import lowrank.program.FusedChain.Member;
import lowrank.program.Program;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;

/**
 * The function that makes one output row of a layer inside a chain, and behind the chain's last
 * layer the one that makes them all.
 *
 * @param f the layer's function
 * @param source C type of the chain's input
 * @param output C type of the layer's output
 * @param inputStep elements of the chain's input from an output row to the next, if its rows are
 *     read where they lie
 * @param band where the rows of the window lie; null if they lie in the chain's input
 * @param previous function that makes one of these rows; empty if it is copied
 * @param scratch C expression of working memory as the layer's last argument, or nothing
 * @param usesWork whether the chain's memory is used at all
 * @param whole the loop over all output rows; null but for the last layer
 */
public record RowModel(
    String f,
    String source,
    String output,
    int inputStep,
    BandModel band,
    String previous,
    String scratch,
    boolean usesWork,
    WholeModel whole) {

  /**
   * Rows of a window.
   *
   * @param offset bytes from the start of the chain's memory
   * @param cast before a pointer to elements; empty for bytes
   * @param from C expression of the image row to be made
   * @param place C expression of where its first pixel goes
   * @param source C expression of its first byte in the chain's input
   * @param padded whether some bytes are padding
   * @param single whether it is one row, made anew each time
   * @param kept rows that the next window shares
   * @param top C expression of the image row of the window's first
   * @param below whether the last windows reach below the image of {@code height} rows
   * @param imageRow bytes of an image row
   */
  public record BandModel(
      int offset,
      String cast,
      int zeroPoint,
      int bytes,
      int rows,
      int rowBytes,
      int padTop,
      String from,
      String place,
      String source,
      boolean padded,
      boolean single,
      int kept,
      int keptBytes,
      int slideBytes,
      String top,
      boolean below,
      int height,
      int imageRow) {}

  /**
   * The loop over a chain's output rows.
   *
   * @param step elements from one to the next
   */
  public record WholeModel(List<String> comment, int rows, int step) {}

  static RowModel of(Program program, FusedChain chain, int index, LayerModel layer) {
    Member member = chain.members().get(index);
    TensorType source = chain.members().get(0).kernel().input();
    TensorType output = member.kernel().output();
    boolean last = index == chain.members().size() - 1;
    String scratch = layer.usesScratch() ? ", " + scratch(chain, source(member)) : "";
    return new RowModel(
        layer.head().function(),
        CText.type(source.type().element()),
        CText.type(output.type().element()),
        member.stride() * source.shape().width() * source.shape().channels(),
        member.band().map(band -> band(member, band)).orElse(null),
        index == 0 ? "" : function(program, chain.first() + index - 1),
        scratch,
        member.band().isPresent() || !scratch.isEmpty(),
        last ? whole(program, chain, member) : null);
  }

  private static TensorType source(Member member) {
    return member.kernel().input();
  }

  private static String scratch(FusedChain chain, TensorType type) {
    return cast(type) + "&work[" + chain.scratch() + "]";
  }

  private static String cast(TensorType type) {
    return type.type().element() == ElementType.INT8 ? "" : "(void *)";
  }

  /** Name of the function that makes one row of a step's output. */
  static String function(Program program, int step) {
    return program.identifier() + "_" + program.steps().get(step).identifier() + "_row";
  }

  private static BandModel band(Member member, Band band) {
    int kept = band.rows() - member.stride();
    boolean below =
        (member.outputRows() - 1) * member.stride() - band.padTop() + band.rows()
            > member.inputRows();
    boolean single = band.rows() == 1;
    boolean sides = band.imageBytes() < band.rowBytes();
    return new BandModel(
        band.offset(),
        cast(member.kernel().input()),
        member.kernel().input().type().zeroPoint(),
        band.bytes(),
        band.rows(),
        band.rowBytes(),
        band.padTop(),
        single ? "y" : "top + row",
        single
            ? CText.place("band", band.padLeft() == 0 ? "" : String.valueOf(band.padLeft()))
            : CText.format("&band[row * %d%s]", band.rowBytes(), CText.plus(band.padLeft())),
        single ? CText.times("y", band.imageBytes()) : "(top + row) * " + band.imageBytes(),
        sides || band.padTop() > 0,
        single,
        kept,
        kept * band.rowBytes(),
        member.stride() * band.rowBytes(),
        CText.times("y", member.stride()) + CText.plus(-band.padTop()),
        below,
        member.inputRows(),
        band.imageBytes());
  }

  private static WholeModel whole(Program program, FusedChain chain, Member member) {
    Shape row = member.kernel().output().shape();
    List<String> comment = new ArrayList<>();
    List<FixedLayer> layers = program.network().layers().subList(chain.first(), chain.last() + 1);
    comment.add(
        layers.size() == 1
            ? CText.format("Layer %d, row by row.", chain.first())
            : CText.format(
                "Layers %d to %d together, row by row: %s.",
                chain.first(),
                chain.last(),
                String.join(", ", layers.stream().map(FixedLayer::name).toList())));
    long planes =
        layers.stream()
            .limit(layers.size() - 1L)
            .mapToLong(layer -> layer.kernel().output().bytes())
            .sum();
    comment.add(
        CText.format("Rows of windows take %d bytes", chain.scratch())
            + (layers.size() == 1
                ? "."
                : CText.format("; the values between the layers would take %d.", planes)));
    if (chain.inPlace()) {
      comment.add(
          CText.format(
              "The output begins %d bytes before the input, over rows that were read.",
              chain.shift()));
    }
    return new WholeModel(CText.wrap(comment), member.outputRows(), row.width() * row.channels());
  }
}
