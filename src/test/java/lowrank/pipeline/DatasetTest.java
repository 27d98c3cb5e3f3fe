package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.pipeline.search.Inputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data are often sorted by class: a part of them must show all that the whole shows. */
class DatasetTest {
  private static final Path BUNDLED = Path.of("src/samples/bundled");
  private static final Network NETWORK =
      ModelImporter.read(BUNDLED.resolve("lenet_mnist.onnx")).network();
  private static final int COUNT = 300;

  private static Dataset sorted() {
    Samples samples = Samples.read(BUNDLED.resolve("calibration_x.npy"));
    int[] classes = IntStream.range(0, COUNT).map(i -> i / 30).toArray();
    return Dataset.of(NETWORK, samples).withLabels(Labels.of(classes));
  }

  @Test
  void aPartOfSortedDataHasAllClasses() {
    Dataset part = sorted().spread(10);

    assertThat(IntStream.range(0, 10).map(part.labels().orElseThrow()::at))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(part.real(3)).isEqualTo(sorted().real(90));
  }

  @Test
  void partsOfPartsAreOfTheWhole() {
    Dataset part = sorted().spread(100).spread(10).first(4);

    assertThat(part.count()).isEqualTo(4);
    assertThat(part.real(3)).isEqualTo(sorted().real(90));
    assertThat(part.labels().orElseThrow().at(3)).isEqualTo(3);
  }

  @Test
  void askedForMoreItIsTheWhole() {
    Dataset whole = sorted().spread(1000);

    assertThat(whole.count()).isEqualTo(COUNT);
    assertThat(whole.real(299)).isEqualTo(sorted().real(299));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 299, 300})
  void aThirdAndTheOthersAreAllOfIt(int count) {
    Dataset whole = sorted().first(count);
    Dataset third = whole.third();
    Dataset others = whole.withoutThird();

    assertThat(third.count()).isEqualTo(count / 3);
    assertThat(Stream.of(third, others).flatMap(DatasetTest::samples))
        .hasSize(count)
        .containsExactlyInAnyOrderElementsOf(samples(whole).toList());
    assertThat(third.labels().orElseThrow().at(0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ofFewerThanThreeBothAreAll(int count) {
    Dataset whole = sorted().first(count);

    assertThat(whole.third().count()).isEqualTo(count);
    assertThat(whole.withoutThird().count()).isEqualTo(count);
  }

  private static Stream<FloatBuffer> samples(Dataset data) {
    return IntStream.range(0, data.count()).mapToObj(i -> FloatBuffer.wrap(data.real(i)));
  }

  @Test
  void theSearchLooksAtInputsFromAllOver() {
    Inputs few = new Inputs(COUNT, i -> new float[] {i}).spread(4);

    assertThat(few.count()).isEqualTo(4);
    assertThat(IntStream.range(0, 4).mapToDouble(i -> few.input().apply(i)[0]))
        .containsExactly(0.0, 75.0, 150.0, 225.0);
  }
}
