package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lowrank.data.Samples;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.pipeline.search.Amount;
import lowrank.pipeline.search.Budget;
import lowrank.pipeline.search.BudgetSearch;
import lowrank.pipeline.search.Effort;
import lowrank.pipeline.search.Inputs;
import lowrank.pipeline.search.Refit;
import lowrank.pipeline.search.SearchContext;
import lowrank.pipeline.search.SearchSettings;
import lowrank.pipeline.search.SensitivityCache;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.rank.SearchProgress;
import org.junit.jupiter.api.Test;

/** Quantised firmware may take more than the search, which knows no scales, has planned for. */
class FinishedFirmwareTest {
  private static final Path BUNDLED = Path.of("src/samples/bundled");
  private static final Network NETWORK =
      ModelImporter.read(BUNDLED.resolve("lenet_mnist.onnx")).network();
  private static final long LIMIT = 20_000;

  private final TargetFirmware firmware =
      new TargetFirmware(
          Optional.empty(),
          false,
          decomposed -> {
            throw new IllegalStateException("a plan that fits is found without it");
          });
  private final Decomposer decomposer = new Decomposer(InputStatistics.NONE);

  private long bytes(RankPlan plan) {
    Network decomposed = decomposer.apply(NETWORK, plan);
    return firmware.constantBytes(firmware.program(decomposed));
  }

  @Test
  void aPlanThatTurnsOutTooLargeIsNotFoundAgain() {
    Dataset data = Dataset.of(NETWORK, Samples.read(BUNDLED.resolve("calibration_x.npy")));
    Budget budget = Budget.NONE.withFlash(Amount.bytes(String.valueOf(LIMIT)));
    SearchContext context =
        new SearchContext(
            NETWORK,
            new Inputs(32, data::real),
            decomposer,
            InputStatistics.NONE,
            Refit.NONE,
            refitted ->
                new SearchContext.Rounded(
                    FixedNetworkBuilder.build(refitted, NominalQuantization.of(refitted)),
                    List.of()),
            firmware,
            null,
            Effort.SPARING,
            SensitivityCache.inMemory(),
            SearchProgress.SILENT);
    List<String> layers = NETWORK.layers().stream().map(layer -> layer.name()).toList();
    BudgetSearch search =
        new BudgetSearch(
            context,
            "svd",
            layers,
            new SearchSettings(budget, Optional.empty(), Optional.empty(), Optional.empty()));
    List<RankPlan> plans = new ArrayList<>(List.of(search.plan()));
    long left = LIMIT - bytes(plans.get(0));
    assertThat(left).isGreaterThan(2);
    long added = left + 1;
    for (long taken = bytes(plans.get(0)) + added; taken > LIMIT; ) {
      RankPlan next = search.tightened(taken, 0);
      assertThat(plans).doesNotContain(next);
      plans.add(next);
      taken = bytes(next) + added;
    }
    assertThat(plans).hasSizeBetween(2, 8);
  }
}
