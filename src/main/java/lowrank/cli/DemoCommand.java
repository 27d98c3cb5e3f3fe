package lowrank.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lowrank.pipeline.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole pipeline on the bundled model. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Compress, generate and verify the bundled MNIST network.",
      "Writes its firmware for a Cortex-M4 and verifies it on this machine; the commands that do so"
          + " are printed and can be copied."
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "lowrank-demo",
      paramLabel = "DIR",
      description = "Folder to write (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Option(
      names = "--force",
      description = "Replace a folder that this tool wrote, with all that is in it.")
  private boolean force;

  @Override
  public Integer call() {
    OutputFolder.check(output, force);
    int built = run(build());
    return built == Main.DONE ? run(verify()) : built;
  }

  private List<String> build() {
    return List.of(
        "build bundled:lenet_mnist.onnx",
        "--scale 1/255 --mean 0.1307 --std 0.3081",
        "--calibration bundled:calibration_x.npy",
        "--holdout bundled:test_x.npy --holdout-labels bundled:test_y.npy",
        "--method spatial --ranks energy --energy 0.95",
        force ? "--target cortex-m4 --force -o" : "--target cortex-m4 -o");
  }

  private List<String> verify() {
    return List.of("verify --inputs bundled:test_x.npy");
  }

  /** Prints and runs a command, given as lines of words, with the folder as its last word. */
  private int run(List<String> lines) {
    console.out().print("$ " + Shell.program() + " " + String.join(" \\\n    ", lines));
    console.out().println(" " + Shell.quote(output.toString()));
    List<String> words = new ArrayList<>();
    lines.forEach(line -> words.addAll(List.of(line.split(" "))));
    words.add(output.toString());
    return Main.run(console.out(), console.err(), words.toArray(String[]::new));
  }
}
