package lowrank.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.decompose.Decomposition;
import lowrank.decompose.Decompositions;
import lowrank.emit.c.CEmitter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.TransposedConv2d;
import lowrank.operator.WeightedOperator;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.KernelMemory;
import lowrank.program.Program;
import lowrank.provenance.Origin;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.report.FactorReport;
import lowrank.report.LayerReport;
import lowrank.report.LayerReports;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.tensor.Shape;
import lowrank.verify.ExecutionProfile;
import lowrank.verify.InstructionCounter;

/** Counts a model's multiplies: by formula, by running it, and per target. */
public final class Counter {
  private final Network network;
  private final FixedNetwork fixed;
  private final Map<String, Shape> shapes;
  private final Map<String, List<Layer>> chains = new LinkedHashMap<>();
  private final List<LayerReport> reports;

  /** Break-even ranks of all layers by granularity, which few targets do not share. */
  private final Map<Integer, List<List<Integer>>> breakEven = new HashMap<>();

  /** What the plan of a program depends on; several targets have it in common. */
  private record Planned(
      List<String> features, boolean host, int alignment, Target.Banks banks, Fusion fusion) {}

  private final Map<Planned, Program> programs = new HashMap<>();

  /** A counter of one model; a float model runs with made-up scales, which do not change counts. */
  public Counter(ImportedModel model) {
    network = model.network();
    shapes = network.shapes();
    fixed =
        FixedNetworkBuilder.build(
            network, model.quantization().orElseGet(() -> NominalQuantization.of(network)));
    reports =
        LayerReports.of(network).stream().filter(report -> report.bytesOriginal() > 0).toList();
    for (Layer layer : network.layers()) {
      if (layer.operator() instanceof WeightedOperator) {
        chains.computeIfAbsent(layer.origin().sourceLayer(), name -> new ArrayList<>()).add(layer);
      }
    }
  }

  /** Everything but targets. */
  public Counts count() {
    Map<String, Long> counted = new HashMap<>();
    int[] input = new int[fixed.inputType().shape().elements()];
    List<Long> multiplies = new FixedPointInterpreter(fixed).trace(input).multiplies();
    long sum = 0;
    for (int i = 0; i < multiplies.size(); i++) {
      counted.put(fixed.layers().get(i).name(), multiplies.get(i));
      sum += multiplies.get(i);
    }
    return new Counts(
        network.provenance().model(),
        reports.stream().mapToLong(LayerReport::multipliesOriginal).sum(),
        network.multiplies(),
        sum,
        network.parameters(),
        reports.stream().map(report -> layer(report, counted)).toList(),
        List.of());
  }

  private Counts.LayerCount layer(LayerReport report, Map<String, Long> counted) {
    List<Counts.FactorCount> factors = new ArrayList<>();
    for (FactorReport factor : report.factors()) {
      factors.add(
          new Counts.FactorCount(
              factor.name(),
              factor.shape(),
              factor.multiplies(),
              factor.formula(),
              counted.get(factor.name()),
              factor.bytes()));
    }
    Optional<Decomposition> method = method(report);
    return new Counts.LayerCount(
        report.name(),
        report.shape(),
        report.multipliesOriginal(),
        report.bytesOriginal(),
        report.method(),
        report.ranks(),
        factors,
        method.map(Decomposition::name).orElse(Origin.NONE),
        breakEven(report, 1));
  }

  /** The largest ranks of each decomposed source layer's method, by layer. */
  Map<String, List<Integer>> rankLimits() {
    Map<String, List<Integer>> limits = new LinkedHashMap<>();
    for (LayerReport report : reports) {
      if (!report.method().equals(Origin.NONE)) {
        Decomposition method = Decompositions.named(report.method());
        limits.put(report.name(), method.rankLimits(source(report)));
      }
    }
    return limits;
  }

  /** The method of a decomposed layer, else the one that would be chosen. */
  private Optional<Decomposition> method(LayerReport report) {
    return report.method().equals(Origin.NONE)
        ? Decompositions.choose(Decompositions.AUTO, source(report))
        : Optional.of(Decompositions.named(report.method()));
  }

  private WeightedOperator source(LayerReport report) {
    return SourceOperator.of(chains.get(report.name()));
  }

  private List<List<Integer>> breakEven(int granularity) {
    return reports.stream().map(report -> breakEven(report, granularity)).toList();
  }

  private List<Integer> breakEven(LayerReport report, int granularity) {
    Shape input = shapes.get(chains.get(report.name()).get(0).inputs().get(0));
    return method(report)
        .map(method -> BreakEven.ranks(method, source(report), input, granularity))
        .orElse(List.of());
  }

  /** What a target makes of the model, with layers together where that takes less memory. */
  public Counts.TargetCount count(Target target) {
    return count(target, Fusion.AUTO);
  }

  /** What a target makes of the model. */
  public Counts.TargetCount count(Target target, Fusion fusion) {
    int granularity = target.simdChannels();
    long issued = 0;
    long original = 0;
    for (List<Layer> chain : chains.values()) {
      original += issued(SourceOperator.of(chain), chain.get(0), granularity);
      for (Layer layer : chain) {
        issued += issued((WeightedOperator) layer.operator(), layer, granularity);
      }
    }
    Planned planned =
        new Planned(target.features(), target.host(), target.alignment(), target.banks(), fusion);
    Program program = programs.computeIfAbsent(planned, key -> program(target, fusion));
    return new Counts.TargetCount(
        target.name(),
        granularity,
        original,
        issued,
        Math.round(issued * target.multiplyCost()),
        CEmitter.constantBytes(program, target),
        target.flash().bytes(),
        program.arenaBytes(),
        target.ram().bytes(),
        breakEven.computeIfAbsent(granularity, this::breakEven),
        null,
        null,
        false,
        List.of());
  }

  private Program program(Target target, Fusion fusion) {
    KernelMemory memory = CEmitter.scratchBytes(target);
    FixedNetwork ordered = Scheduler.ordered(fixed, target, memory);
    return Scheduler.schedule(ordered, target, "count", memory, fusion);
  }

  /** The same with the instructions that the folder's C takes on the target's emulated core. */
  public Counts.TargetCount measured(
      Counts.TargetCount count, GeneratedFolder folder, Target target) {
    int[] input = FolderVerification.randomInputs(folder, 1).get(0);
    ExecutionProfile measured = new InstructionCounter().profile(folder.generated(), target, input);
    List<Counts.LayerInstructions> layers = new ArrayList<>();
    List<FixedLayer> executed = folder.network().layers();
    for (int i = 0; i < executed.size(); i++) {
      FixedLayer layer = executed.get(i);
      layers.add(
          new Counts.LayerInstructions(
              layer.name(),
              layer.kernel().multiplies(),
              measured.counts().layers().get(i),
              measured.layers().isEmpty() ? null : measured.layers().get(i)));
    }
    return count.withInstructions(measured, layers);
  }

  private long issued(WeightedOperator operator, Layer layer, int granularity) {
    Shape input = shapes.get(layer.inputs().get(0));
    return operator instanceof TransposedConv2d transposed
        ? SourceOperator.issued(transposed, input, granularity)
        : SourceOperator.issued(SourceOperator.Size.of(operator), input, granularity);
  }
}
