package lowrank.emit.c;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.program.Buffer;
import lowrank.program.FixedNetwork;
import lowrank.program.FusedChain;
import lowrank.program.Program;
import lowrank.program.Step;
import lowrank.provenance.Tool;
import lowrank.target.Target;
import lowrank.tensor.ElementType;

/**
 * What the templates of whole files print.
 *
 * @param id prefix of all names, {@code upper} the same for macros
 * @param banner first line of every file
 * @param input network input, {@code output} network output
 * @param calls one for each layer
 * @param constants all tables in flash
 * @param helpers names of the shared functions in use
 * @param banks the arenas if there are several, else none
 */
public record ProgramModel(
    String id,
    String upper,
    String banner,
    List<String> description,
    String sha256,
    int arenaBytes,
    int arenaAlign,
    EndModel input,
    EndModel output,
    List<CallModel> calls,
    List<ConstantModel> constants,
    Set<String> helpers,
    List<BankModel> banks) {

  /**
   * One of several arenas.
   *
   * @param name of the bank, {@code upper} the same for macros
   */
  public record BankModel(String name, String upper, int bytes) {}

  /** Bytes of the hash as a string. */
  public int hashBytes() {
    return sha256.length() + 1;
  }

  /** Whether the model has an arena in each of several banks. */
  public boolean several() {
    return !banks.isEmpty();
  }

  /** What functions take the arena or the arenas by. */
  public String parameter() {
    return several() ? "void *const *arenas" : "void *arena";
  }

  /** Name of that parameter. */
  public String argument() {
    return several() ? "arenas" : "arena";
  }

  /** The network's input or output. */
  public record EndModel(
      String shape,
      int bytes,
      int elements,
      int elementBytes,
      String place,
      int bank,
      String type,
      String scale,
      int zeroPoint) {
    /** Behind the macro of the bytes, what makes the number of elements of it. */
    public String perElement() {
      return elementBytes == 1 ? "" : " / " + elementBytes;
    }
  }

  /**
   * A layer's call.
   *
   * @param name the layer's, for a C string
   * @param text the statement, empty if the layer has no code
   * @param rows 0, or output rows of a layer inside a chain, which {@code text} makes one of
   * @param place of the output, or of the row
   * @param bytes of it
   */
  public record CallModel(
      String name, String text, boolean hasCode, int rows, String place, int bytes) {}

  static ProgramModel of(Program program, Target target, List<LayerModel> layers) {
    FixedNetwork network = program.network();
    Set<String> helpers = new TreeSet<>();
    layers.forEach(layer -> layer.helpers().forEach(helper -> helpers.add(helper.name())));
    String id = program.identifier();
    return new ProgramModel(
        id,
        id.toUpperCase(Locale.ROOT),
        bannerOf(program),
        description(program, target),
        CText.string(network.provenance().sha256()),
        program.arenaBytes(),
        program.arenaAlignment(),
        end(program, network.inputType(), program.input()),
        end(program, network.outputType(), program.output()),
        java.util.stream.IntStream.range(0, layers.size())
            .mapToObj(i -> call(program, i, layers.get(i)))
            .toList(),
        layers.stream().flatMap(layer -> layer.constants().stream()).toList(),
        helpers,
        banks(program));
  }

  private static List<BankModel> banks(Program program) {
    return program.arenas().size() == 1
        ? List.of()
        : program.arenas().stream()
            .map(
                arena ->
                    new BankModel(
                        arena.bank(), arena.bank().toUpperCase(Locale.ROOT), arena.bytes()))
            .toList();
  }

  /** The text of every file's first comment. */
  public static String bannerOf(Program program) {
    return CText.comment(
        CText.format(
            "%s, %s, int8 with the rounding of TensorFlow Lite's reference kernels.",
            Tool.NAME_AND_VERSION, program.network().provenance().model()));
  }

  private static List<String> description(Program program, Target target) {
    FixedNetwork network = program.network();
    return CText.wrap(
        List.of(
            CText.format("%s for %s.", network.name(), target.description()),
            CText.format(
                "Layers: %d. Multiplies of one inference: %d.",
                program.steps().size(), network.multiplies()),
            arena(program)));
  }

  private static String arena(Program program) {
    String text =
        CText.format(
            "Arena: %d bytes; no plan of these layers in this order needs less than %d.",
            program.arenaBytes(), program.arenaLowerBound());
    String bank = program.arenas().get(0).bank();
    if (program.arenas().size() > 1) {
      return CText.format(
          "Arenas: %d bytes in %d banks of RAM.", program.arenaBytes(), program.arenas().size());
    }
    return bank.equals(Program.Arena.ANY)
        ? text
        : text + " It is planned to lie in the bank " + bank + ".";
  }

  private static EndModel end(Program program, TensorType type, Buffer buffer) {
    return new EndModel(
        type.shape().toString(),
        type.bytes(),
        type.shape().elements(),
        type.type().element().bytes(),
        memory(program, buffer),
        buffer.bank(),
        CText.type(type.type().element()),
        CText.floatLiteral(type.type().scale()),
        type.type().zeroPoint());
  }

  private static CallModel call(Program program, int index, LayerModel layer) {
    Step step = program.steps().get(index);
    Optional<FusedChain> chain = program.chain(index);
    if (chain.isPresent()) {
      return inside(program, chain.get(), index);
    }
    StringBuilder text = new StringBuilder();
    if (layer.hasCode()) {
      text.append(layer.head().function()).append('(');
      Kernel kernel = step.layer().kernel();
      for (int i = 0; i < kernel.inputs().size(); i++) {
        text.append(place(program, kernel.inputs().get(i), step.inputs().get(i))).append(", ");
      }
      text.append(place(program, kernel.output(), step.output()));
      if (layer.usesScratch()) {
        text.append(", ")
            .append(place(program, kernel.inputs().get(0), step.scratch().orElseThrow()));
      }
      text.append(");");
    }
    return new CallModel(
        CText.string(step.layer().name()),
        text.toString(),
        layer.hasCode(),
        0,
        memory(program, step.output()),
        step.layer().kernel().output().bytes());
  }

  /** A chain's last layer makes the output, the others one row of theirs. */
  private static CallModel inside(Program program, FusedChain chain, int index) {
    Step first = program.steps().get(chain.first());
    Step step = program.steps().get(index);
    boolean last = index == chain.last();
    FusedChain.Member member = chain.members().get(index - chain.first());
    String made =
        last
            ? memory(program, step.output())
            : memory(
                program,
                chain.work(),
                chain.members().get(index - chain.first() + 1).band().orElseThrow().offset());
    TensorType input = first.layer().kernel().inputs().get(0);
    String text =
        CText.format(
            "%s%s(%s, %s, %s%s);",
            RowModel.function(program, index),
            last ? "s" : "",
            typed(input, memory(program, first.inputs().get(0))),
            memory(program, chain.work()),
            last ? "" : "part, ",
            typed(member.kernel().output(), made));
    return new CallModel(
        CText.string(step.layer().name()),
        text,
        true,
        last ? 0 : member.outputRows(),
        made,
        last ? step.layer().kernel().output().bytes() : member.outputRowBytes());
  }

  /** A place in an arena; offsets are aligned for every type. */
  private static String place(Program program, TensorType type, Buffer buffer) {
    return typed(type, memory(program, buffer));
  }

  private static String typed(TensorType type, String place) {
    return type.type().element() == ElementType.INT8 ? place : "(void *)" + place;
  }

  private static String memory(Program program, Buffer buffer) {
    return memory(program, buffer, 0);
  }

  private static String memory(Program program, Buffer buffer, int offset) {
    String array =
        program.arenas().size() == 1
            ? "memory"
            : program.arenas().get(buffer.bank()).bank() + "_memory";
    return "&" + array + "[" + (buffer.offset() + offset) + "]";
  }
}
