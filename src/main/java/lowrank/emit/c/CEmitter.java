package lowrank.emit.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.program.Buffer;
import lowrank.program.FusedChain;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.program.Step;
import lowrank.target.Target;
import lowrank.template.Templates;

/**
 * Prints a program as C99: interface, code, tables, the way from raw data to the input, self-test
 * with its vectors, and an example.
 */
public final class CEmitter {
  private CEmitter() {}

  /**
   * The files of a program.
   *
   * @param program scheduled with {@link #scratchBytes} of the same target
   * @param vectors one inference by the interpreter
   * @throws lowrank.diagnostic.CompileException if a sum could overflow 32 bits
   */
  public static SourceBundle emit(Program program, Target target, TestVectors vectors) {
    return emit(program, target, vectors, List.of());
  }

  /**
   * The files of a program whose outputs have names.
   *
   * @param program scheduled with {@link #scratchBytes} of the same target
   * @param vectors one inference by the interpreter
   * @param classes names of the outputs, one for each; empty if they have none
   * @throws lowrank.diagnostic.CompileException if a sum could overflow 32 bits
   */
  public static SourceBundle emit(
      Program program, Target target, TestVectors vectors, List<String> classes) {
    List<LayerModel> layers = models(program, target);
    Templates templates = Templates.in("/templates/" + target.name(), "/templates/c");
    String id = program.identifier();
    Map<String, Object> values = new HashMap<>();
    values.put("program", ProgramModel.of(program, target, layers));
    values.put("sections", sections(templates, layers, id));
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String text = text(templates, layers.get(i), program.steps().get(i).layer().kernel());
      texts.add(text + row(templates, program, i, layers.get(i)));
    }
    values.put("layers", texts);
    values.put("optimize", target.compiler().optimize());
    values.put("test", TestModel.of(program, vectors));
    values.put("raw", RawInputModel.of(program.network()));
    values.put("classes", classes.stream().map(CText::literal).toList());
    SourceBundle bundle = SourceBundle.empty();
    for (String file : files(classes)) {
      String template = file.replace("%s_", "").replace("%s", "model") + ".ftl";
      String text = CLayout.format(templates.render(template, values));
      bundle = bundle.with(file.replace("%s", id), text);
    }
    return bundle;
  }

  private static List<String> files(List<String> classes) {
    List<String> files =
        new ArrayList<>(
            List.of(
                "%s.h",
                "%s.c",
                "%s_weights.h",
                "%s_weights.c",
                "%s_quantize.c",
                "%s_quantize_float.c",
                "%s_self_test.c",
                "%s_test_vectors.h",
                "main.c"));
    if (!classes.isEmpty()) {
      files.add("%s_classes.c");
    }
    return files;
  }

  /** Bytes of all tables that the C of a program keeps in flash. */
  public static long constantBytes(Program program, Target target) {
    return models(program, target).stream()
        .flatMap(layer -> layer.constants().stream())
        .mapToLong(ConstantModel::bytes)
        .sum();
  }

  /** Name of the C of each step, alike for layers whose instructions follow one rule. */
  public static List<String> forms(Program program, Target target) {
    return models(program, target).stream().map(LayerModel::form).toList();
  }

  /**
   * Working memory in bytes that the C of a kernel needs on a target, and its order of access: what
   * a program must be scheduled with.
   */
  public static KernelMemory scratchBytes(Target target) {
    return new TargetMemory(target);
  }

  /** The functions behind a layer's that run it row by row; empty outside chains. */
  private static String row(Templates templates, Program program, int step, LayerModel layer) {
    return program
        .chain(step)
        .map(chain -> RowModel.of(program, chain, step - chain.first(), layer))
        .map(row -> "\n" + templates.render("Row.c.ftl", Map.of("row", row)))
        .orElse("");
  }

  private static List<LayerModel> models(Program program, Target target) {
    return IntStream.range(0, program.steps().size())
        .mapToObj(step -> model(program, step, target))
        .toList();
  }

  private static LayerModel model(Program program, int index, Target target) {
    Step step = program.steps().get(index);
    Optional<FusedChain> chain = program.chain(index);
    Kernel kernel =
        ConstantChannels.simplified(
            chain
                .<Kernel>map(fused -> fused.members().get(index - fused.first()).kernel())
                .orElseGet(step.layer()::kernel));
    int scratch =
        chain
            .map(FusedChain::scratchBytes)
            .orElseGet(() -> step.scratch().map(Buffer::bytes).orElse(0));
    check(step, kernel, scratch, target);
    int rows = chain.isPresent() ? kernel.inputs().get(0).shape().height() : 0;
    LayerContext context =
        new LayerContext(program.identifier(), index, step, target.unroll(), rows);
    return Dialects.form(kernel, target)
        .map(form -> form.model(kernel, context))
        .orElseGet(() -> LayerModels.of(kernel, context));
  }

  private static void check(Step step, Kernel kernel, int scratch, Target target) {
    int needed = scratchBytes(target).applyAsInt(kernel);
    if (scratch < needed) {
      throw new IllegalArgumentException(
          step.identifier() + " is scheduled without the " + needed + " bytes that it works in");
    }
  }

  private static List<String> sections(Templates templates, List<LayerModel> layers, String id) {
    return layers.stream()
        .flatMap(layer -> layer.sections().stream())
        .distinct()
        .map(
            section ->
                templates.render(section.template(), Map.of("section", section.model(), "p", id)))
        .toList();
  }

  private static String type(TensorType tensor) {
    return CText.type(tensor.type().element());
  }

  private static String text(Templates templates, LayerModel layer, Kernel kernel) {
    return templates.render(
        layer.template(),
        Map.of(
            "layer",
            layer,
            "f",
            layer.head().function(),
            "p",
            layer.head().prefix(),
            "inputType",
            type(kernel.inputs().get(0)),
            "outputType",
            type(kernel.output()),
            "clamp",
            layer.head().prefix()
                + "_"
                + Helper.clamp(kernel.output()).name().toLowerCase(Locale.ROOT)));
  }
}
