package lowrank.emit.c;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.target.Target;

/**
 * The sums of one block of output channels, or of a row of equal blocks in a loop.
 *
 * @param sums number of accumulators
 * @param indices C expressions of their output channels
 * @param loop whether there are several blocks
 * @param start first channel of the loop, and {@code end} the one behind the last
 * @param pointers to the rows, if all of the window is written out; else empty
 * @param rowLoop whether rows are looped over, and {@code runLoop} the runs of a row
 * @param position of a run in the window: C expression of {@code y} and {@code k}
 * @param chunkLoop whether a run is looped over
 * @param chunkValues input values of one turn, {@code chunkEnd} the values of all turns
 * @param chunk products of one turn, or of the whole run, or window
 * @param chunkWeights weights of one turn; 0 if the pointer need not move
 * @param rest products behind the loop, and {@code restWeights} their weights
 */
public record BlockModel(
    List<Integer> sums,
    List<String> indices,
    boolean loop,
    String start,
    String end,
    int width,
    List<Pointer> pointers,
    boolean rowLoop,
    int rows,
    boolean runLoop,
    int runs,
    String position,
    boolean chunkLoop,
    int chunkValues,
    int chunkEnd,
    List<List<Product>> chunk,
    int chunkWeights,
    List<List<Product>> rest,
    int restWeights) {

  /** A pointer variable and where in the input it points. */
  public record Pointer(String name, String position) {}

  /** {@code s<sum> += <value> * w[<weight>];}. */
  public record Product(int sum, String value, int weight) {}

  private static final int PRODUCTS_IN_LINE = 4;

  static BlockModel of(
      PixelModel.WindowShape window,
      Target.Unroll unroll,
      PixelModel.Channels channels,
      boolean last) {
    boolean whole = window.runs() == 1 && window.rows() * window.length() <= unroll.taps();
    int chunks = (window.length() + unroll.taps() - 1) / unroll.taps();
    boolean divides = window.length() % chunks == 0;
    boolean once = window.length() < 2 * unroll.taps() && !divides;
    int chunk = once ? window.length() : divides ? window.length() / chunks : unroll.taps();
    int turns = window.length() / chunk;
    int rest = window.length() % chunk;
    boolean looped = turns > 1;
    boolean outerLoop = (window.rows() > 1 && !whole) || window.runs() > 1;
    boolean atEnd = last && channels.count() == 1 && !outerLoop;
    int width = channels.width();
    int values = whole ? window.rows() * window.length() : chunk;
    return new BlockModel(
        IntStream.range(0, width).boxed().toList(),
        IntStream.range(0, width).mapToObj(channels::index).toList(),
        channels.count() > 1,
        channels.grouped() ? "first" + CText.plus(channels.first()) : "" + channels.first(),
        channels.grouped() ? "first" + CText.plus(channels.end()) : "" + channels.end(),
        width,
        whole ? pointers(window) : List.of(),
        !whole && window.rows() > 1,
        window.rows(),
        window.runs() > 1,
        window.runs(),
        position(window),
        looped,
        chunk,
        chunk * turns,
        whole ? windowProducts(window, width) : products(chunk, width),
        atEnd && !looped ? 0 : values * width,
        products(rest, width),
        atEnd ? 0 : rest * width);
  }

  private static List<Pointer> pointers(PixelModel.WindowShape window) {
    List<Pointer> pointers = new ArrayList<>();
    for (int row = 0; row < window.rows(); row++) {
      String name = window.rows() == 1 ? "x" : "x" + row;
      pointers.add(new Pointer(name, step(String.valueOf(row), window.rowStep())));
    }
    return pointers;
  }

  private static String position(PixelModel.WindowShape window) {
    List<String> terms = new ArrayList<>();
    if (window.rows() > 1) {
      terms.add(step("y", window.rowStep()));
    }
    if (window.runs() > 1) {
      terms.add(step("k", window.runStep()));
    }
    return String.join(" + ", terms);
  }

  /** {@code count * step}, computed if both are numbers; empty if it is 0. */
  static String step(String count, String step) {
    boolean numbers = isNumber(count) && isNumber(step);
    if (count.equals("0")) {
      return "";
    }
    if (numbers) {
      return String.valueOf(Math.multiplyExact(Integer.parseInt(count), Integer.parseInt(step)));
    }
    return count.equals("1") ? step : step.equals("1") ? count : count + " * " + step;
  }

  private static boolean isNumber(String text) {
    return Character.isDigit(text.charAt(0));
  }

  private static List<List<Product>> windowProducts(PixelModel.WindowShape window, int width) {
    List<List<Product>> lines = new ArrayList<>();
    for (int row = 0; row < window.rows(); row++) {
      String pointer = window.rows() == 1 ? "x" : "x" + row;
      for (int i = 0; i < window.length(); i++) {
        addTap(lines, pointer + "[" + i + "]", (row * window.length() + i) * width, width);
      }
    }
    return lines;
  }

  private static List<List<Product>> products(int values, int width) {
    List<List<Product>> lines = new ArrayList<>();
    for (int i = 0; i < values; i++) {
      addTap(lines, "x[" + i + "]", i * width, width);
    }
    return lines;
  }

  /** The products of one input value with a weight of each channel, a few in a line. */
  private static void addTap(List<List<Product>> lines, String value, int weight, int width) {
    List<Product> line = new ArrayList<>();
    for (int sum = 0; sum < width; sum++) {
      line.add(new Product(sum, value, weight + sum));
      if (line.size() == PRODUCTS_IN_LINE || sum == width - 1) {
        lines.add(List.copyOf(line));
        line.clear();
      }
    }
  }
}
