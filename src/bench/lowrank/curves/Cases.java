package lowrank.curves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import lowrank.data.NpyWriter;
import lowrank.data.Samples;
import lowrank.fixed.QuantizedType;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.Decisions;
import lowrank.provenance.Preprocessing;
import lowrank.quantize.FixedNetworkBuilder;

/** The networks, and their data as files. Splits and labels that are not at hand are made once. */
final class Cases {
  private static final int CALIBRATION = 512;
  private static final int PICTURES = 512;
  private static final double PIXEL = 1.0 / 255;

  private final Path data;
  private final Path made;

  /**
   * Networks of a folder.
   *
   * @param data folder with the models and data sets that its own README describes
   * @param made where files that are made go
   */
  Cases(Path data, Path made) {
    this.data = data;
    this.made = made;
  }

  List<Case> all() throws IOException {
    Files.createDirectories(made);
    List<String> normalised =
        List.of("--scale", "1/255", "--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225");
    return List.of(
        images("resnet20", file("models/resnet20.onnx"), normalised),
        images("resnet8", file("models/resnet8_float.tflite"), List.of()),
        images(
            "article",
            "src/samples/article/article_cifar10.onnx",
            List.of("--scale", "1/255", "--mean", "0.5", "--std", "0.5")),
        new Case(
            "lenet",
            "bundled:lenet_mnist.onnx",
            List.of("--scale", "1/255", "--mean", "0.1307", "--std", "0.3081"),
            "bundled:calibration_x.npy",
            "bundled:calibration_y.npy",
            CALIBRATION,
            "bundled:test_x.npy",
            "bundled:test_y.npy",
            "spatial"),
        keywords(),
        person(),
        sounds());
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

  /**
   * CIFAR-10's images, every pixel three by three times: real images, though not of the kind the
   * network was trained on. Accuracy is agreement with the original.
   */
  private Case person() {
    Path model = data.resolve("models/vww96_float.tflite");
    Network plain = ModelImporter.read(model).network();
    Preprocessing pixels = new Preprocessing(PIXEL, List.of(0.0), List.of(1.0));
    Network network = plain.withProvenance(plain.provenance().withPreprocessing(pixels));
    String train = enlarged("vww_train", "cifar10/train_x.npy", 256);
    String test = enlarged("vww_test", "cifar10/test_x.npy", 1000);
    return new Case(
        "vww96",
        model.toString(),
        List.of("--scale", "1/255"),
        train,
        decisions(network, "vww_train_y", train),
        256,
        test,
        decisions(network, "vww_test_y", test),
        "svd");
  }

  /** Of the realistic ones among the recorded inputs twelve to choose on, four to measure. */
  private Case sounds() {
    Samples inputs = Samples.read(data.resolve("golden/ad01_int8_x.npy"));
    ImportedModel published = ModelImporter.read(data.resolve("models/ad01_int8.tflite"));
    QuantizedType type =
        FixedNetworkBuilder.build(published.network(), published.quantization().orElseThrow())
            .inputType()
            .type();
    int width = inputs.shape().elements();
    float[] values = new float[16 * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.dequantize((int) inputs.at(i / width, i % width));
    }
    return new Case(
        "ad01",
        file("models/ad01_float.tflite"),
        List.of(),
        floats("ad01_train_x", Arrays.copyOf(values, 12 * width), 12, width),
        "",
        12,
        floats("ad01_test_x", Arrays.copyOfRange(values, 12 * width, 16 * width), 4, width),
        "",
        "svd");
  }

  private String enlarged(String name, String source, int count) {
    Samples images = Samples.read(data.resolve(source));
    float[] values = new float[count * 96 * 96 * 3];
    for (int i = 0; i < values.length; i++) {
      int channel = i % 3;
      int column = i / 3 % 96 / 3;
      int row = i / 3 / 96 % 96 / 3;
      values[i] = (float) images.at(i / 3 / 96 / 96, (row * 32 + column) * 3 + channel);
    }
    return floats(name, values, count, 96, 96, 3);
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

  private String floats(String name, float[] values, int count, int... shape) {
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
