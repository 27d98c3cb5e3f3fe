package lowrank.verify;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that a run wrote to, as painting it shows.
 *
 * @param arena end of the highest byte of the arena that was written, from its start
 * @param arenaBytes size of the arena
 * @param stack bytes of stack below the caller that a whole call wrote to; empty on a host
 */
public record TouchedMemory(long arena, long arenaBytes, Optional<Long> stack) {
  private static final Pattern LINE =
      Pattern.compile("memory: arena (\\d+) of (\\d+) touched(?:, stack (\\d+))?");

  /** Reads the harness's line; nothing if there is none. */
  static Optional<TouchedMemory> parse(List<String> lines) {
    return lines.stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(
            line ->
                new TouchedMemory(
                    Long.parseLong(line.group(1)),
                    Long.parseLong(line.group(2)),
                    Optional.ofNullable(line.group(3)).map(Long::valueOf)))
        .findFirst();
  }

  /** Bytes at the arena's end that nothing was written to: the plan asks for too much. */
  public long unused() {
    return arenaBytes - arena;
  }

  @Override
  public String toString() {
    return "arena "
        + (unused() == 0 ? "of " + arenaBytes : arena + " of " + arenaBytes)
        + " bytes touched"
        + stack.map(bytes -> ", stack " + bytes).orElse("");
  }
}
