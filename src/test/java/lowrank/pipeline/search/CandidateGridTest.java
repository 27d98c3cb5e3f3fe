package lowrank.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.RankAnalyzer;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.network.RankCurve;
import lowrank.pipeline.search.CandidateGrid.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateGridTest {
  private static final Network NETWORK =
      ModelImporter.read(Path.of("src/samples/bundled/lenet_mnist.onnx")).network();

  /** Otherwise a budget that can be met would be refused. */
  @ParameterizedTest
  @ValueSource(strings = {"svd", "tucker2", "spatial", "cp"})
  void theCheapestRanksAreAmongTheWays(String method) {
    var ways = new CandidateGrid(NETWORK, 1).ways(method, InputStatistics.NONE);
    assertThat(ways).isNotEmpty();
    for (RankCurve curve : RankAnalyzer.analyze(NETWORK, method, InputStatistics.NONE).curves()) {
      List<Way> all =
          ways.get(curve.layer()).stream()
              .flatMap(List::stream)
              .filter(way -> way.choice().method().equals(curve.method()))
              .sorted(Comparator.comparingLong(Way::multiplies))
              .toList();
      assertThat(all.get(0).choice().ranks()).isEqualTo(curve.ladder().get(0).ranks());
    }
  }

  /** Where a layer may cost little, one rank more or less matters most. */
  @Test
  void lowRanksLieCloseTogether() {
    List<Way> ways =
        new CandidateGrid(NETWORK, 1)
            .ways("svd", InputStatistics.NONE).values().stream()
                .map(methods -> methods.get(0))
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();

    assertThat(ways).hasSizeGreaterThan(16);
    assertThat(ways.stream().limit(3).map(way -> way.choice().ranks().get(0)))
        .containsExactly(1, 2, 3);
  }
}
