package lowrank.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** Checks a descriptor's values, each alone and against each other. */
final class TargetChecks {
  /** The features that kernels and cost figures ask for. */
  private static final List<String> FEATURES =
      List.of("dsp", "mve", "hardware-divide", "long-multiply", "unaligned-access");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern BANK = Pattern.compile("[a-z][a-z0-9_]{0,23}");
  private static final int LARGEST_ALIGNMENT = 64;

  private final String file;

  /**
   * Checks for one descriptor.
   *
   * @param file its name, for messages
   */
  TargetChecks(String file) {
    this.file = file;
  }

  /**
   * Checks all values.
   *
   * @throws CompileException for the first that is wrong
   */
  void check(Target target) {
    require(
        target.name() != null && NAME.matcher(target.name()).matches(),
        "name: use letters, digits, . _ and -");
    features(target.features());
    positive("flash", target.flash().bytes());
    positive("ram", target.ram().bytes());
    positive("simd-channels", target.simdChannels());
    positive("unroll.output-channels", target.unroll().outputChannels());
    positive("unroll.taps", target.unroll().taps());
    require(
        target.multiplyCost() > 0 && Double.isFinite(target.multiplyCost()),
        "multiply-cost must be above 0");
    int alignment = target.alignment();
    require(
        alignment >= 1 && alignment <= LARGEST_ALIGNMENT && Integer.bitCount(alignment) == 1,
        "alignment " + alignment + " must be a power of two up to " + LARGEST_ALIGNMENT);
    require(!target.compiler().command().isBlank(), "compiler.command is empty");
    if (target.banks() != null) {
      banks(target);
    }
  }

  private void features(List<String> features) {
    Set<String> seen = new HashSet<>();
    for (String feature : features) {
      require(
          FEATURES.contains(feature),
          "feature " + feature + " is unknown; the features are " + String.join(", ", FEATURES));
      require(seen.add(feature), "feature " + feature + " is there twice");
    }
  }

  private void banks(Target target) {
    List<String> parts = new ArrayList<>();
    long sum = 0;
    for (Target.Bank bank : target.banks().list()) {
      require(
          BANK.matcher(bank.name()).matches(),
          "bank " + bank.name() + ": use lower case letters, digits and _, a letter first");
      positive("banks." + bank.name(), bank.size().bytes());
      sum += bank.size().bytes();
      parts.add(bank.size().toString());
    }
    require(!parts.isEmpty(), "banks is empty; take it out, or name banks with their sizes");
    require(
        sum == target.ram().bytes(),
        "ram is "
            + target.ram()
            + ", the banks are "
            + String.join(" + ", parts)
            + " = "
            + new MemorySize(sum)
            + "; write ram: "
            + new MemorySize(sum));
  }

  private void positive(String key, long value) {
    require(value > 0, key + " must be above 0");
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      throw new CompileException(Fault.BAD_TARGET, file, what);
    }
  }
}
