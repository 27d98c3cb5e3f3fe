package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lowrank.kernel.ConcatenationKernel;

/**
 * Inputs joined block by block.
 *
 * @param blocks of each input, {@code loop} if more than one
 * @param length of an output block in elements
 */
public record ConcatenationModel(Head head, int blocks, boolean loop, int length, List<Part> parts)
    implements LayerModel {

  /**
   * One input.
   *
   * @param name of the parameter
   * @param bytes of a block
   * @param from C expression of the block's place in the input, {@code to} in the output
   */
  public record Part(String name, int bytes, String from, String to) {}

  static ConcatenationModel of(ConcatenationKernel kernel, LayerContext context) {
    boolean loop = kernel.blocks() > 1;
    int length = kernel.output().shape().elements() / kernel.blocks();
    List<Part> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < kernel.inputs().size(); i++) {
      int part = kernel.blockLength(i);
      parts.add(
          new Part(
              "input" + i,
              part * kernel.output().type().element().bytes(),
              CText.place("input" + i, loop ? CText.times("block", part) : "0"),
              CText.place(
                  "output",
                  loop
                      ? CText.times("block", length) + CText.plus(start)
                      : String.valueOf(start))));
      start += part;
    }
    return new ConcatenationModel(
        context.head("concatenation on axis " + kernel.axis()),
        kernel.blocks(),
        loop,
        length,
        parts);
  }

  @Override
  public String template() {
    return "Concatenation.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }
}
