package lowrank.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lowrank.pipeline.BundledModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole pipeline on the bundled model. */
@Command(
    name = "demo",
    description = {
      "Compress the bundled MNIST network, write its firmware for a Cortex-M4, and verify it on this",
      "machine against the interpreter."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String ENERGY = "0.9";

  @Mixin private Console console;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "lowrank-demo",
      paramLabel = "DIR",
      description = "Folder to write (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Option(names = "--force", description = "Replace a folder that this tool wrote.")
  private boolean force;

  @Override
  public Integer call() {
    try (BundledModel bundled = BundledModel.unpack()) {
      int status = run(build(bundled));
      return status != Main.DONE ? status : run(verify(bundled));
    }
  }

  private List<String> build(BundledModel bundled) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "build",
                bundled.file(BundledModel.MODEL),
                "--scale",
                "1/255",
                "--mean",
                BundledModel.MEAN,
                "--std",
                BundledModel.STD,
                "--calibration",
                bundled.file("calibration_x.npy"),
                "--holdout",
                bundled.file("test_x.npy"),
                "--holdout-labels",
                bundled.file("test_y.npy"),
                "--ranks",
                "energy",
                "--energy",
                ENERGY,
                "--target",
                "cortex-m4",
                "-o",
                output.toString()));
    if (force) {
      arguments.add("--force");
    }
    return arguments;
  }

  private List<String> verify(BundledModel bundled) {
    return List.of("verify", output.toString(), "--inputs", bundled.file("test_x.npy"));
  }

  private int run(List<String> arguments) {
    console.out().println("$ lowrank " + String.join(" ", arguments));
    return Main.run(console.out(), console.err(), arguments.toArray(String[]::new));
  }
}
