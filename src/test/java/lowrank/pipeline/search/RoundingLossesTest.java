package lowrank.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lowrank.data.Samples;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.QuantizationGauge.ChainNoise;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.network.RankPlan;
import lowrank.network.RankPlan.Choice;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.search.SearchContext.Rounded;
import lowrank.provenance.Preprocessing;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.quantize.RangeMethod;
import lowrank.rank.SearchProgress;
import lowrank.rank.budget.Candidate;
import lowrank.rank.budget.Costs;
import lowrank.rank.budget.FactorBank;
import lowrank.rank.budget.LayerCandidates;
import lowrank.rank.budget.Selection;
import org.junit.jupiter.api.Test;

/** What int8 costs counts against the methods that were found noisy, and against nothing else. */
class RoundingLossesTest {
  private static final Path BUNDLED = Path.of("src/samples/bundled");
  private static final Network NETWORK = normalised();
  private static final Dataset DATA =
      Dataset.of(NETWORK, Samples.read(BUNDLED.resolve("calibration_x.npy"))).spread(32);
  private static final Inputs INPUTS = new Inputs(DATA.count(), DATA::real);
  private static final Decomposer DECOMPOSER = new Decomposer();

  private static Network normalised() {
    Network plain = ModelImporter.read(BUNDLED.resolve("lenet_mnist.onnx")).network();
    return plain.withProvenance(
        plain
            .provenance()
            .withPreprocessing(new Preprocessing(1.0 / 255, List.of(0.1307), List.of(0.3081))));
  }

  /** Steps that are so many times as wide as they should be. */
  private static Rounded rounded(Network network, float coarser, List<ChainNoise> noise) {
    CalibrationRun run =
        observer -> {
          try (FloatExecutor executor = new FloatExecutor(network, network.shapes().keySet())) {
            executor.run(
                DATA.count(), DATA::real, (first, count, values) -> values.forEach(observer::see));
          }
        };
    Map<String, QuantizedType> types =
        new HashMap<>(Calibrator.calibrate(network, run, RangeMethod.MINMAX));
    types.replaceAll((value, type) -> QuantizedType.int8(type.scale() * coarser, type.zeroPoint()));
    return new Rounded(
        FixedNetworkBuilder.build(network, Quantizer.quantize(network, types)), noise);
  }

  /** A context that quantises decomposed networks in another way than the original. */
  private static SearchContext context(Rounded decomposed) {
    return new SearchContext(
        NETWORK,
        INPUTS,
        DECOMPOSER,
        InputStatistics.NONE,
        Refit.NONE,
        network -> network.equals(NETWORK) ? rounded(network, 1, List.of()) : decomposed,
        null,
        null,
        Effort.SPARING,
        SensitivityCache.inMemory(),
        SearchProgress.SILENT);
  }

  private static LayerCandidates layer(String name, int rank, double loss) {
    return new LayerCandidates(
        name,
        List.of(
            Candidate.keep(new Costs(100, 100, 100, 0)),
            new Candidate(new Choice("svd", List.of(rank)), new Costs(50, 50, 50, 0), loss),
            new Candidate(new Choice("svd", List.of(rank / 2)), new Costs(25, 25, 25, 0), 4 * loss),
            new Candidate(new Choice("cp", List.of(rank)), new Costs(50, 50, 50, 0), loss)));
  }

  private static double added(FactorBank before, FactorBank after, int layer, int candidate) {
    return after.layers().get(layer).candidates().get(candidate).loss()
        - before.layers().get(layer).candidates().get(candidate).loss();
  }

