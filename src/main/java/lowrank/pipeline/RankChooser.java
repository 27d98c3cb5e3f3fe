package lowrank.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import lowrank.decompose.ActivationRun;
import lowrank.decompose.AsymmetricRefit;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.decompose.QuantizationGauge;
import lowrank.decompose.RankAnalyzer;
import lowrank.fixed.QuantizedType;
import lowrank.network.Network;
import lowrank.network.RankCurves;
import lowrank.network.RankPlan;
import lowrank.pipeline.search.Budget;
import lowrank.pipeline.search.BudgetSearch;
import lowrank.pipeline.search.Effort;
import lowrank.pipeline.search.FirmwareMeter;
import lowrank.pipeline.search.Inputs;
import lowrank.pipeline.search.Refit;
import lowrank.pipeline.search.SearchContext;
import lowrank.pipeline.search.SensitivityCache;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.provenance.SearchLoss;
import lowrank.quantize.CalibrationRun;
import lowrank.quantize.Calibrator;
import lowrank.quantize.Correction;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.precision.MixedNetwork;
import lowrank.rank.Evaluator;
import lowrank.rank.ExplicitRanks;
import lowrank.rank.RankSettings;
import lowrank.rank.RankStrategies;
import lowrank.rank.RankStrategy;
import lowrank.rank.SearchProgress;
import lowrank.rank.budget.Costs;

/** Turns the user's choice of method and ranks into a plan for one network. */
final class RankChooser {
  private final Network network;
  private final Dataset calibration;
  private final CompressionSettings settings;
  private final Decomposer decomposer;
  private final InputStatistics statistics;
  private final TargetFirmware firmware;
  private BudgetSearch search;
  private Score score;
  private SearchProgress progress = SearchProgress.SILENT;

  /** A chooser that searches no budget. */
  RankChooser(
      Network network,
      Dataset calibration,
      CompressionSettings settings,
      Decomposer decomposer,
      InputStatistics statistics) {
    this(
        network,
        calibration,
        settings,
        decomposer,
        statistics,
        decomposed -> {
          throw new IllegalStateException("no budget is searched");
        });
  }

  /**
   * A chooser.
   *
   * @param decomposer makes the candidates that searches measure, with the same statistics
   * @param statistics weigh the singular values of {@code energy}
   * @param finish refits and quantises a decomposed network
   */
  RankChooser(
      Network network,
      Dataset calibration,
      CompressionSettings settings,
      Decomposer decomposer,
      InputStatistics statistics,
      Function<Network, FixedNetwork> finish) {
    this.firmware =
        new TargetFirmware(settings.search().target(), settings.precision().factors(), finish);
    this.network = network;
    this.calibration = calibration;
    this.settings = settings;
    this.decomposer = decomposer;
    this.statistics = statistics;
  }

  /**
   * The plan.
   *
   * @throws CompileException for a method, strategy, layer or rank that does not exist
   */
  RankPlan choose(SearchProgress listener) {
    progress = listener;
    RankCurves curves =
        RankRequest.eligible(RankAnalyzer.analyze(network, settings.method(), weights()), settings);
    if (settings.ranks().equals(CompressionSettings.BUDGET)) {
      search = budgetSearch(curves.layers());
      return search.plan();
    }
    if (RankRequest.isList(settings)) {
      return ExplicitRanks.parse(settings.ranks(), curves);
    }
    RankStrategy strategy = RankStrategies.named(settings.ranks());
    if (curves.curves().isEmpty()) {
      return RankPlan.EMPTY;
    }
    return strategy.select(
        curves.curves(),
        new RankSettings(evaluator(), settings.maximumDrop(), settings.energyShare(), progress));
  }

  /**
   * Another plan if the last one does not keep the budget after all: accuracy can drop by more with
   * the refit on all inputs and in fixed point, and tables and literals depend on the scales, which
   * are not known while the search is on.
   *
   * @param compressed what the last plan led to
   */
  Optional<RankPlan> corrected(Compressed compressed) {
    OptionalDouble drop = settings.search().budget().drop();
    OptionalDouble lost =
        search != null && drop.isPresent()
            ? tooMuch(compressed, drop.getAsDouble())
            : OptionalDouble.empty();
    return lost.isPresent()
        ? Optional.of(search.safer(lost.getAsDouble()))
        : smaller(compressed.fixed());
  }

