package lowrank.report;

import java.util.List;
import java.util.Map;
import lowrank.program.Program;
import lowrank.provenance.Accuracy;

/** Reports made up for tests. */
public final class ReportCases {
  private ReportCases() {}

  /** A report with every part filled in and the given text wherever a name may stand. */
  public static Report full(String name) {
    return new Report(
        "lowrank-mcu 0.1.0",
        "net",
        name + ".onnx",
        "00ff",
        "cortex-m4",
        new Accuracy(90.0, 89.0, 88.5),
        null,
        null,
        null,
        new Report.Multiplies(1000, 400),
        new Report.Flash(300, 200L, "arm-none-eabi-gcc 12.2.1"),
        new Report.Ram(64, 64, 16L),
        null,
        List.of(layer(name, "svd", List.of(2), 400), layer("pool", "none", List.of(), 0)),
        new Report.VerificationEntry(4, 2, 0, List.of("java", name)),
        1234L,
        new PlanEntry(
            List.of(name, "pool"),
            1,
            List.of(new PlanEntry.Bank("ram", 64)),
            List.of(
                new PlanEntry.Place(List.of("x"), false, 0, 16, -1, 0),
                new PlanEntry.Place(List.of(name, "pool"), false, 16, 32, 0, 2),
                new PlanEntry.Place(List.of("pool"), true, 48, 16, 1, 1))),
        List.of(
            new TargetEntry("cortex-m4", 300, 1024, 64, 256, 400, 1600),
            new TargetEntry("tiny", 300, 256, 64, 32, 400, 1600)),
        new BuildEntry(
            new BuildEntry.Budget(500L, 2000L, null, 400L, null, null),
            List.of(
                new BuildEntry.FrontPoint(300, 200, 0.5), new BuildEntry.FrontPoint(1000, 900, 0)),
            new BuildEntry.FrontPoint(400, 300, 0.2),
            Map.of("layers", name),
            List.of(new BuildEntry.InputFile("calibration", name, "abcd"))));
  }

  /** The same with a program's plan. */
  public static Report planned(Program program) {
    Report full = full("conv1");
    return new Report(
        full.tool(),
        program.identifier(),
        full.model(),
        full.sha256(),
        full.target(),
        full.accuracy(),
        full.holdout(),
        full.calibration(),
        full.search(),
        full.multiplies(),
        full.flash(),
        new Report.Ram(program.arenaBytes(), program.arenaLowerBound(), null),
        full.predicted(),
        full.layers(),
        full.verification(),
        full.instructions(),
        PlanEntry.of(program),
        full.targets(),
        full.build());
  }

  /** A layer of 1,000 multiplies and 900 bytes before, or nothing of either. */
  public static LayerEntry layer(String name, String method, List<Integer> ranks, long multiplies) {
    boolean weights = multiplies > 0;
    return new LayerEntry(
        name,
        weights ? "Conv" : "MaxPool",
        weights ? "3x3 4->4" : "",
        method,
        ranks,
        ranks.isEmpty() ? List.of() : List.of(4),
        weights ? 1000 : 0,
        multiplies,
        weights ? 900 : 0,
        weights ? 300 : 0,
        ranks.isEmpty() ? 0 : 0.25,
        List.of(new FactorReport(name + ".1", "Conv", "1x1 4->2", multiplies, "", 300)),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
