package lowrank.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.diagnostic.CompileException;
import lowrank.doctor.Diagnosis;
import lowrank.doctor.FloatRun;
import lowrank.doctor.LayerDiagnosis;
import lowrank.doctor.LayerExaminer;
import lowrank.doctor.MemoryFit;
import lowrank.doctor.SignalExaminer;
import lowrank.emit.c.CEmitter;
import lowrank.execute.FloatExecutor;
import lowrank.fixed.QuantizedType;
import lowrank.network.ImportedModel;
import lowrank.network.ModelSurvey;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.network.RankPlan;
import lowrank.network.SourceNode;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.rank.SearchProgress;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;

/** Examines one model for one target. */
public final class Doctor {
  /** Prefix for planning; it does not change any size. */
  private static final String IDENTIFIER = "model";

  private final ModelSurvey survey;
  private final String file;
  private final Target target;
  private final CompressionSettings settings;
  private final double weakDecibels;
  private final List<String> obstacles = new ArrayList<>();

  /**
   * A doctor for one model.
   *
   * @param file the model's name, without folders
   * @param settings method and ranks with which a float model is decomposed first, and how its
   *     ranges are chosen
   * @param weakDecibels layers with a lower signal-to-noise ratio are weak
   */
  public Doctor(
      ModelSurvey survey,
      String file,
      Target target,
      CompressionSettings settings,
      double weakDecibels) {
    this.survey = survey;
    this.file = file;
    this.target = target;
    this.settings = settings;
    this.weakDecibels = weakDecibels;
  }

  /**
   * All findings.
   *
   * @param calibration samples on which signals are measured; without them, nothing that depends on
   *     activations is said
   */
  public Diagnosis examine(Optional<Dataset> calibration) {
    if (!survey.complete()) {
      survey.nodes().stream()
          .filter(node -> node.support() == SourceNode.Support.UNSUPPORTED)
          .forEach(node -> obstacles.add(node.operator() + " (" + node.name() + "): unsupported"));
      List<LayerDiagnosis> layers = survey.model().map(this::weightsOnly).orElse(List.of());
      return diagnosis(false, layers, null, null, Map.of());
    }
    ImportedModel model = survey.model().orElseThrow();
    try {
      return calibration.isPresent() ? measured(model, calibration.get()) : unmeasured(model);
    } catch (CompileException e) {
      obstacles.add(e.getMessage());
      return diagnosis(model.quantization().isPresent(), weightsOnly(model), null, null, Map.of());
    }
  }

  private List<LayerDiagnosis> weightsOnly(ImportedModel model) {
    Network network = model.network();
    Quantization quantization =
        model.quantization().orElseGet(() -> NominalQuantization.of(network));
    return LayerExaminer.examine(network, quantization, Optional.empty());
  }

  private Diagnosis unmeasured(ImportedModel model) {
    Network network = model.network();
    Optional<Quantization> own = model.quantization();
    Quantization quantization = own.orElseGet(() -> NominalQuantization.of(network));
    FixedNetwork fixed = FixedNetworkBuilder.build(network, quantization);
    List<LayerDiagnosis> layers =
        LayerExaminer.examine(network, quantization, own.map(present -> fixed));
    return diagnosis(own.isPresent(), layers, fit(fixed), null, Map.of());
  }

  private Diagnosis measured(ImportedModel model, Dataset data) {
    Decomposer decomposer = new Decomposer();
    RankPlan plan =
        model.quantization().isPresent()
            ? RankPlan.EMPTY
            : new RankChooser(model.network(), data, settings, decomposer, InputStatistics.NONE)
                .choose(SearchProgress.SILENT);
    Network network = decomposer.apply(model.network(), plan);
    Function<String, Optional<Network>> undecomposed =
        layer ->
            plan.choices().containsKey(layer)
                ? Optional.of(decomposer.apply(model.network(), plan.without(layer)))
                : Optional.empty();
    SignalExaminer examiner =
        new SignalExaminer(network, settings.range(), run(model, data), weakDecibels, undecomposed);
    Quantization quantization = model.quantization().orElseGet(examiner::quantize);
    FixedNetwork fixed = FixedNetworkBuilder.build(network, quantization);
    List<LayerDiagnosis> layers =
        examiner.examine(
            LayerExaminer.examine(network, quantization, Optional.of(fixed)), quantization);
    double output =
        layers.stream()
            .filter(layer -> layer.name().equals(network.output()))
            .findFirst()
            .orElseThrow()
            .signal()
            .snrDecibels();
    return diagnosis(
        model.quantization().isPresent(), layers, fit(fixed), output, examiner.compareMethods());
  }

  private static FloatRun run(ImportedModel model, Dataset data) {
    Optional<QuantizedType> input =
        model
            .quantization()
            .map(quantization -> quantization.activations().get(model.network().input()));
    return (network, most, observer) -> {
      Dataset some = data.spread(most);
      try (FloatExecutor executor = new FloatExecutor(network, network.shapes().keySet())) {
        executor.run(
            some.count(),
            sample -> input.map(type -> some.real(sample, type)).orElseGet(() -> some.real(sample)),
            (first, count, values) -> observer.see(count, values));
      }
    };
  }

  private MemoryFit fit(FixedNetwork fixed) {
    KernelMemory memory = CEmitter.scratchBytes(target);
    FixedNetwork ordered = Scheduler.ordered(fixed, target, memory);
    Program program = Scheduler.schedule(ordered, target, IDENTIFIER, memory, Fusion.AUTO);
    MemoryFit fit =
        new MemoryFit(
            CEmitter.constantBytes(program, target),
            target.flash().bytes(),
            program.arenaBytes(),
            target.ram().bytes());
    if (!fit.fits()) {
      obstacles.add(
          "the model needs more memory than "
              + target.name()
              + " has: compress it further, or choose a larger target");
    }
    return fit;
  }

  private Diagnosis diagnosis(
      boolean quantized,
      List<LayerDiagnosis> layers,
      MemoryFit memory,
      Double output,
      Map<String, Double> byMethod) {
    return new Diagnosis(
        file,
        target.name(),
        survey.complete(),
        quantized,
        survey.nodes(),
        layers,
        memory,
        output,
        byMethod,
        obstacles);
  }
}
