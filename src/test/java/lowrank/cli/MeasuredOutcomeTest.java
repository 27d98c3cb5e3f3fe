package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import lowrank.data.NpyBytes;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.pipeline.GeneratedFolder;
import lowrank.provenance.Accuracy;
import lowrank.provenance.CalibrationScore;
import lowrank.provenance.SearchLoss;
import lowrank.report.LayerEntry;
import lowrank.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a compression measures, on which data, and that hold-out data decide nothing. */
class MeasuredOutcomeTest {
  private static final String SEARCH =
      Samples.CALIBRATED + " --method spatial --max-multiplies 50%";

  @TempDir private Path folder;

  @Test
  void theReportHoldsCalibrationHoldoutSearchAndLayers() {
    Path output = folder.resolve("firmware");
    CliRunner.Result result =
        CliRunner.run(
                "build "
                    + SEARCH
                    + " --target host --labels bundled:calibration_y.npy --holdout"
                    + " bundled:test_x.npy --holdout-labels bundled:test_y.npy -o",
                output)
            .succeeded();
    Report report = GeneratedFolder.open(output).report();

    CalibrationScore score = report.calibration();
    assertThat(score.measure()).isEqualTo(CalibrationScore.ACCURACY);
    assertThat(score.samples()).isEqualTo(256);
    assertThat(score.floating()).isGreaterThan(95);
    assertThat(score.factorized()).isCloseTo(score.floating(), within(5.0));
    assertThat(score.fixed()).isCloseTo(score.factorized(), within(3.0));
    assertThat(report.accuracy().floating()).isEqualTo(98.8);
    SearchLoss loss = report.search();
    assertThat(loss.unit()).isEqualTo(SearchLoss.DIVERGENCE);
    // A third of the 300: of each the dense layer of 400 inputs sees one patch.
    assertThat(loss.inputs()).isEqualTo(100);
    assertThat(loss.predicted()).isPositive();
    // Losses of networks as small as this are corrected by refitted ones.
    assertThat(loss.refitted()).isCloseTo(loss.predicted(), within(loss.predicted()));
    assertThat(loss.refitted()).isPositive().isLessThan(loss.measured());
    assertThat(result.lines())
        .anyMatch(line -> line.matches("divergence on 100 .* predicted, .* measured, .* refit"))
        .anyMatch(line -> line.startsWith("accuracy on the calibration data: "))
        .anyMatch(line -> line.startsWith("hold-out accuracy: 98.80 % float"));
  }

  @Test
  void layersTellTheirRidgeAndTheNoiseBeforeAndAfterTheGauge() {
    Path output = folder.resolve("firmware");
    CliRunner.Result result =
        CliRunner.run("build " + Samples.CALIBRATED + " --energy 0.9 --target host -o", output)
            .succeeded();
    Report report = GeneratedFolder.open(output).report();

    assertThat(report.calibration().measure()).isEqualTo(CalibrationScore.AGREEMENT);
    assertThat(report.calibration().floating()).isEqualTo(100);
    assertThat(report.search()).isNull();
    double gained = 0;
    for (LayerEntry layer : report.layers()) {
      assertThat(layer.ridge() == null).isEqualTo(layer.bytesOriginal() == 0);
      if (layer.ridge() != null) {
        assertThat(layer.ridge()).isPositive();
        assertThat(layer.patches()).isGreaterThanOrEqualTo((long) layer.patchLength());
      }
      assertThat(layer.snr() == null).isEqualTo(layer.ranks().isEmpty());
      if (layer.snr() != null) {
        assertThat(layer.snr()).isBetween(layer.snrBalanced(), 80.0);
        gained += layer.snr() - layer.snrBalanced();
        assertThat(layer.outputError()).isBetween(1e-3, 1.0);
      }
    }
    assertThat(gained).isGreaterThan(1);
    assertThat(result.lines())
        .anyMatch(line -> line.matches("conv2 .*0\\.\\d{3} +\\d+\\.\\d -> \\d+\\.\\d"))
        .anyMatch(line -> line.startsWith("agreement with the original on the calibration data"));
  }

  @Test
  void holdoutDataAreOnlyMeasured() {
    ImportedModel without = compressed("without", "");
    ImportedModel usual =
        compressed("usual", " --holdout bundled:test_x.npy --holdout-labels bundled:test_y.npy");
    ImportedModel noise = compressed("noise", noise());

    assertThat(without.network().provenance().accuracy()).isEqualTo(Accuracy.UNMEASURED);
    assertThat(usual.network().provenance().accuracy().fixed()).isGreaterThan(90);
    assertThat(noise.network().provenance().accuracy().fixed()).isLessThan(60);
    for (ImportedModel model : new ImportedModel[] {usual, noise}) {
      assertThat(model.network().layers()).isEqualTo(without.network().layers());
      assertThat(model.quantization()).isEqualTo(without.quantization());
      assertThat(model.network().provenance().compression())
          .isEqualTo(without.network().provenance().compression());
    }
  }

  @Test
  void holdoutDataWithoutLabelsTellAgreement() {
    Path output = folder.resolve("firmware");
    CliRunner.Result result =
        CliRunner.run("build " + SEARCH + " --target host --holdout bundled:test_x.npy -o", output)
            .succeeded();
    GeneratedFolder built = GeneratedFolder.open(output);
    CalibrationScore score = built.report().holdout();
    assertThat(score.measure()).isEqualTo(CalibrationScore.AGREEMENT);
    assertThat(score.samples()).isEqualTo(500);
    assertThat(score.floating()).isEqualTo(100);
    assertThat(score.factorized()).isBetween(90.0, 100.0);
    assertThat(score.fixed()).isCloseTo(score.factorized(), within(3.0));
    assertThat(built.report().accuracy()).isEqualTo(Accuracy.UNMEASURED);
    assertThat(result.lines())
        .anyMatch(
            line ->
                line.startsWith("agreement with the original on the hold-out data: 100.00 % float"))
        .noneMatch(line -> line.startsWith("hold-out accuracy"));
    Path page = output.resolve("report.html");
    assertThat(page).content().contains("Agreement", "without labels");

    ImportedModel without = compressed("without", "");
    ImportedModel measured = compressed("measured", " --holdout bundled:test_x.npy");
    assertThat(measured.network().layers()).isEqualTo(without.network().layers());
    assertThat(measured.quantization()).isEqualTo(without.quantization());
    assertThat(measured.network().provenance().compression().holdout()).isEqualTo(score);
  }

  private ImportedModel compressed(String name, String options) {
    Path seam = folder.resolve(name + ".onnx");
    CliRunner.run("compress " + SEARCH + options + " -o", seam).succeeded();
    return ModelImporter.read(seam);
  }

  /** Images of noise with random classes. */
  private String noise() {
    Random random = new Random(7);
    byte[] pixels = new byte[40 * 28 * 28];
    random.nextBytes(pixels);
    Path images =
        NpyBytes.save(folder, "noise.npy", NpyBytes.file("|u1", "(40, 1, 28, 28)", pixels));
    byte[] classes = NpyBytes.longs(ByteOrder.LITTLE_ENDIAN, 8, random.longs(40, 0, 10).toArray());
    Path labels = NpyBytes.save(folder, "labels.npy", NpyBytes.file("<i8", "(40,)", classes));
    return " --holdout " + images + " --holdout-labels " + labels;
  }
}
