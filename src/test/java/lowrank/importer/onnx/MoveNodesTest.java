package lowrank.importer.onnx;

import static lowrank.importer.onnx.TestModel.integer;
import static lowrank.importer.onnx.TestModel.ints;
import static lowrank.importer.onnx.TestModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.diagnostic.CompileException;
import lowrank.network.Layer;
import lowrank.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that move elements, and transposed convolutions, against ONNX Runtime. */
class MoveNodesTest {
  private static List<String> kinds(Network network) {
    return network.layers().stream().map(Layer::operator).map(o -> o.kind()).toList();
  }

  private static void refused(TestModel model, String... parts) {
    assertThatThrownBy(() -> OnnxImporter.read("dir/m.onnx", model.bytes()))
        .isInstanceOf(CompileException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContainingAny("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "asymmetric, floor, 4 6",
    "asymmetric, ceil, 9 3",
    "asymmetric, round_prefer_ceil, 5 7",
    "half_pixel, round_prefer_floor, 6 9",
    "half_pixel, round_prefer_floor, 2 2",
    "half_pixel, round_prefer_ceil, 1 1",
    "half_pixel, floor, 7 8",
    "pytorch_half_pixel, round_prefer_floor, 1 5",
    "align_corners, round_prefer_ceil, 6 7",
    "align_corners, floor, 1 11"
  })
  void resizeToSizes(String coordinates, String rounding, String size) {
    long[] sizes = Arrays.stream(size.split(" ")).mapToLong(Long::parseLong).toArray();
    TestModel model = TestModel.of(1, 2, 4, 3);
    model.node(
        "Resize",
        List.of("x", "", "", model.longs(1, 2, sizes[0], sizes[1])),
        text("coordinate_transformation_mode", coordinates),
        text("nearest_mode", rounding));
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("ResizeNearest");
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 2, 3, 1.5f, 2.4f, 0.5f, 0.75f})
  void resizeByFactors(float factor) {
    for (String coordinates : List.of("asymmetric", "half_pixel")) {
      TestModel model = TestModel.of(1, 2, 4, 6);
      String scales = model.floats(new float[] {1, 1, factor, factor}, 4);
      model.node(
          "Resize",
          List.of("x", "", scales),
          text("coordinate_transformation_mode", coordinates),
          text("nearest_mode", "floor"));
      OnnxOracle.check(model);
    }
  }

  @Test
  void resizeOfSomeAxesAndOfOld() {
    TestModel axes = TestModel.of(1, 2, 4, 3).opset(18);
    axes.node("Resize", List.of("x", "", "", axes.longs(5, 8)), ints("axes", -1, -2));
    OnnxOracle.check(axes);
    TestModel early = TestModel.of(1, 2, 4, 3).opset(10);
    OnnxOracle.check(early.then("Resize", early.floats(new float[] {1, 1, 2, 3}, 4)));
    TestModel upsample = TestModel.of(1, 2, 4, 3).opset(9);
    OnnxOracle.check(upsample.then("Upsample", upsample.floats(new float[] {1, 1, 2, 2}, 4)));
    TestModel attribute = TestModel.of(1, 2, 4, 3).opset(7);
    AttributeProto scales =
        AttributeProto.newBuilder()
            .setName("scales")
            .setType(AttributeProto.AttributeType.FLOATS)
            .addAllFloats(List.of(1f, 1f, 3f, 2f))
            .build();
    OnnxOracle.check(attribute.with("Upsample", scales));
  }

