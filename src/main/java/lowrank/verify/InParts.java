package lowrank.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.verify.trace.Histogram;

/**
 * The layers whose output came in parts: those inside a chain, all but its last. Running one of
 * them, or the last, runs those of the chain before it, too.
 *
 * @param layers by their numbers
 */
record InParts(Set<Integer> layers) {
  private static final Pattern LINE = Pattern.compile("parts: layer (\\d+)");

  /** Reads what the harness printed. */
  static InParts parse(List<String> lines) {
    Set<Integer> layers = new TreeSet<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        layers.add(Integer.parseInt(matcher.group(1)));
      }
    }
    return new InParts(layers);
  }

  /** The same with each layer's figures less those of the layers that it ran before itself. */
  ExecutionProfile apart(ExecutionProfile profile) {
    List<Long> counts = new ArrayList<>(profile.counts().layers());
    List<Histogram> histograms = new ArrayList<>(profile.layers());
    for (int before : layers) {
      long counted = profile.counts().layers().get(before);
      counts.set(before + 1, counts.get(before + 1) - counted);
      if (!histograms.isEmpty()) {
        histograms.set(before + 1, histograms.get(before + 1).minus(profile.layers().get(before)));
      }
    }
    return new ExecutionProfile(
        new InstructionCounts(profile.counts().where(), counts, profile.counts().invoke()),
        profile.memory(),
        profile.published(),
        histograms,
        profile.invoke());
  }
}
