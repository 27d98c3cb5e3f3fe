package lowrank.emit.c;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Window;

/**
 * A convolution of every input channel alone. The weights stay in their own order, the window of
 * one channel after the other, so that one pointer with small offsets reads them.
 *
 * @param inputs channels
 * @param multiplier output channels of each input channel, {@code several} if more than one
 * @param inputChannel name of the variable that counts them
 * @param rows sums written out, one for each kernel row with its own pointer, or a single one for
 *     the loop over rows
 * @param rowLoop whether rows are looped over
 * @param columnLoop whether columns are, too
 */
public record DepthwiseModel(
    Head head,
    GridModel grid,
    int inputs,
    int multiplier,
    boolean several,
    String inputChannel,
    List<Row> rows,
    boolean rowLoop,
    int rowCount,
    boolean columnLoop,
    int columnCount,
    String columnPosition,
    int taps,
    RequantiseModel requantise,
    List<ConstantModel> constants)
    implements LayerModel {

  /**
   * One kernel row of one channel.
   *
   * @param pointer name of the pointer to its first value
   * @param position where it points in the input
   * @param sum C expression of its products
   */
  public record Row(String pointer, String position, String sum) {}

  static DepthwiseModel of(ConvolutionKernel kernel, LayerContext context) {
    ConvolutionTables tables = ConvolutionTables.of(kernel, context);
    GridModel grid = GridModel.of(kernel, true);
    Window window = kernel.window();
    int limit = context.unroll().taps();
    boolean rowLoop = window.taps() > limit && window.kernelHeight() > 1;
    boolean columnLoop = window.kernelWidth() > limit;
    int multiplier = kernel.outputImage().channels() / kernel.groups();
    String counter = multiplier > 1 ? "group" : "channel";
    return new DepthwiseModel(
        context.head(
            CText.format(
                "%dx%d depthwise convolution%s",
                window.kernelHeight(), window.kernelWidth(), LayerContext.describe(window))),
        grid,
        kernel.groups(),
        multiplier,
        multiplier > 1,
        counter,
        rows(window, grid, counter, rowLoop),
        rowLoop,
        window.kernelHeight(),
        columnLoop,
        window.kernelWidth(),
        BlockModel.step("k", grid.columnStep()),
        window.taps(),
        tables.requantise(),
        tables.constants(kernel.weights().toArray(), "Order: channel, kernel row, kernel column."));
  }

  private static List<Row> rows(Window window, GridModel grid, String counter, boolean rowLoop) {
    if (rowLoop) {
      String position = BlockModel.step("y", grid.rowStep()) + " + " + counter;
      return List.of(new Row("x", position, sum("x", 0, window.kernelWidth(), grid.columnStep())));
    }
    return IntStream.range(0, window.kernelHeight())
        .mapToObj(
            row -> {
              String pointer = window.kernelHeight() == 1 ? "x" : "x" + row;
              String step = BlockModel.step(String.valueOf(row), grid.rowStep());
              int first = row * window.kernelWidth();
              return new Row(
                  pointer,
                  step.isEmpty() ? counter : step + " + " + counter,
                  sum(pointer, first, window.kernelWidth(), grid.columnStep()));
            })
        .toList();
  }

  private static String sum(String pointer, int firstWeight, int columns, String columnStep) {
    StringBuilder sum = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      String step = BlockModel.step(String.valueOf(column), columnStep);
      sum.append(column == 0 ? "" : " + ")
          .append(pointer + "[" + (step.isEmpty() ? "0" : step) + "]")
          .append(" * w[" + (firstWeight + column) + "]");
    }
    return sum.toString();
  }

  @Override
  public String template() {
    return "Depthwise.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return requantise.helpers();
  }

  @Override
  public boolean usesScratch() {
    return grid.border();
  }
}
