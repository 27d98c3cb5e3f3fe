package lowrank.target;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A microcontroller as the generator sees it; the keys of {@code targets/<name>.yaml}.
 *
 * @param isa instruction set, for comments and tables
 * @param features instruction-set features that kernels may use, e.g. {@code dsp}
 * @param flash bytes
 * @param ram bytes
 * @param alignment of the arena and of every buffer in it, bytes
 * @param simdChannels channel counts are worth a multiple of this; 1 without SIMD
 * @param multiplyCost cycles of one 8-bit multiply-accumulate in a scalar loop
 * @param emulator how the target's code is run without the board; null if it runs on the host
 * @param banks the parts of the RAM if there are several; null if there is one
 */
public record Target(
    String name,
    String description,
    String isa,
    List<String> features,
    MemorySize flash,
    MemorySize ram,
    int alignment,
    int simdChannels,
    double multiplyCost,
    Unroll unroll,
    Toolchain compiler,
    Emulator emulator,
    Banks banks) {
  /** Copies the list. */
  public Target {
    features = List.copyOf(features);
  }

  /** Parts of the RAM, the fastest first. */
  public record Banks(List<Bank> list) {
    /** Copies the list. */
    public Banks {
      list = List.copyOf(list);
    }

    /** Reads names with their sizes, in their order. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Banks of(LinkedHashMap<String, MemorySize> sizes) {
      return new Banks(
          sizes.entrySet().stream()
              .map(entry -> new Bank(entry.getKey(), entry.getValue()))
              .toList());
    }
  }

  /** A part of the RAM. */
  public record Bank(String name, MemorySize size) {}

  /**
   * How far loops are written out.
   *
   * @param outputChannels accumulators kept in registers at once
   * @param taps inner-loop multiplies written out for each accumulator
   */
  public record Unroll(int outputChannels, int taps) {}

  /** The compiler that firmware for the target is built with. */
  public record Toolchain(String command, List<String> flags, String optimize) {}

  /**
   * A machine that QEMU emulates.
   *
   * @param runs the core really executed
   * @param standIn whether that is another core than the target's
   * @param arguments of {@code command}, all but the program
   */
  public record Emulator(
      String runs,
      boolean standIn,
      String compiler,
      List<String> flags,
      String command,
      List<String> arguments,
      Memory rom,
      Memory ram) {}

  /** A range of addresses. */
  public record Memory(long origin, MemorySize size) {}

  /** How the target's code is run without the board; empty if it runs on the host. */
  public Optional<Emulator> emulated() {
    return Optional.ofNullable(emulator);
  }

  /** The parts of the RAM, the fastest first; a single one called {@code ram} if none are named. */
  public List<Bank> memories() {
    return banks == null ? List.of(new Bank("ram", ram)) : banks.list();
  }

  /** Feature of kernels that write no loops out. */
  public static final String SMALL_CODE = "small-code";

  /** Feature of kernels whose weights lie in flash as they are multiplied, two bytes each. */
  public static final String WIDE_WEIGHTS = "wide-weights";

  /** The same target for other wishes; those of its descriptor are the balanced ones. */
  public Target optimized(Optimize wish) {
    List<String> wished =
        Stream.concat(
                features.stream().filter(f -> !f.equals(SMALL_CODE) && !f.equals(WIDE_WEIGHTS)),
                switch (wish) {
                  case SIZE -> Stream.of(SMALL_CODE);
                  case BALANCED -> Stream.<String>of();
                  case SPEED -> Stream.of(WIDE_WEIGHTS);
                })
            .toList();
    boolean small = wish == Optimize.SIZE;
    return new Target(
        name,
        description,
        isa,
        wished,
        flash,
        ram,
        alignment,
        simdChannels,
        multiplyCost,
        small ? new Unroll(unroll.outputChannels(), 1) : unroll,
        small ? new Toolchain(compiler.command(), compiler.flags(), "-Os") : compiler,
        emulator,
        banks);
  }

  /** Whether its code is for the machine that generates it. */
  public boolean host() {
    return isa.equals("host");
  }

  /** Whether kernels may use {@code feature}. */
  public boolean has(String feature) {
    return features.contains(feature);
  }
}
