package lowrank.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import lowrank.diagnostic.CompileException;
import lowrank.network.ImportedModel;
import lowrank.pipeline.BundledFiles;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.GeneratedFolder;
import lowrank.pipeline.search.Amount;
import lowrank.pipeline.search.Budget;
import lowrank.program.SourceBundle;
import lowrank.provenance.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library from another program's side. */
class LowrankTest {
  @TempDir private Path folder;

  @Test
  void fromANetworkToVerifiedFirmware() {
    try (BundledFiles bundled = new BundledFiles()) {
      ImportedModel model =
          Lowrank.read(
              bundled.resolve("bundled:lenet_mnist.onnx"),
              new Preprocessing(1 / 255.0, List.of(0.1307), List.of(0.3081)));
      Dataset images = Lowrank.samples(model, bundled.resolve("bundled:calibration_x.npy"));
      Dataset tests =
          Lowrank.samples(
              model, bundled.resolve("bundled:test_x.npy"), bundled.resolve("bundled:test_y.npy"));
      Budget half = Budget.NONE.withMultiplies(Amount.count("80%"));
      Compressed small =
          Lowrank.compress(
              model,
              CompressOptions.on(images.first(40)).withHoldout(tests).withBudget(half, "host"));
      assertThat(small.fixed().multiplies()).isLessThanOrEqualTo(281640 * 8 / 10);
      assertThat(small.search().orElseThrow().budget().multiplies()).isEqualTo(281640 * 8 / 10);
      SourceBundle files =
          Lowrank.generate(small.seam("net.onnx"), GenerateOptions.of("host", "net"));
      assertThat(files.files()).containsKeys("net.c", "report.html", "report.json");
      Path firmware = folder.resolve("firmware");
      Lowrank.write(firmware, files, false);
      assertThat(Lowrank.verify(firmware, VerifyOptions.onHost()).passed()).isTrue();
      assertThat(GeneratedFolder.report(firmware).accuracy().fixed()).isGreaterThan(80.0);
      assertThatThrownBy(() -> Lowrank.write(firmware, files, false))
          .isInstanceOf(CompileException.class);
    }
  }
}