  @Test
  void resizesThatAreNotSupported() {
    TestModel linear = TestModel.of(1, 2, 4, 3);
    linear.node("Resize", List.of("x", "", "", linear.longs(1, 2, 8, 6)), text("mode", "linear"));
    refused(linear, "mode linear", "nearest");
    TestModel channels = TestModel.of(1, 2, 4, 3);
    channels.node("Resize", List.of("x", "", "", channels.longs(1, 4, 4, 3)));
    refused(channels, "resize rows and columns only");
    TestModel crop = TestModel.of(1, 2, 4, 3);
    crop.node(
        "Resize",
        List.of("x", "", "", crop.longs(1, 2, 8, 6)),
        text("coordinate_transformation_mode", "tf_crop_and_resize"));
    refused(crop, "tf_crop_and_resize", "half_pixel");
  }

  @Test
  void gatheredRowsAndColumns() {
    TestModel model = TestModel.of(1, 2, 4, 3);
    model.node("Gather", model.inputs(model.longs(0, 3, 3, -1, 1)), integer("axis", 2));
    model.node("Gather", model.inputs(model.longs(2, 0)), integer("axis", -1));
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("ResizeNearest", "ResizeNearest");
    TestModel channels = TestModel.of(1, 2, 4, 3);
    channels.node("Gather", channels.inputs(channels.longs(1, 0)), integer("axis", 1));
    refused(channels, "gathers along axis 1", "Slice");
  }

  /** The parts, and the newest part negated, joined again. */
  private static TestModel split(
      TestModel model, int axis, int parts, List<String> lengths, AttributeProto... attributes) {
    List<String> outputs =
        new ArrayList<>(IntStream.range(0, parts).mapToObj(i -> "part" + i).toList());
    NodeProto.Builder node =
        NodeProto.newBuilder().setName("split").setOpType("Split").addInput(model.last());
    node.addAllInput(lengths).addAllOutput(outputs);
    node.addAttribute(integer("axis", axis)).addAllAttribute(List.of(attributes));
    model.graph().addNode(node);
    Collections.reverse(outputs);
    model.node("Concat", outputs, integer("axis", axis));
    return model.with("LeakyRelu");
  }

  @Test
  void splitsAreSlices() {
    TestModel attribute = TestModel.of(1, 6, 4, 3).opset(11);
    Network network = OnnxOracle.check(split(attribute, 1, 3, List.of(), ints("split", 1, 2, 3)));
    assertThat(kinds(network))
        .containsExactly("Slice", "Slice", "Slice", "Concatenation", "LeakyRelu");
    TestModel equal = TestModel.of(1, 6, 4, 3).opset(13);
    OnnxOracle.check(split(equal, -2, 2, List.of()));
    TestModel input = TestModel.of(1, 6, 4, 3).opset(13);
    OnnxOracle.check(split(input, 3, 2, List.of(input.longs(1, 2))));
    TestModel uneven = TestModel.of(1, 7, 4, 3).opset(18);
    OnnxOracle.check(split(uneven, 1, 3, List.of(), integer("num_outputs", 3)));
    TestModel wrong = TestModel.of(1, 7, 4, 3).opset(13);
    refused(split(wrong, 1, 2, List.of(wrong.longs(3, 3))), "splits axis 1", "[3, 3]");
  }

  @Test
  void channelShuffle() {
    TestModel model = TestModel.of(1, 6, 3, 2).with("LeakyRelu");
    model.then("Reshape", model.longs(1, 2, 3, 3, 2));
    model.with("Transpose", ints("perm", 0, 2, 1, 3, 4));
    model.then("Reshape", model.longs(1, 6, 3, 2));
    model.node("Conv", model.inputs(model.weights(4, 6, 1, 1)));
    assertThat(kinds(OnnxOracle.check(model)))
        .containsExactly("LeakyRelu", "Reshape", "Transpose", "Reshape", "Conv2d");
  }

