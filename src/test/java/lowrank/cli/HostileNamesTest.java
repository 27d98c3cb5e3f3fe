package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import lowrank.data.NpyWriter;
import lowrank.oracle.TfliteModelBuilder;
import lowrank.pipeline.BundledFiles;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptionsT;

/**
 * Names that break out of what they are printed into, or fall together when they are made plain: of
 * layers, tensors, classes and files, through both importers into every file of a folder.
 */
class HostileNamesTest {
  private static final List<String> NAMES =
      List.of(
          "*/ int evil; /*",
          "<script>alert(1)</script>",
          "\"quoted\" 'too' \\",
          "line\r\nbreak\u2028\u0085",
          "../../../../etc/passwd",
          "nul\u0000byte",
          "x".repeat(10_000),
          "what??/",
          "int",
          "main",
          "class",
          "\u65e5\u672c\u8a9e \ud83d\ude00 \u202egnp",
          "${7*7} <#if true> %s %n $(touch x) `touch x`",
          "a b",
          "a_b",
          "a-b",
          "A_b",
          "a_b_2",
          "-o",
          "k_scale",
          "-->]]></title><b>",
          "#{x}\t: - & *a");

  @TempDir Path folder;

  /** The bundled network, every node, value and weight under a name of the list. */
  private static byte[] onnx() throws IOException {
    ModelProto model;
    try (BundledFiles bundled = new BundledFiles()) {
      model = ModelProto.parseFrom(Files.readAllBytes(bundled.resolve("bundled:lenet_mnist.onnx")));
    }
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Map<String, String> renamed = new LinkedHashMap<>();
    for (TensorProto.Builder weights : graph.getInitializerBuilderList()) {
      String name = NAMES.get(renamed.size() % NAMES.size());
      renamed.put(weights.getName(), name);
      weights.setName(name);
    }
    int number = 0;
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      node.setName(NAMES.get(number++ * 5 % NAMES.size()));
      for (int i = 0; i < node.getInputCount(); i++) {
        node.setInput(i, renamed.getOrDefault(node.getInput(i), node.getInput(i)));
      }
    }
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  /** Convolutions of 1x1, one for each name. */
  private static byte[] tflite() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int input = model.activation("\"*/", 1, 4, 4, 2);
    int last = input;
    Random random = new Random(1);
    for (String name : NAMES) {
      float[] values = new float[4];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      int weights = model.floats(name + "/w", values, 2, 1, 1, 2);
      int bias = model.floats("b", new float[2], 2);
      int output = model.activation(name, 1, 4, 4, 2);
      Conv2DOptionsT options = new Conv2DOptionsT();
      options.setStrideH(1);
      options.setStrideW(1);
      options.setDilationHFactor(1);
      options.setDilationWFactor(1);
      model.operator(
          BuiltinOperator.CONV_2D,
          1,
          new int[] {last, weights, bias},
          output,
          BuiltinOptions.Conv2DOptions,
          options);
      last = output;
    }
    return model.build(input, last);
  }

  @Test
  void throughOnnx() throws Exception {
    Path classes = folder.resolve("*' \"\\ ${x} classes");
    Files.write(classes, NAMES.stream().map(n -> n.replaceAll("\\p{Cc}", "?")).limit(10).toList());
    Path model = folder.resolve("it's \"a\" *?? <b> ..$(x)\u202e\ud83d\ude00; model.onnx");
    Files.write(model, onnx());
    String options =
        "--scale 1/255 --calibration bundled:calibration_x.npy --samples 20 --ranks energy"
            + " --energy 0.8 --data-free --no-refit --target cortex-m4";
    check(model, List.of(options.split(" ")), List.of("--classes", classes.toString()));
  }

  /** The compressed network with names that its metadata keep as they are. */
  private static byte[] seam() throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(Samples.quantized()));
    JsonMapper mapper = JsonMapper.builder().build();
    String metadata = model.getMetadataProps(0).getValue();
    Map<String, String> renamed = new LinkedHashMap<>();
    List<String> layers = new ArrayList<>();
    mapper.readTree(metadata).at("/origins").fieldNames().forEachRemaining(layers::add);
    for (String layer : layers) {
      String name = NAMES.get(renamed.size() % NAMES.size());
      renamed.put(layer, name);
      metadata = metadata.replace('"' + layer + '"', mapper.writeValueAsString(name + "\u0000"));
    }
    metadata = metadata.replace("\\u0000", "");
    metadata = metadata.replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"../../*/<b>\"");
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      node.setName(renamed.getOrDefault(node.getName(), node.getName()));
    }
    ModelProto.Builder changed = model.toBuilder().setGraph(graph);
    changed.getMetadataPropsBuilder(0).setValue(metadata);
    return changed.build().toByteArray();
  }

  @Test
  void throughMetadata() throws Exception {
    Path model = folder.resolve("classes.txt");
    Files.write(model, seam());
    check(model, List.of("--target", "cortex-m4"), List.of());
  }

  @Test
  void throughTflite() throws Exception {
    Path model = folder.resolve("target.yaml");
    Files.write(model, tflite());
    Path data = folder.resolve("x.npy");
    NpyWriter.write(
        data,
        new byte[] {
          1, -2, 3, 4, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, -7, 6, 5, 4, -9, 8, 77, 6, 5, 4, -3, 2,
          1, 0, 10, 2
        },
        new int[] {1, 4, 4, 2});
    check(
        model,
        List.of("--method", "none", "--target", "host"),
        List.of("--calibration", data.toString()));
  }

  private void check(Path model, List<String> options, List<String> more) throws Exception {
    Path output = folder.resolve("out");
    List<String> words =
        new ArrayList<>(List.of("build", model.toString(), "-o", output.toString()));
    words.addAll(options);
    words.addAll(more);
    CliRunner.run(words.toArray(String[]::new)).succeeded();
    Path again = folder.resolve("again");
    CliRunner.run("build --config " + output.resolve("lowrank.yaml") + " -o", again).succeeded();
    assertThat(Refusals.content(again)).isEqualTo(Refusals.content(output));
    CliRunner.Result verified = CliRunner.run("verify --random 1", output).succeeded();
    assertThat(verified.out()).contains("\nbit-exact: 1 inputs");
    CliRunner.run("count", output).succeeded();
    for (String file : Refusals.content(output).keySet()) {
      assertThat(file).matches("([A-Za-z0-9_][\\p{L}\\p{N}._+ /-]*)?");
    }
    page(Jsoup.parse(Files.readString(output.resolve("report.html"))));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(output.resolve("arena.svg").toFile());
    JsonNode report = JsonMapper.builder().build().readTree(output.resolve("report.json").toFile());
    assertThat(report.at("/layers").isArray()).isTrue();
    for (String yaml : List.of("lowrank.yaml", "idf_component.yml", "zephyr/module.yml")) {
      assertThat(
              JsonMapper.builder(new YAMLFactory())
                  .build()
                  .readTree(output.resolve(yaml).toFile())
                  .isObject())
          .isTrue();
    }
  }

  private static void page(Document page) {
    assertThat(page.select("script, img, b, iframe, object, link, base, form")).isEmpty();
    page.getAllElements()
        .forEach(
            element ->
                element
                    .attributes()
                    .forEach(attribute -> assertThat(attribute.getKey()).doesNotStartWith("on")));
  }
}
