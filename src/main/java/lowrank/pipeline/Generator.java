package lowrank.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.emit.c.CEmitter;
import lowrank.emit.c.TestVectors;
import lowrank.emit.packaging.Packager;
import lowrank.emit.reference.ReferenceEmitter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.interpret.Trace;
import lowrank.network.ImportedModel;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.provenance.Tool;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.report.Report;
import lowrank.report.Reports;
import lowrank.report.page.ArenaChart;
import lowrank.report.page.ReportPage;
import lowrank.schedule.Fusion;
import lowrank.schedule.Scheduler;
import lowrank.target.Optimize;
import lowrank.target.Target;
import lowrank.tensor.IntTensor;

/**
 * The integer half: quantised model to firmware sources. A pure function; the same model, target
 * and name give the same bytes on every machine.
 */
public final class Generator {
  private static final long TEST_INPUT_SEED = 1;

  /** Flash that tables leave to code, bytes. */
  private static final long CODE_ROOM = 32 * 1024;

  private Generator() {}

  /**
   * All files of a generated folder: C, Java reference, report and its page, and under {@code
   * model/} what they were made from.
   *
   * @param model as imported
   * @param file name and bytes of the quantised model
   * @param target with the text of its descriptor
   * @param name prefix of all C names
   * @throws CompileException if the model is not quantised or the name cannot be a C identifier
   */
  public static SourceBundle generate(
      ImportedModel model, ModelFile file, TargetFile target, String name) {
    return generate(model, file, target, name, GenerationSettings.DEFAULT);
  }

  /**
   * The same as the settings say.
   *
   * @throws CompileException if, besides, a place is unknown or too small, or there is another
   *     number of classes than of outputs
   */
  public static SourceBundle generate(
      ImportedModel model,
      ModelFile file,
      TargetFile target,
      String name,
      GenerationSettings settings) {
    Target wished = fitting(model, file, target.target(), name, settings);
    FixedNetwork network = network(model, file.name(), wished);
    Program program = schedule(network, wished, name, settings);
    Report report =
        report(model, program, wished, target, settings.fusion())
            .withBuild(settings.build().orElse(null));
    settings.checkClasses(network.outputType().shape().elements());
    SourceBundle sources =
        CEmitter.emit(program, wished, testVectors(network), settings.classes())
            .with(new ReferenceEmitter().emit(program));
    SourceBundle firmware =
        Packager.packaged(sources, program, wished, settings.packages())
            .with(settings.classesFile());
    return firmware
        .with(Reports.FILE, Reports.toJson(report))
        .with(ArenaChart.FILE, ArenaChart.file(report))
        .with(ReportPage.FILE, ReportPage.html(report))
        .with(GeneratedFolder.MODEL + file.name(), file.content())
        .with(GeneratedFolder.TARGET, target.text());
  }

  /**
   * The model's integer network with its layers in the order in which a target's C executes them.
   *
   * @param file for the message
   * @throws CompileException if the model is not quantised
   */
  static FixedNetwork network(ImportedModel model, Object file, Target target) {
    FixedNetwork network =
        FixedNetworkBuilder.build(
            model.network(),
            model
                .quantization()
                .orElseThrow(() -> new CompileException(Fault.NOT_QUANTIZED, file)));
    return Scheduler.ordered(network, target, CEmitter.scratchBytes(target));
  }

  private static Report report(
      ImportedModel model, Program program, Target wished, TargetFile target, Fusion fusion) {
    Counter counter = new Counter(model);
    return Reports.of(
        Tool.NAME_AND_VERSION,
        model.network(),
        program,
        CEmitter.constantBytes(program, wished),
        counter.rankLimits(),
        TargetCosts.of(counter, target.target(), fusion),
        LayerCosts.whole(program, wished).orElse(null),
        LayerCosts.bySource(program, wished));
  }

  private static Program schedule(
      FixedNetwork network, Target target, String name, GenerationSettings settings) {
    return Scheduler.schedule(
        network, target, name, CEmitter.scratchBytes(target), settings.fusion(), settings.places());
  }

  /** The target, or the balanced one if its flash does not hold wide weights. */
  private static Target fitting(
      ImportedModel model,
      ModelFile file,
      Target target,
      String name,
      GenerationSettings settings) {
    if (!target.has(Target.WIDE_WEIGHTS)) {
      return target;
    }
    Program program = schedule(network(model, file.name(), target), target, name, settings);
    long room = target.flash().bytes() - CODE_ROOM;
    return CEmitter.constantBytes(program, target) > room
        ? target.optimized(Optimize.BALANCED)
        : target;
  }

  /** One inference on seeded random bytes. */
  static TestVectors testVectors(FixedNetwork network) {
    int[] input = new int[network.inputType().shape().elements()];
    Random random = new Random(TEST_INPUT_SEED);
    int minimum = network.inputType().type().element().minimum();
    int maximum = network.inputType().type().element().maximum();
    for (int i = 0; i < input.length; i++) {
      input[i] = minimum + random.nextInt(maximum - minimum + 1);
    }
    Trace trace = new FixedPointInterpreter(network).trace(input);
    List<IntTensor> outputs = new ArrayList<>();
    for (int i = 0; i < trace.outputs().size(); i++) {
      FixedLayer layer = network.layers().get(i);
      outputs.add(
          new IntTensor(
              layer.kernel().output().shape(),
              layer.kernel().output().type().element(),
              trace.outputs().get(i)));
    }
    return new TestVectors(
        new IntTensor(network.inputType().shape(), network.inputType().type().element(), input),
        outputs);
  }
}
