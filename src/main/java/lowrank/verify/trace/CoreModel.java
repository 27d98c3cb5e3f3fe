package lowrank.verify.trace;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Instruction set and timings of a core, from {@code lowrank/cores}. */
public final class CoreModel {
  private static final JsonMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private final InstructionSet instructions;
  private final Timings timings;

  private CoreModel(InstructionSet instructions, Timings timings) {
    this.instructions = instructions;
    this.timings = timings;
  }

  /**
   * The keys of a core's file.
   *
   * @param instructionSet name of the file with its mnemonics
   * @param disassembler command with its options; empty for the compiler's own objdump
   * @param published whether the figures are the core's own documented ones
   * @param scale factor of the sum of cycles
   * @param takenBranch cycles added whenever an instruction branches
   * @param cycles of each kind of instruction
   */
  record Timings(
      String instructionSet,
      List<String> disassembler,
      boolean published,
      double scale,
      double takenBranch,
      Map<String, Cost> cycles) {
    Timings {
      disassembler = List.copyOf(disassembler);
      cycles = Map.copyOf(cycles);
    }
  }

  /**
   * Cycles of an instruction: {@code base + word · words}; {@code behind} instead if the
   * instruction before it in the program is of a kind in {@code after}.
   *
   * @param taken cycles added when it branches, if they are not those of all others
   */
  record Cost(double base, double word, double behind, List<String> after, Double taken) {
    Cost {
      after = after == null ? List.of() : List.copyOf(after);
    }

    double cycles(Operation operation, String before) {
      return after.contains(before) ? behind : base + word * operation.amount();
    }
  }

  /**
   * The core of that name; nothing if there is no file for it.
   *
   * @param core as a target's descriptor names what its emulator runs; in the file's name a dash
   *     stands for what is neither a letter nor a digit
   */
  public static Optional<CoreModel> of(String core) {
    return read(core.replaceAll("[^A-Za-z0-9]+", "-"), Timings.class)
        .map(
            timings ->
                new CoreModel(
                    read(timings.instructionSet(), InstructionSet.class).orElseThrow(), timings));
  }

  private static <T> Optional<T> read(String name, Class<T> type) {
    try (InputStream stream =
        CoreModel.class.getResourceAsStream("/lowrank/cores/" + name + ".yaml")) {
      return stream == null ? Optional.empty() : Optional.of(YAML.readValue(stream, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The disassembler and its options; empty for the compiler's own objdump. */
  public List<String> disassembler() {
    return timings.disassembler();
  }

  /** Whether the cycles follow the core's documentation; else they are a stated assumption. */
  public boolean published() {
    return timings.published();
  }

  Optional<Operation> classify(Instruction instruction) {
    return instructions.classify(instruction);
  }

  /** Cycles of one execution that does not branch; 1 for what is not known. */
  double cycles(Optional<Operation> operation, String before) {
    return timings.scale() * operation.map(known -> cost(known).cycles(known, before)).orElse(1.0);
  }

  /** Cycles that are added when the instruction branches. */
  double cyclesOfBranching(Optional<Operation> operation) {
    Double own = operation.map(known -> cost(known).taken()).orElse(null);
    return timings.scale() * (own == null ? timings.takenBranch() : own);
  }

  private Cost cost(Operation operation) {
    Cost cost = timings.cycles().get(operation.kind());
    if (cost == null) {
      throw new IllegalStateException("no timing for " + operation.kind());
    }
    return cost;
  }

  /** The kinds that rules name and timings lack; none in a complete file. */
  List<String> kindsWithoutTiming() {
    return instructions.rules().stream()
        .map(InstructionSet.Rule::kind)
        .filter(kind -> !timings.cycles().containsKey(kind))
        .distinct()
        .toList();
  }
}
