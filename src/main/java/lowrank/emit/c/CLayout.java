package lowrank.emit.c;

import java.util.List;

/**
 * Lays out C whose braces stand alone on their lines: four spaces for each open brace, long lines
 * broken after a comma or before an operator and continued four spaces further in, at most one
 * empty line in a row, none after an opening brace, no trailing spaces. So the templates need not
 * care about columns.
 */
public final class CLayout {
  private static final int INDENT = 4;
  private static final List<String> BREAKS = List.of(", ", "; ", " && ", " + ", " ? ", " : ");

  private final StringBuilder result = new StringBuilder();
  private int depth;
  private boolean inComment;
  private boolean emptyLineDue;
  private boolean atBlockStart = true;

  private CLayout() {}

  /** The same C with its lines laid out. */
  public static String format(String text) {
    CLayout layout = new CLayout();
    text.lines().forEach(layout::line);
    return layout.result.toString();
  }

  private void line(String raw) {
    String line = raw.strip();
    if (line.isEmpty()) {
      emptyLineDue = !atBlockStart;
      return;
    }
    if (line.startsWith("}")) {
      depth = Math.max(0, depth - 1);
      emptyLineDue = false;
    }
    if (emptyLineDue) {
      result.append('\n');
      emptyLineDue = false;
    }
    append(line, columns(line));
    atBlockStart = line.equals("{");
    if (atBlockStart) {
      depth++;
    }
    inComment = inComment ? !line.endsWith("*/") : line.startsWith("/*") && !line.endsWith("*/");
  }

  private int columns(String line) {
    if (line.startsWith("#")) {
      return 0;
    }
    boolean label = line.startsWith("case ") || line.startsWith("default:");
    return INDENT * Math.max(0, label ? depth - 1 : depth) + (inComment ? 1 : 0);
  }

  private void append(String line, int column) {
    boolean breakable = !inComment && !line.startsWith("#") && !line.startsWith("/*");
    String rest = line;
    int indent = column;
    do {
      int room = CText.WIDTH - indent;
      int end = breakable && rest.length() > room ? breakBefore(rest, room) : rest.length();
      result.append(" ".repeat(indent)).append(rest.substring(0, end).stripTrailing()).append('\n');
      rest = rest.substring(end).strip();
      indent = column + INDENT;
    } while (!rest.isEmpty());
  }

  /** Where the last part that fits ends: behind a comma or semicolon, else before an operator. */
  private static int breakBefore(String line, int room) {
    int best = 0;
    for (String mark : BREAKS) {
      int at = line.lastIndexOf(mark, room - 2);
      int end = mark.startsWith(" ") ? at : at + 1;
      if (at > 0 && end <= room && best == 0) {
        best = end;
      }
    }
    return best == 0 ? line.length() : best;
  }
}
