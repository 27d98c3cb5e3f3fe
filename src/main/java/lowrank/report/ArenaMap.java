package lowrank.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lowrank.program.Buffer;
import lowrank.program.Program;
import lowrank.program.Step;

/**
 * The arena as a picture: steps from left to right, bytes from the top down, a box for every
 * buffer. A column marks the step that needs most, a line the arena's end. Boxes that lie over each
 * other are outputs that replace their inputs while these are read. Of several banks of RAM the
 * arenas lie one below the other.
 */
public final class ArenaMap {
  /** The picture's file name in a generated folder. */
  public static final String FILE = "arena.svg";

  private static final int LEFT = 70;
  private static final int TOP = 34;
  private static final int HEIGHT = 420;
  private static final int BELOW = 24;
  private static final int STEP_WIDTH = 64;
  private static final int LETTER = 6;
  private static final int LEGIBLE = 9;
  private static final List<String> COLOURS =
      List.of("#4c78a8", "#f58518", "#54a24b", "#b79a20", "#72b7b2", "#9d755d", "#e45756");
  private static final String SCRATCH = "#bab0ac";

  private final Program program;
  private final int bytes;
  private final StringBuilder text = new StringBuilder();

  private ArenaMap(Program program) {
    this.program = program;
    this.bytes = Math.max(1, program.arenaBytes());
  }

  /** The picture as an SVG element of its own, fit for a file and for HTML. */
  public static String svg(Program program) {
    return new ArenaMap(program).draw();
  }

  private String draw() {
    int width = LEFT + columns() * STEP_WIDTH + 10;
    int height = TOP + HEIGHT + BELOW;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"10\">",
        width, height, width, height);
    line(
        "<title>%s: arena of %d bytes</title>", escape(program.identifier()), program.arenaBytes());
    line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    peak();
    axes();
    banks();
    boxes();
    line("</svg>");
    return text.toString();
  }

  /** One for the input that waits, one for each step, one for the output that stays. */
  private int columns() {
    return program.steps().size() + 2;
  }

  private int x(int step) {
    return LEFT + (step + 1) * STEP_WIDTH;
  }

  private double y(int offset) {
    return TOP + (double) offset * HEIGHT / bytes;
  }

  /** Of several arenas each lies below the one before. */
  private int start(Buffer buffer) {
    return base(buffer.bank()) + buffer.offset();
  }

  private int base(int arena) {
    return program.arenas().subList(0, arena).stream().mapToInt(Program.Arena::bytes).sum();
  }

  private void banks() {
    for (int arena = 0; arena < program.arenas().size() && program.arenas().size() > 1; arena++) {
      line(
          "<text x=\"4\" y=\"%.1f\" fill=\"#c0392b\">%s</text>",
          y(base(arena)) + 14, escape(program.arenas().get(arena).bank()));
      line(
          "<line x1=\"4\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#c0392b\"/>",
          y(base(arena)), LEFT + columns() * STEP_WIDTH, y(base(arena)));
    }
  }

  private void peak() {
    int most = -1;
    int worst = 0;
    for (int step = 0; step < program.steps().size(); step++) {
      int top = 0;
      for (Buffer buffer : names().keySet()) {
        top = alive(buffer, step) ? Math.max(top, start(buffer) + buffer.bytes()) : top;
      }
      if (top > most) {
        most = top;
        worst = step;
      }
    }
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#fff3c4\"/>",
        x(worst), TOP, STEP_WIDTH, HEIGHT);
    line(
        "<text x=\"%d\" y=\"12\" fill=\"#c0392b\">peak: %d bytes, first at step %d, %s</text>",
        LEFT, program.arenaBytes(), worst, escape(program.steps().get(worst).layer().name()));
  }

  private static boolean alive(Buffer buffer, int step) {
    return buffer.first() <= step && step <= buffer.last();
  }

  private void axes() {
    for (int step = -1; step <= program.steps().size(); step++) {
      String label =
          step < 0 ? "input" : step == program.steps().size() ? "output" : String.valueOf(step);
      line(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555555\">%s</text>",
          x(step) + STEP_WIDTH / 2, TOP - 6, label);
    }
    for (int quarter = 0; quarter <= 4; quarter++) {
      int offset = (int) ((long) program.arenaBytes() * quarter / 4);
      line(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555555\">%d</text>",
          LEFT - 6, y(offset) + 4, offset);
      line(
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\"/>",
          LEFT,
          y(offset),
          LEFT + columns() * STEP_WIDTH,
          y(offset),
          quarter == 4 ? "#c0392b" : "#dddddd");
    }
  }

  private void boxes() {
    int colour = 0;
    for (Map.Entry<Buffer, Box> entry : names().entrySet()) {
      Buffer buffer = entry.getKey();
      Box box = entry.getValue();
      String name = String.join(" = ", box.names());
      int width = (buffer.last() - buffer.first() + 1) * STEP_WIDTH - 4;
      double height = Math.max(1, y(buffer.bytes()) - y(0));
      line("<g><title>%s: %s</title>", escape(name), place(buffer));
      line(
          "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" rx=\"2\" fill=\"%s\""
              + " fill-opacity=\"0.55\" stroke=\"#333333\" stroke-width=\"0.6\"/>",
          x(buffer.first()) + 2,
          y(start(buffer)),
          width,
          height,
          box.scratch() ? SCRATCH : COLOURS.get(colour % COLOURS.size()));
      if (height >= LEGIBLE) {
        line(
            "<text x=\"%d\" y=\"%.1f\">%s</text>",
            x(buffer.first()) + 5,
            y(start(buffer)) + Math.min(height / 2 + 4, 11),
            escape(shortened(name, width / LETTER)));
      }
      line("</g>");
      colour += box.scratch() ? 0 : 1;
    }
  }

  private static String place(Buffer buffer) {
    return String.format(
        Locale.ROOT,
        "%d bytes from %d, steps %d to %d",
        buffer.bytes(),
        buffer.offset(),
        buffer.first(),
        buffer.last());
  }

  private static String shortened(String name, int letters) {
    return name.length() <= letters ? name : name.substring(0, Math.max(1, letters - 1)) + "…";
  }

  /** What lies in a buffer, one value after the other. */
  private record Box(Set<String> names, boolean scratch) {}

  private Map<Buffer, Box> names() {
    Map<Buffer, Box> names = new LinkedHashMap<>();
    add(names, program.input(), program.network().input(), false);
    for (Step step : program.steps()) {
      add(names, step.output(), step.layer().name(), false);
      step.scratch()
          .ifPresent(buffer -> add(names, buffer, step.layer().name() + ", working memory", true));
    }
    return names;
  }

  private void add(Map<Buffer, Box> names, Buffer buffer, String name, boolean scratch) {
    names.computeIfAbsent(buffer, b -> new Box(new LinkedHashSet<>(), scratch)).names().add(name);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** A name from a model as XML text: characters that XML does not have become question marks. */
  private static String escape(String name) {
    List<String> parts = new ArrayList<>();
    name.codePoints().forEach(point -> parts.add(escape(point)));
    return String.join("", parts);
  }

  private static String escape(int point) {
    return switch (point) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> valid(point) ? Character.toString(point) : "?";
    };
  }

  private static boolean valid(int point) {
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return point >= ' ' && point != 0x7f && !surrogate && (point & 0xfffe) != 0xfffe;
  }
}
