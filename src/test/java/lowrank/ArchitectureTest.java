package lowrank;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Holds the packages to their dependency rules, one rule a package. */
@AnalyzeClasses(packages = "lowrank", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final List<String> ALL =
      List.of(
          "tensor",
          "fixed",
          "diagnostic",
          "provenance",
          "kernel",
          "operator",
          "network",
          "program",
          "target",
          "cost",
          "template",
          "interpret",
          "onnx",
          "importer",
          "exporter",
          "execute",
          "data",
          "matrix",
          "patch",
          "decompose",
          "rank",
          "quantize",
          "schedule",
          "emit",
          "verify",
          "report",
          "doctor",
          "pipeline",
          "api",
          "cli");

  private static final String[] NUMBERS = {"tensor"};
  private static final String[] CARRIED = {"tensor", "fixed", "diagnostic", "provenance"};
  private static final String[] INTEGER = with(CARRIED, "kernel", "program");
  private static final String[] FLOAT = with(CARRIED, "kernel", "operator", "network");

  @ArchTest
  static final ArchRule noCycles = slices().matching("lowrank.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyEmittersPrint =
      onlyIn(List.of("lowrank.emit.."), "com.palantir.javapoet..");

  @ArchTest
  static final ArchRule onlyTemplatesKnowTheirEngine =
      onlyIn(List.of("lowrank.template.."), "freemarker..");

  @ArchTest
  static final ArchRule onlyMatricesKnowEjml =
      onlyIn(List.of("lowrank.matrix..", "lowrank.decompose.."), "org.ejml..");

  @ArchTest
  static final ArchRule onlyBudgetKnowsOrTools =
      onlyIn(List.of("lowrank.rank.budget.."), "com.google.ortools..");

  @ArchTest
  static final ArchRule onlyModelFilesKnowOnnx =
      onlyIn(
          List.of(
              "lowrank.importer..", "lowrank.exporter..", "lowrank.execute..", "lowrank.onnx.."),
          "ai.onnx..",
          "ai.onnxruntime..",
          "com.google.protobuf..");

  @ArchTest
  static final ArchRule onlyImporterKnowsTflite =
      onlyIn(List.of("lowrank.importer.."), "org.tensorflow..", "com.google.flatbuffers..");

  @ArchTest
  static final ArchRule onlyCommandLineParsesOptions =
      onlyIn(List.of("lowrank.cli.."), "picocli..");

  @ArchTest static final ArchRule tensor = sees("tensor");
  @ArchTest static final ArchRule fixed = sees("fixed", NUMBERS);
  @ArchTest static final ArchRule diagnostic = sees("diagnostic");
  @ArchTest static final ArchRule provenance = sees("provenance");
  @ArchTest static final ArchRule kernel = sees("kernel", "tensor", "fixed");

  @ArchTest
  static final ArchRule operator = sees("operator", "tensor", "fixed", "diagnostic", "kernel");

  @ArchTest static final ArchRule network = sees("network", with(CARRIED, "kernel", "operator"));
  @ArchTest static final ArchRule program = sees("program", with(CARRIED, "kernel"));
  @ArchTest static final ArchRule target = sees("target", "diagnostic");
  @ArchTest static final ArchRule template = sees("template");
  @ArchTest static final ArchRule cost = sees("cost", with(CARRIED, "kernel", "target"));
  @ArchTest static final ArchRule interpret = sees("interpret", INTEGER);
  @ArchTest static final ArchRule onnx = sees("onnx", FLOAT);
  @ArchTest static final ArchRule importer = sees("importer", with(FLOAT, "onnx"));
  @ArchTest static final ArchRule exporter = sees("exporter", with(FLOAT, "onnx"));
  @ArchTest static final ArchRule execute = sees("execute", with(FLOAT, "onnx", "exporter"));
  @ArchTest static final ArchRule data = sees("data", FLOAT);
  @ArchTest static final ArchRule matrix = sees("matrix", "onnx");
  @ArchTest static final ArchRule patch = sees("patch", with(FLOAT, "matrix"));
  @ArchTest static final ArchRule decompose = sees("decompose", with(FLOAT, "matrix", "patch"));
  @ArchTest static final ArchRule rank = sees("rank", FLOAT);
  @ArchTest static final ArchRule quantize = sees("quantize", with(FLOAT, "program", "patch"));
  @ArchTest static final ArchRule schedule = sees("schedule", with(INTEGER, "target"));
  @ArchTest static final ArchRule emit = sees("emit", with(INTEGER, "target", "template"));
  @ArchTest static final ArchRule report = sees("report", with(FLOAT, "program", "template"));

  @ArchTest
  static final ArchRule doctor = sees("doctor", with(FLOAT, "program", "interpret", "quantize"));

  @ArchTest static final ArchRule verify = sees("verify", with(INTEGER, "target", "interpret"));

  private static ArchRule onlyIn(List<String> homes, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  /** The classes of {@code home} depend on no package of the project but itself and those named. */
  private static ArchRule sees(String home, String... visible) {
    List<String> hidden = new ArrayList<>(ALL);
    hidden.remove(home);
    hidden.removeAll(List.of(visible));
    return noClasses()
        .that()
        .resideInAPackage("lowrank." + home + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            hidden.stream().map(name -> "lowrank." + name + "..").toArray(String[]::new));
  }

  private static String[] with(String[] base, String... more) {
    return Stream.concat(Stream.of(base), Stream.of(more)).toArray(String[]::new);
  }
}
