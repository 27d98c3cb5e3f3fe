package lowrank.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import lowrank.data.TemporaryPath;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.program.FixedNetwork;
import lowrank.program.SourceBundle;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.report.Report;
import lowrank.report.Reports;
import lowrank.report.page.ReportPage;
import lowrank.target.Target;
import lowrank.verify.GeneratedModel;
import lowrank.verify.ImageMeter;
import lowrank.verify.ImageSize;

/**
 * Generated files with what their C takes on the target, as its compiler says.
 *
 * @param files with the figures entered in the report and its page; as they were if there are none
 * @param size empty if nothing was measured
 * @param obstacle why nothing was measured; empty otherwise
 */
public record MeasuredImage(SourceBundle files, Optional<ImageSize> size, String obstacle) {
  /**
   * Compiles the C of a generated folder and measures code, constants and stack. The target's
   * compiler is used where it is installed, else the one of its emulated core.
   *
   * @param bundle all files of the folder
   */
  public static MeasuredImage of(SourceBundle bundle, Target target) {
    Report report = Reports.fromJson(text(bundle, Reports.FILE));
    try {
      ImageSize size = measure(bundle, report.name(), network(bundle), target);
      Report measured = entered(report, size);
      return new MeasuredImage(
          bundle
              .replacing(Reports.FILE, Reports.toJson(measured))
              .replacing(ReportPage.FILE, ReportPage.html(measured)),
          Optional.of(size),
          "");
    } catch (CompileException e) {
      if (e.fault() != Fault.TOOL_MISSING && e.fault() != Fault.NOT_RUNNABLE) {
        throw e;
      }
      return new MeasuredImage(bundle, Optional.empty(), e.getMessage());
    }
  }

  /** A report with the figures. */
  static Report entered(Report report, ImageSize size) {
    return report.withImage(size.codeBytes(), size.stackBytes(), size.compiler());
  }

  /**
   * Compiles and measures sources that lie in no folder.
   *
   * @throws CompileException TOOL_MISSING without a compiler, NOT_RUNNABLE if it refuses the C
   */
  static ImageSize measure(
      SourceBundle sources, String identifier, FixedNetwork network, Target target) {
    try (TemporaryPath folder = TemporaryPath.folder()) {
      for (Map.Entry<String, byte[]> file : sources.files().entrySet()) {
        if (file.getKey().matches("[^/]+\\.[ch]")) {
          Files.write(folder.path().resolve(file.getKey()), file.getValue());
        }
      }
      return new ImageMeter()
          .measure(new GeneratedModel(folder.path(), identifier, network), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FixedNetwork network(SourceBundle bundle) {
    String file =
        bundle.files().keySet().stream()
            .filter(GeneratedFolder::isModel)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no model"));
    ImportedModel model = ModelImporter.read(file, bundle.files().get(file));
    return FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
  }

  private static String text(SourceBundle bundle, String file) {
    return new String(bundle.files().get(file), StandardCharsets.UTF_8);
  }
}