  @Test
  void elementsMoveWhereNoViewWillDo() {
    TestModel flat = TestModel.of(1, 3, 4, 5).with("LeakyRelu").with("Flatten");
    assertThat(kinds(OnnxOracle.check(flat))).contains("Transpose");
    TestModel turned = TestModel.of(1, 3, 4, 5).with("LeakyRelu");
    turned.with("Transpose", ints("perm", 0, 1, 3, 2));
    turned.node("Conv", turned.inputs(turned.weights(4, 3, 2, 3)));
    assertThat(kinds(OnnxOracle.check(turned))).contains("Transpose");
    TestModel reshaped = TestModel.of(1, 3, 4, 5).with("LeakyRelu");
    reshaped.then("Reshape", reshaped.longs(1, 6, 2, 5));
    reshaped.node("Conv", reshaped.inputs(reshaped.weights(4, 6, 1, 1)));
    OnnxOracle.check(reshaped);
    TestModel matrix = TestModel.of(1, 8, 3).with("LeakyRelu");
    matrix.with("Transpose", ints("perm", 0, 2, 1)).then("Reshape", matrix.longs(1, 4, 6));
    matrix.with("Sigmoid");
    OnnxOracle.check(matrix);
  }

  @Test
  void inputsThatAreLaidOutDifferently() {
    TestModel sum = TestModel.of(1, 3, 4, 4);
    sum.node("Conv", sum.inputs(sum.weights(3, 3, 1, 1)));
    String conv = sum.last();
    sum.with("Transpose", ints("perm", 0, 1, 3, 2));
    sum.node("Add", List.of(conv, sum.last()));
    sum.node("Conv", sum.inputs(sum.weights(2, 3, 1, 1)));
    assertThat(kinds(OnnxOracle.check(sum))).contains("Transpose", "Add");
    TestModel joined = TestModel.of(1, 3, 4, 4);
    joined.node("Conv", joined.inputs(joined.weights(3, 3, 1, 1)));
    String first = joined.last();
    joined.with("Transpose", ints("perm", 0, 1, 3, 2));
    joined.node("Concat", List.of(first, joined.last()), integer("axis", 1));
    joined.node("Conv", joined.inputs(joined.weights(2, 6, 1, 1)));
    assertThat(kinds(OnnxOracle.check(joined))).contains("Transpose", "Concatenation");
  }

  @Test
  void transposedConvolutions() {
    TestModel plain = TestModel.of(1, 3, 4, 5);
    plain.node(
        "ConvTranspose",
        plain.inputs(plain.weights(3, 2, 3, 4), plain.weights(2)),
        ints("strides", 2, 3),
        ints("pads", 1, 0, 0, 2),
        ints("output_padding", 1, 2));
    assertThat(kinds(OnnxOracle.check(plain.with("Relu")))).containsExactly("TransposedConv2d");
    for (String mode : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      TestModel same = TestModel.of(1, 3, 4, 5);
      same.node(
          "ConvTranspose",
          same.inputs(same.weights(3, 2, 4, 3)),
          ints("strides", 2, 2),
          text("auto_pad", mode));
      OnnxOracle.check(same);
    }
    TestModel sized = TestModel.of(1, 3, 4, 5);
    sized.node(
        "ConvTranspose",
        sized.inputs(sized.weights(3, 2, 3, 3)),
        ints("strides", 2, 2),
        ints("output_shape", 8, 10));
    OnnxOracle.check(sized);
    TestModel line = TestModel.of(1, 3, 7);
    line.node(
        "ConvTranspose",
        line.inputs(line.weights(3, 2, 4)),
        ints("strides", 2),
        ints("pads", 1, 2));
    OnnxOracle.check(line);
  }

  @Test
  void transposedConvolutionsThatAreNotSupported() {
    TestModel grouped = TestModel.of(1, 4, 4, 4);
    grouped.node("ConvTranspose", grouped.inputs(grouped.weights(4, 1, 2, 2)), integer("group", 2));
    refused(grouped, "2 groups");
    TestModel dilated = TestModel.of(1, 4, 4, 4);
    dilated.node(
        "ConvTranspose", dilated.inputs(dilated.weights(4, 1, 2, 2)), ints("dilations", 1, 2));
    refused(dilated, "dilated by 2");
  }
}
