package lowrank.pipeline;

import java.util.List;
import lowrank.verify.ExecutionProfile;
import lowrank.verify.trace.Histogram;

/**
 * The multiplies of a model.
 *
 * @param multiplies per inference by formula, padding counted
 * @param counted by the interpreter while it ran once; equal to {@code multiplies}
 * @param original multiplies of the imported model
 * @param layers with weights, in network order
 * @param targets what each target makes of it
 */
public record Counts(
    String model,
    long original,
    long multiplies,
    long counted,
    long parameters,
    List<LayerCount> layers,
    List<TargetCount> targets) {
  /** Copies the lists. */
  public Counts {
    layers = List.copyOf(layers);
    targets = List.copyOf(targets);
  }

  /** The same with figures for targets. */
  public Counts withTargets(List<TargetCount> replacement) {
    return new Counts(model, original, multiplies, counted, parameters, layers, replacement);
  }

  /**
   * A source layer next to what replaced it.
   *
   * @param breakEven largest ranks, in equal shares of their limits, at which {@code
   *     breakEvenMethod} still multiplies less than the source layer; empty if there are none
   */
  public record LayerCount(
      String name,
      String shape,
      long original,
      long bytesOriginal,
      String method,
      List<Integer> ranks,
      List<FactorCount> factors,
      String breakEvenMethod,
      List<Integer> breakEven) {
    /** Copies the lists. */
    public LayerCount {
      ranks = List.copyOf(ranks);
      factors = List.copyOf(factors);
      breakEven = List.copyOf(breakEven);
    }

    /** Multiplies of all factors by formula. */
    public long multiplies() {
      return factors.stream().mapToLong(FactorCount::multiplies).sum();
    }

    /** Bytes of all factors. */
    public long bytes() {
      return factors.stream().mapToLong(FactorCount::bytes).sum();
    }
  }

  /**
   * One factor, or the layer itself if it was not decomposed.
   *
   * @param multiplies by formula
   * @param counted by the interpreter
   * @param bytes of its tables
   */
  public record FactorCount(
      String name, String shape, long multiplies, String formula, long counted, long bytes) {}

  /**
   * The model on one target.
   *
   * @param issued multiplies with channel counts rounded up to the target's SIMD granularity
   * @param issuedOriginal the same of the imported model's layers
   * @param cycles estimated for scalar code: issued times the target's cost of one
   * @param weightBytes in flash, and {@code flash} the target's size
   * @param arenaBytes in RAM, and {@code ram} the target's size
   * @param breakEven as of the layers, at the target's granularity, in the layers' order
   * @param instructions executed on the emulated core for one inference; null if not measured
   * @param executed the same by class, with the multiplies truly executed; null if not measured or
   *     nothing is known of the core's instructions
   * @param cyclesPublished whether the cycles in {@code executed} follow the core's documentation;
   *     else they are an assumption
   * @param layerInstructions the same for every layer of the network; empty if not measured
   */
  public record TargetCount(
      String target,
      int simdChannels,
      long issuedOriginal,
      long issued,
      long cycles,
      long weightBytes,
      long flash,
      long arenaBytes,
      long ram,
      List<List<Integer>> breakEven,
      Long instructions,
      Histogram executed,
      boolean cyclesPublished,
      List<LayerInstructions> layerInstructions) {
    /** Copies the lists. */
    public TargetCount {
      breakEven = List.copyOf(breakEven);
      layerInstructions = List.copyOf(layerInstructions);
    }

    /** The same with what the emulated core executed. */
    TargetCount withInstructions(ExecutionProfile profile, List<LayerInstructions> each) {
      return new TargetCount(
          target,
          simdChannels,
          issuedOriginal,
          issued,
          cycles,
          weightBytes,
          flash,
          arenaBytes,
          ram,
          breakEven,
          profile.counts().invoke(),
          profile.invoke().orElse(null),
          profile.published(),
          each);
    }
  }

  /**
   * Instructions that one layer took, its call included.
   *
   * @param multiplies by formula
   * @param executed the instructions by class; null if nothing is known of the core's
   */
  public record LayerInstructions(
      String layer, long multiplies, long instructions, Histogram executed) {}
}
