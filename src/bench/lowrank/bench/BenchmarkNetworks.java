package lowrank.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.program.FixedNetwork;
import lowrank.quantize.FixedNetworkBuilder;

/**
 * Whole networks from a folder with models and data. Those that are compressed first are kept in
 * {@code target/bench/models}.
 */
final class BenchmarkNetworks {
  private static final Path CACHE = Path.of("target/bench/models");
  private static final Map<String, String> PUBLISHED = new LinkedHashMap<>();
  private static final Map<String, String> COMPRESSED = new LinkedHashMap<>();

  private static final int SAMPLES = 128;

  /** Ranks for a Cortex-M4 at half the multiplies, on more samples: they choose the ranks, too. */
  private static final String CHOSEN =
      " --target cortex-m4 --max-multiplies 50% --max-instructions 55% --max-ram 100%"
          + " --samples 512";

  static {
    for (String name : List.of("resnet8", "kws", "vww96", "ad01")) {
      PUBLISHED.put(name, "models/" + name + "_int8.tflite");
    }
    String resnet8 = "models/resnet8_float.tflite";
    String resnet20 =
        "models/resnet20.onnx --scale 1/255 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225";
    COMPRESSED.put("resnet20", resnet20 + " --method none");
    COMPRESSED.put("resnet8 half tucker2", resnet8 + " --method tucker2 --ranks share=0.5");
    COMPRESSED.put("resnet8 half spatial", resnet8 + " --method spatial --ranks share=0.5");
    COMPRESSED.put("resnet20 half tucker2", resnet20 + " --method tucker2 --ranks share=0.5");
    COMPRESSED.put("resnet20 half spatial", resnet20 + " --method spatial --ranks share=0.5");
    COMPRESSED.put("resnet8 half chosen", resnet8 + CHOSEN);
    COMPRESSED.put("resnet20 half chosen", resnet20 + CHOSEN);
  }

  private final Path data;

  BenchmarkNetworks(Path data) {
    this.data = data;
  }

  static List<String> names() {
    List<String> names = new ArrayList<>(PUBLISHED.keySet());
    names.addAll(COMPRESSED.keySet());
    return names;
  }

  FixedNetwork network(String name) throws IOException {
    Path file = PUBLISHED.containsKey(name) ? data.resolve(PUBLISHED.get(name)) : compressed(name);
    ImportedModel model = ModelImporter.read(file);
    return FixedNetworkBuilder.build(model.network(), model.quantization().orElseThrow());
  }

  private Path compressed(String name) throws IOException {
    Path file = CACHE.resolve(name.replace(' ', '_') + ".onnx");
    if (!Files.exists(file)) {
      Files.createDirectories(CACHE);
      List<String> words = List.of(COMPRESSED.get(name).split(" "));
      List<String> line =
          new ArrayList<>(List.of("java", "-jar", "target/lowrank.jar", "compress"));
      line.add(data.resolve(words.get(0)).toString());
      line.addAll(words.subList(1, words.size()));
      String samples = data.resolve("cifar10/train_x.npy").toString();
      line.addAll(List.of("--calibration", samples, "-o", file.toString()));
      if (!words.contains("--samples")) {
        line.addAll(List.of("--samples", String.valueOf(SAMPLES)));
      }
      Process process =
          new ProcessBuilder(line)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IllegalStateException("cannot make " + name);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return file;
  }
}
