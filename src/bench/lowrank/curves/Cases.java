package lowrank.curves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lowrank.data.NpyWriter;
import lowrank.data.Samples;
import lowrank.importer.ModelImporter;
import lowrank.network.Network;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.Decisions;
import lowrank.provenance.Preprocessing;

/** The networks, and their data as files. Splits and labels that are not at hand are made once. */
final class Cases {
  private static final int CALIBRATION = 512;
  private static final int PICTURES = 512;
  private static final int SOUNDS = 1833;
  private static final double PIXEL = 1.0 / 255;

  private final Path data;
  private final Path samples;
  private final Path made;
  private final Map<String, Supplier<Case>> cases = new LinkedHashMap<>();

  /**
   * Networks of a folder.
   *
   * @param data folder with the models and data sets that its own README describes
   * @param samples folder with what {@code src/samples/curves} makes
   * @param made where files that are made go
   */
  Cases(Path data, Path samples, Path made) throws IOException {
    this.data = data;
    this.samples = samples;
    this.made = Files.createDirectories(made);
    cases.put(
        "resnet20",
        () ->
            images(
                "resnet20",
                file("models/resnet20.onnx"),
                List.of(
                    "--scale", "1/255", "--mean", "0.485,0.456,0.406", "--std",
                    "0.229,0.224,0.225")));
    cases.put("resnet8", () -> images("resnet8", file("models/resnet8_float.tflite"), List.of()));
    cases.put(
        "article",
        () ->
            images(
                "article",
                "src/samples/article/article_cifar10.onnx",
                List.of("--scale", "1/255", "--mean", "0.5", "--std", "0.5")));
    cases.put("lenet", Cases::digits);
    cases.put("kws", this::keywords);
    cases.put("vww96", this::people);
    cases.put("ad01", this::engines);
  }

  /**
   * The cases with these names; all of them if there is no name.
   *
   * @throws IllegalArgumentException for another name, or if samples of a case were not made
   */
  List<Case> named(List<String> names) {
    return (names.isEmpty() ? cases.keySet() : names)
        .stream()
            .map(name -> Optional.ofNullable(cases.get(name)).orElseThrow(() -> unknown(name)))
            .map(Supplier::get)
            .toList();
  }

  private IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "no network " + name + "; there are " + String.join(", ", cases.keySet()));
  }

  private static Case digits() {
    return new Case(
        "lenet",
        "bundled:lenet_mnist.onnx",
        List.of("--scale", "1/255", "--mean", "0.1307", "--std", "0.3081"),
        "bundled:calibration_x.npy",
        "bundled:calibration_y.npy",
        CALIBRATION,
        "bundled:test_x.npy",
        "bundled:test_y.npy",
        "spatial");
  }

  private String file(String name) {
    return data.resolve(name).toString();
  }

  private Case images(String name, String model, List<String> options) {
    return new Case(
        name,
        model,
        options,
        file("cifar10/train_x.npy"),
        file("cifar10/train_y.npy"),
        PICTURES,
        file("cifar10/test_x.npy"),
        file("cifar10/test_y.npy"),
        "spatial");
  }

  /** Rows 0 to 199 to choose on, 200 to 699 to measure. */
  private Case keywords() {
    Samples x = Samples.read(data.resolve("kws01/x.npy"));
    Samples y = Samples.read(data.resolve("kws01/y.npy"));
    return new Case(
        "kws",
        file("models/kws_float.tflite"),
        List.of("--scale", "0.5847029", "--mean", "48.5303407", "--std", "1"),
        bytes("kws_train_x", x, 0, 200, 49, 10, 1),
        bytes("kws_train_y", y, 0, 200),
        200,
        bytes("kws_test_x", x, 200, 500, 49, 10, 1),
        bytes("kws_test_y", y, 200, 500),
        "svd");
  }

  /** Squares out of a film of people in a yard. Accuracy is agreement with the original. */
  private Case people() {
    Path model = data.resolve("models/vww96_float.tflite");
    Network plain = ModelImporter.read(model).network();
    Preprocessing pixels = new Preprocessing(PIXEL, List.of(0.0), List.of(1.0));
    Network network = plain.withProvenance(plain.provenance().withPreprocessing(pixels));
    String train = sample("people_train_x.npy");
    String test = sample("people_test_x.npy");
    return new Case(
        "vww96",
        model.toString(),
        List.of("--scale", "1/255"),
        train,
        decisions(network, "vww_train_y", train),
        PICTURES,
        test,
        decisions(network, "vww_test_y", test),
        "svd");
  }

  /** Running engines: real, though not the machine that the network was trained on. */
  private Case engines() {
    return new Case(
        "ad01",
        file("models/ad01_float.tflite"),
        List.of(),
        sample("engines_train_x.npy"),
        "",
        SOUNDS,
        sample("engines_test_x.npy"),
        "",
        "svd");
  }

  private String sample(String name) {
    Path path = samples.resolve(name);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(
          path + " is missing: src/samples/curves/people_and_engines.py makes it");
    }
    return path.toString();
  }

  private String decisions(Network network, String name, String samples) {
    int[] classes = Decisions.of(network, Dataset.of(network, Samples.read(Path.of(samples))));
    byte[] values = new byte[classes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) classes[i];
    }
    return write(name, path -> NpyWriter.write(path, values, values.length));
  }

  private String bytes(String name, Samples samples, int first, int count, int... shape) {
    int width = samples.shape().elements();
    byte[] values = new byte[count * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) samples.at(first + i / width, i % width);
    }
    return write(name, path -> NpyWriter.write(path, values, withCount(count, shape)));
  }

  private String write(String name, Consumer<Path> writer) {
    Path path = made.resolve(name + ".npy");
    writer.accept(path);
    return path.toString();
  }

  private static int[] withCount(int count, int... shape) {
    int[] all = new int[shape.length + 1];
    all[0] = count;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return all;
  }
}
