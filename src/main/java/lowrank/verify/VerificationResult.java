package lowrank.verify;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a verification found.
 *
 * @param inputs that every implementation was run on
 * @param tensors compared for each input: one per layer, and the output of a whole call
 * @param runs in the order of the implementations
 * @param skipped optional implementations that are not installed
 * @param unfit emulated cores whose memory does not hold the model
 * @param multiplies formula against count, one entry per layer
 */
public record VerificationResult(
    int inputs,
    int tensors,
    List<Run> runs,
    List<String> skipped,
    List<Unfit> unfit,
    List<MultiplyCount> multiplies) {
  /** Copies the lists. */
  public VerificationResult {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
    unfit = List.copyOf(unfit);
    multiplies = List.copyOf(multiplies);
  }

  /**
   * One implementation against the interpreter.
   *
   * @param bytes compared
   * @param mismatches elements that differ
   * @param first the first of them, in the order of inputs and layers
   * @param failure one line, if the sources did not build or did not run to their end
   * @param memory that was written to; nothing where that cannot be told
   */
  public record Run(
      String where,
      long bytes,
      long mismatches,
      Optional<Mismatch> first,
      Optional<String> failure,
      Optional<TouchedMemory> memory) {
    /** The same run with the memory that it wrote to. */
    Run withMemory(Optional<TouchedMemory> touched) {
      return new Run(where, bytes, mismatches, first, failure, touched);
    }

    /** Whether everything was compared and nothing differs. */
    public boolean exact() {
      return mismatches == 0 && failure.isEmpty();
    }

    @Override
    public String toString() {
      if (exact()) {
        return where
            + ": bit-exact, "
            + bytes
            + " bytes"
            + memory.map(touched -> "; " + touched).orElse("");
      }
      String differs = first.map(f -> f + " (" + mismatches + " elements differ)").orElse("");
      String between = first.isPresent() && failure.isPresent() ? "; " : "";
      return where + ": " + differs + between + failure.orElse("");
    }
  }

  /**
   * A core that the model was not run on.
   *
   * @param needs the memory that is needed, and the memory that there is
   */
  public record Unfit(String where, String needs) {
    @Override
    public String toString() {
      return where + ": does not fit: " + needs + "; not run";
    }
  }

  /**
   * The first element that differs.
   *
   * @param input 0-based
   * @param element 0-based, in the tensor's row-major order
   */
  public record Mismatch(int input, String layer, int element, int expected, int actual) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "input %d, layer %s, element %d: expected %d, got %d",
          input,
          layer,
          element,
          expected,
          actual);
    }
  }

  /**
   * Multiplies of one layer.
   *
   * @param formula from the kernel's shapes
   * @param counted by the interpreter while it ran
   */
  public record MultiplyCount(String layer, long formula, long counted) {
    /** Whether both are equal. */
    public boolean equal() {
      return formula == counted;
    }
  }

  /** Whether every implementation agrees to the bit and the multiplies are as by formula. */
  public boolean passed() {
    return bitExact() && multipliesEqual();
  }

  /** Whether every implementation computed every tensor as the interpreter did. */
  public boolean bitExact() {
    return !runs.isEmpty() && runs.stream().allMatch(Run::exact);
  }

  /** Whether every layer executed as many multiplies as its formula says. */
  public boolean multipliesEqual() {
    return multiplies.stream().allMatch(MultiplyCount::equal);
  }

  /** Bytes compared by all runs. */
  public long bytes() {
    return runs.stream().mapToLong(Run::bytes).sum();
  }

  /** Elements that differ in all runs. */
  public long mismatches() {
    return runs.stream().mapToLong(Run::mismatches).sum();
  }

  /** Where the model was run. */
  public List<String> where() {
    return runs.stream().map(Run::where).toList();
  }

  /** One line: that all is bit-exact, or the first thing that is not. */
  public String summary() {
    Optional<Run> broken = runs.stream().filter(run -> !run.exact()).findFirst();
    if (broken.isPresent()) {
      return "NOT bit-exact: " + broken.get();
    }
    Optional<MultiplyCount> wrong = multiplies.stream().filter(m -> !m.equal()).findFirst();
    if (wrong.isPresent()) {
      return String.format(
          Locale.ROOT,
          "multiplies of layer %s: %d counted, %d by formula",
          wrong.get().layer(),
          wrong.get().counted(),
          wrong.get().formula());
    }
    return String.format(
        Locale.ROOT,
        "bit-exact: %d inputs, %d tensors each, %d bytes, on %s%s",
        inputs,
        tensors,
        bytes(),
        String.join(", ", where()),
        notRun());
  }

  private String notRun() {
    Stream<String> names = Stream.concat(skipped.stream(), unfit.stream().map(Unfit::where));
    String text = names.collect(Collectors.joining(", "));
    return text.isEmpty() ? "" : " (not run: " + text + ")";
  }
}