  /**
   * By how much the accuracy has dropped, in float or in fixed point, if that is more than was
   * asked for and a plan with less loss can help: not if rounding alone costs more.
   */
  private OptionalDouble tooMuch(Compressed compressed, double drop) {
    double original = score.of(network);
    double real = score.of(compressed.network());
    double fixed = score.of(compressed.fixed());
    double lost = original - Math.min(real, fixed);
    if (lost <= drop) {
      return OptionalDouble.empty();
    }
    if (original - real <= drop && real - fixed > drop) {
      progress.warning(
          String.format(
              Locale.ROOT,
              "rounding to fixed point alone loses %.2f on the calibration data, --max-drop is %s;"
                  + " try --int16 auto",
              real - fixed,
              drop));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(lost);
  }

  /** Another plan if the firmware takes more flash or RAM than was asked for. */
  private Optional<RankPlan> smaller(FixedNetwork fixed) {
    Budget budget = settings.search().budget();
    if (search == null || (budget.flash().isEmpty() && budget.ram().isEmpty())) {
      return Optional.empty();
    }
    Program program = firmware.program(fixed);
    Optional<FirmwareMeter.Image> image = firmware.image(program);
    long flash = image.map(i -> i.flash()).orElseGet(() -> firmware.constantBytes(program));
    long ram = program.arenaBytes() + image.map(i -> i.stack()).orElse(0L);
    Costs limits = search.limits();
    return flash <= limits.bytes() && ram <= limits.ram()
        ? Optional.empty()
        : Optional.of(search.tightened(flash, ram));
  }

  /** Writes the curve with the last plan marked, if there was a search and it was asked for. */
  void writeFront() {
    if (search != null) {
      settings.search().front().ifPresent(stem -> FrontFiles.write(stem, network, search.front()));
    }
  }

  /**
   * What the search predicted of its plan and what became of it; empty without a search.
   *
   * @param finished the network as it was refitted in the end
   */
  Optional<SearchLoss> loss(Network finished) {
    return search == null ? Optional.empty() : search.loss(finished);
  }

  /** What the last search under a budget was given and found; empty if there was none. */
  Optional<SearchOutcome> outcome() {
    return Optional.ofNullable(search)
        .map(found -> SearchOutcome.of(found, settings.search().budget()));
  }

  private BudgetSearch budgetSearch(List<String> layers) {
    score = Score.of(network, calibration);
    SearchSamples samples = SearchSamples.of(network, calibration);
    Dataset some = samples.fitted();
    CalibrationActivations few = new CalibrationActivations(some);
    Effort effort = Effort.of(network, layers.size(), some.count());
    SearchContext context =
        new SearchContext(
            network,
            new Inputs(samples.measured().count(), samples.measured()::real),
            decomposer,
            statistics,
            settings.refit()
                ? new Refit(
                    "refitted",
                    decomposed -> AsymmetricRefit.refit(network, decomposed, few, statistics))
                : Refit.NONE,
            refitted -> rounded(refitted, some, few, correction(effort)),
            firmware,
            scoring(score),
            effort,
            settings
                .search()
                .cache()
                .map(folder -> SensitivityCache.in(folder, key(), progress::warning))
                .orElseGet(SensitivityCache::inMemory),
            progress);
    return new BudgetSearch(context, settings.method(), layers, settings.search());
  }

  /** Weights of large networks are corrected in the end only, which takes long. */
  private Correction correction(Effort effort) {
    return settings.correction() == Correction.WEIGHTS && effort == Effort.SPARING
        ? Correction.BIASES
        : settings.correction();
  }

  /** In integers and the gauge for them; as in the end but on fewer inputs. */
  private SearchContext.Rounded rounded(
      Network refitted, Dataset some, ActivationRun few, Correction correction) {
    QuantizationGauge.Settled settled = QuantizationGauge.settle(refitted, few);
    CalibrationRun run = Calibration.of(settled.network(), some);
    Map<String, QuantizedType> types =
        Calibrator.calibrate(settled.network(), run, settings.range());
    MixedNetwork mixed =
        PrecisionChooser.whileSearching(settled.network(), run, types, settings.precision());
    return new SearchContext.Rounded(
        FixedNetworkBuilder.build(mixed.network(), Rounding.quantize(mixed, some, correction)),
        settled.noise());
  }

  /** Labels are part of the name under which figures are kept: they are not in the cache's own. */
  private SearchContext.Scoring scoring(Score measured) {
    Fingerprint fingerprint = new Fingerprint();
    for (int i = 0; i < calibration.count() && calibration.labels().isPresent(); i++) {
      fingerprint.add(String.valueOf(calibration.labels().get().at(i)));
    }
    String name = measured.measure() + " " + fingerprint.hex();
    return new SearchContext.Scoring() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double of(Network changed) {
        return measured.of(changed);
      }
    };
  }

  /** Of all that measured losses depend on, the code that measures them included. */
  private String key() {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(BuildFingerprint.hex());
    fingerprint.add(network.provenance().sha256());
    fingerprint.add(String.valueOf(settings.dataAware()));
    fingerprint.add(settings.range() + " " + settings.correction());
    fingerprint.add(settings.precision().factors() ? Precision.FACTORS : "");
    for (int i = 0; i < calibration.count(); i++) {
      fingerprint.add(calibration.real(i));
    }
    return fingerprint.hex();
  }

  /** Estimates of noise are about the kernels themselves, whatever the factors minimise. */
  private InputStatistics weights() {
    return settings.ranks().equals("evbmf") ? InputStatistics.NONE : statistics;
  }

  /** Accuracy on the labels, or agreement with the original network where there are none. */
  private Evaluator evaluator() {
    Score measured = Score.of(network, calibration);
    return plan -> measured.of(decomposer.apply(network, plan));
  }
}
