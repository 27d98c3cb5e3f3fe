package lowrank.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lowrank.data.AtomicFile;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.program.FixedNetwork;
import lowrank.report.Report;
import lowrank.report.Reports;
import lowrank.report.page.ReportPage;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.verify.GeneratedModel;

/**
 * A folder that {@link Generator} wrote, as it lies on disk.
 *
 * @param model that the sources were made from
 */
public record GeneratedFolder(
    Path path, Report report, ImportedModel model, FixedNetwork network, Target target) {
  /** Where the quantised model lies. */
  public static final String MODEL = "model/";

  /** The target's descriptor. */
  public static final String TARGET = "model/target.yaml";

  /** The names of the outputs, if there are any. */
  public static final String CLASSES = "model/classes.txt";

  /** Whether a path looks like a generated folder. */
  public static boolean is(Path path) {
    return Files.isDirectory(path);
  }

  /** Whether a file of the folder is the model that it was made from. */
  static boolean isModel(String file) {
    return file.startsWith(MODEL) && !file.equals(TARGET) && !file.equals(CLASSES);
  }

  /** Whether this tool wrote the folder, as its report says. */
  static boolean isOurs(Path folder) throws IOException {
    Path report = folder.resolve(Reports.FILE);
    return Files.isRegularFile(folder.resolve(TARGET))
        && Files.isRegularFile(report)
        && Reports.isReport(text(report));
  }

  /**
   * Reads the folder.
   *
   * @throws CompileException if something is missing or damaged
   */
  public static GeneratedFolder open(Path path) {
    try {
      OutputFolder.recover(path);
    } catch (IOException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, e.getMessage());
    }
    Report report = reportFile(existing(path, Reports.FILE));
    ImportedModel model = ModelImporter.read(modelFile(path));
    Target target = Targets.load(existing(path, TARGET).toString());
    FixedNetwork network = Generator.network(model, path, target);
    return new GeneratedFolder(path, report, model, network, target);
  }

  /** Whether its layers run together, as it was generated. */
  public Fusion fusion() {
    String told = report.build() == null ? null : report.build().options().get("fuse");
    return Arrays.stream(Fusion.values())
        .filter(mode -> mode.name().equalsIgnoreCase(told))
        .findFirst()
        .orElse(Fusion.AUTO);
  }

  /** The folder as verification sees it. */
  public GeneratedModel generated() {
    return new GeneratedModel(path, report.name(), network);
  }

  /** Replaces the report, whole or not at all, then its page. */
  public void write(Report updated) {
    AtomicFile.write(
        path.resolve(Reports.FILE), Reports.toJson(updated).getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        path.resolve(ReportPage.FILE), ReportPage.html(updated).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The report in a generated folder, or in a file.
   *
   * @throws CompileException if there is none or it cannot be read
   */
  public static Report report(Path path) {
    if (!Files.exists(path)) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, "no such file");
    }
    return reportFile(Files.isDirectory(path) ? existing(path, Reports.FILE) : path);
  }

  private static Report reportFile(Path file) {
    try {
      Report report = Reports.fromJson(text(file));
      if (report.name() == null || !Scheduler.isIdentifier(report.name())) {
        throw new IllegalArgumentException("its name is no C identifier");
      }
      return report;
    } catch (IOException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, file, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new CompileException(Fault.BAD_REPORT, file, e.getMessage());
    }
  }

  /** A file's text; bytes that are no text are replaced, not refused. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static Path modelFile(Path path) {
    Path folder = path.resolve(MODEL);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> models =
            files.filter(file -> isModel(MODEL + file.getFileName())).sorted().toList();
        if (models.size() == 1) {
          return models.get(0);
        }
      } catch (IOException e) {
        throw new CompileException(Fault.UNREADABLE_FILE, folder, e.getMessage());
      }
    }
    throw new CompileException(Fault.NOT_GENERATED, path, MODEL + "*.onnx");
  }

  private static Path existing(Path path, String name) {
    Path file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new CompileException(Fault.NOT_GENERATED, path, name);
    }
    return file;
  }
}
