package lowrank.verify;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which function calls which, with the stack each one takes, as GCC writes it with {@code
 * -fcallgraph-info=su}.
 */
final class CallGraph {
  private static final Pattern NODE =
      Pattern.compile("node: \\{ title: \"([^\"]+)\" label: \"(.*)\".*");
  private static final Pattern EDGE =
      Pattern.compile("edge: \\{ sourcename: \"([^\"]+)\" targetname: \"([^\"]+)\".*");
  private static final Pattern FRAME = Pattern.compile("\\\\n(\\d+) bytes \\((\\w+)");
  private static final String INDIRECT = "__indirect_call";

  private final Map<String, Long> frames = new LinkedHashMap<>();
  private final Map<String, Set<String>> calls = new LinkedHashMap<>();

  /** Adds the functions of one object. */
  void read(List<String> lines) {
    for (String line : lines) {
      Matcher node = NODE.matcher(line);
      Matcher edge = EDGE.matcher(line);
      if (node.matches()) {
        Matcher frame = FRAME.matcher(node.group(2));
        if (frame.find()) {
          frames.put(node.group(1), Long.parseLong(frame.group(1)));
        }
      } else if (edge.matches()) {
        calls.computeIfAbsent(edge.group(1), name -> new LinkedHashSet<>()).add(edge.group(2));
      }
    }
  }

  /**
   * Stack of the deepest chain of calls from a function, its own frame included. A call through a
   * pointer may reach any function that nobody calls by name.
   *
   * @throws IllegalStateException if the function does not exist or functions call each other in a
   *     circle
   */
  long deepest(String function) {
    if (!frames.containsKey(function)) {
      throw new IllegalStateException("no function " + function + " in the call graph");
    }
    return deepest(function, new ArrayDeque<>());
  }

  private long deepest(String function, Deque<String> path) {
    if (path.contains(function)) {
      throw new IllegalStateException("recursion through " + function);
    }
    path.push(function);
    long below = 0;
    for (String callee : callees(function, path)) {
      below = Math.max(below, deepest(callee, path));
    }
    path.pop();
    return frames.getOrDefault(function, 0L) + below;
  }

  private Collection<String> callees(String function, Deque<String> path) {
    if (!function.equals(INDIRECT)) {
      return calls.getOrDefault(function, Set.of());
    }
    Set<String> reachable = new LinkedHashSet<>(frames.keySet());
    calls.values().forEach(reachable::removeAll);
    path.forEach(reachable::remove);
    return reachable;
  }
}
