import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import lowrank.importer.ModelImporter;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.network.ImportedModel;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;

/**
 * Multiplies per second of the fixed-point interpreter on one thread and on all processors.
 *
 * <p>Usage: {@code java -cp target/lowrank.jar src/bench/InterpreterBenchmark.java QUANTIZED_MODEL}
 */
public final class InterpreterBenchmark {
  private static final int ROUNDS = 5;
  private static final double SECONDS = 2;

  public static void main(String[] arguments) {
    ImportedModel model = ModelImporter.read(Path.of(arguments[0]));
    FixedNetwork network =
        FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
    FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
    int[] input = new int[network.inputType().shape().elements()];
    Random random = new Random(1);
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextInt(256) - 128;
    }
    int processors = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        Locale.ROOT, "%s: %,d multiplies per inference%n", network.name(), network.multiplies());
    for (int round = 1; round <= ROUNDS; round++) {
      double single = rate(network, 1, () -> interpreter.run(input));
      int batch = 4 * processors;
      double all = rate(network, batch, () -> interpreter.runAll(batch, i -> input));
      System.out.printf(
          Locale.ROOT,
          "round %d: %.0f M multiplies/s on one thread, %.0f M on %d processors%n",
          round,
          single / 1e6,
          all / 1e6,
          processors);
    }
  }

  private static double rate(FixedNetwork network, int inferences, Runnable run) {
    long start = System.nanoTime();
    long end = start + (long) (SECONDS * 1e9);
    long runs = 0;
    while (System.nanoTime() < end) {
      run.run();
      runs++;
    }
    return (double) network.multiplies() * inferences * runs / ((System.nanoTime() - start) / 1e9);
  }
}
