package lowrank.emit.c;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
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
    Set<String> helpers) {

  /** The network's input or output. */
  public record EndModel(
      String shape,
      int bytes,
      int elementBytes,
      int offset,
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
   * @param offset of the output in the arena
   */
  public record CallModel(String name, String text, boolean hasCode, int offset, int bytes) {}

  static ProgramModel of(Program program, Target target, List<LayerModel> layers) {
    FixedNetwork network = program.network();
    Set<String> helpers = new TreeSet<>();
    layers.forEach(layer -> layer.helpers().forEach(helper -> helpers.add(helper.name())));
    String id = program.identifier();
    return new ProgramModel(
        id,
        id.toUpperCase(Locale.ROOT),
        CText.comment(
            CText.format(
                "%s, %s, int8 with the rounding of TensorFlow Lite's reference kernels.",
                Tool.NAME_AND_VERSION, network.provenance().model())),
        description(program, target),
        network.provenance().sha256(),
        program.arenaBytes(),
        program.arenaAlignment(),
        end(network.inputType(), program.input().offset()),
        end(network.outputType(), program.output().offset()),
        java.util.stream.IntStream.range(0, layers.size())
            .mapToObj(i -> call(program, i, layers.get(i)))
            .toList(),
        layers.stream().flatMap(layer -> layer.constants().stream()).toList(),
        helpers);
  }

  private static List<String> description(Program program, Target target) {
    FixedNetwork network = program.network();
    return CText.wrap(
        List.of(
            CText.format("%s for %s.", network.name(), target.description()),
            CText.format(
                "Layers: %d. Multiplies of one inference: %d.",
                program.steps().size(), network.multiplies()),
            CText.format(
                "Arena: %d bytes; the buffers alive at once need %d.",
                program.arenaBytes(), program.arenaLowerBound())));
  }

  private static EndModel end(TensorType type, int offset) {
    return new EndModel(
        type.shape().toString(),
        type.bytes(),
        type.type().element().bytes(),
        offset,
        CText.type(type.type().element()),
        CText.floatLiteral(type.type().scale()),
        type.type().zeroPoint());
  }

  private static CallModel call(Program program, int index, LayerModel layer) {
    var step = program.steps().get(index);
    StringBuilder text = new StringBuilder();
    if (layer.hasCode()) {
      text.append(layer.head().function()).append('(');
      Kernel kernel = step.layer().kernel();
      for (int i = 0; i < kernel.inputs().size(); i++) {
        int offset = step.inputs().get(i).offset();
        text.append(place(kernel.inputs().get(i), offset)).append(", ");
      }
      text.append(place(kernel.output(), step.output().offset()));
      if (layer.usesScratch()) {
        text.append(", ")
            .append(place(kernel.inputs().get(0), step.scratch().orElseThrow().offset()));
      }
      text.append(");");
    }
    return new CallModel(
        CText.string(step.layer().name()),
        text.toString(),
        layer.hasCode(),
        step.output().offset(),
        step.layer().kernel().output().bytes());
  }

  /** A place in the arena; offsets are aligned for every type. */
  private static String place(TensorType type, int offset) {
    String place = "&memory[" + offset + "]";
    return type.type().element() == ElementType.INT8 ? place : "(void *)" + place;
  }
}