  @Test
  void isSharedOutByNoise() {
    FactorBank bank =
        new FactorBank(
            List.of(layer("fc1", 30, 0.1), layer("fc2", 20, 0.2)), new Costs(0, 0, 0, 0));
    Selection selection =
        new Selection(
            bank, bank.layers().stream().map(layer -> layer.candidates().get(1)).toList());
    SensitivityMeter meter = new SensitivityMeter(NETWORK, DECOMPOSER, INPUTS);
    Network decomposed = DECOMPOSER.apply(NETWORK, selection.plan());
    Rounded coarse =
        rounded(decomposed, 8, List.of(new ChainNoise("fc1", 5, 10), new ChainNoise("fc2", 5, 20)));
    SearchContext context = context(coarse);
    RoundingLosses losses = new RoundingLosses(context, meter, bank);
    assertThat(losses.addedTo(bank)).isEqualTo(bank);

    losses.learn(selection, RoundedPlan.of(selection.plan(), context, meter), 3);

    FactorBank dearer = losses.addedTo(bank);
    double own = meter.loss(meter.outputs(coarse.fixed()), meter.outputs(decomposed));
    double original =
        meter.loss(meter.outputs(rounded(NETWORK, 1, List.of()).fixed()), meter.outputs(NETWORK));
    double expected = 3 * (own - original);
    double first = added(bank, dearer, 0, 1);
    double second = added(bank, dearer, 1, 1);
    assertThat(expected).isPositive();
    assertThat(first + second).isCloseTo(expected, within(1e-9));
    assertThat(first / second)
        .isCloseTo(
            0.1
                / squaredError(decomposed, "fc1")
                * 0.1
                / (0.2 / squaredError(decomposed, "fc2") * 0.01),
            within(1e-6));
    assertThat(added(bank, dearer, 0, 2)).isCloseTo(first, within(1e-9));
    assertThat(added(bank, dearer, 0, 0)).isZero();
    assertThat(added(bank, dearer, 0, 3)).isZero();
  }

  private static double squaredError(Network decomposed, String layer) {
    return decomposed.layers().stream()
        .filter(factor -> factor.name().equals(layer))
        .mapToDouble(factor -> StrictMath.pow(factor.origin().relativeError(), 2))
        .findFirst()
        .orElseThrow();
  }

  /** Whatever cross term the int8 network at hand has: it is another one in the end. */
  @Test
  void aPlanLosesWhatItsFloatFormLosesAndWhatRoundingChangesInThat() {
    RankPlan plan = RankPlan.EMPTY.with("fc1", new Choice("svd", List.of(10)));
    SensitivityMeter meter = new SensitivityMeter(NETWORK, DECOMPOSER, INPUTS);
    Network decomposed = DECOMPOSER.apply(NETWORK, plan);
    Rounded coarse = rounded(decomposed, 8, List.of());

    RoundedPlan rounded = RoundedPlan.of(plan, context(coarse), meter);

    float[] real = meter.outputs(decomposed);
    double changed = meter.loss(meter.outputs(coarse.fixed()), real);
    assertThat(changed).isPositive();
    assertThat(rounded.loss())
        .isCloseTo(meter.measure(decomposed) + changed, within(1e-12))
        .isNotCloseTo(
            new OutputLoss(NETWORK, meter.outputs(NETWORK)).of(meter.outputs(coarse.fixed())),
            within(1e-6));
  }

  /** An output of a softmax has too few steps to tell small probabilities apart. */
  @Test
  void integerNetworksAreMeasuredBeforeTheirSoftmax() {
    Network classes = SoftmaxNetworks.behind(NETWORK);
    SensitivityMeter meter = new SensitivityMeter(classes, DECOMPOSER, INPUTS);
    SensitivityMeter logits = new SensitivityMeter(NETWORK, DECOMPOSER, INPUTS);

    double loss =
        meter.loss(meter.outputs(rounded(classes, 1, List.of()).fixed()), meter.outputs(classes));

    assertThat(loss)
        .isPositive()
        .isCloseTo(
            logits.loss(
                logits.outputs(rounded(NETWORK, 1, List.of()).fixed()), logits.outputs(NETWORK)),
            within(1e-3));
  }
}
