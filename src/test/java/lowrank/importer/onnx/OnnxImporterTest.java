package lowrank.importer.onnx;

import static lowrank.importer.onnx.TestModel.integer;
import static lowrank.importer.onnx.TestModel.ints;
import static lowrank.importer.onnx.TestModel.real;
import static lowrank.importer.onnx.TestModel.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lowrank.fixed.Range;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.Pool2d;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator, in its forms and several versions, gives what ONNX Runtime gives. */
class OnnxImporterTest {
  private static List<String> kinds(Network network) {
    return network.layers().stream().map(layer -> layer.operator().kind()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 9, 11, 13, 17, 21})
  void convolution(int opset) {
    TestModel model = TestModel.of(1, 3, 9, 7).opset(opset);
    model.node(
        "Conv",
        model.inputs(model.weights(4, 3, 3, 2), model.weights(4)),
        ints("pads", 1, 0, 2, 1),
        ints("strides", 2, 1));
    Network network = OnnxOracle.check(model);
    assertThat(network.inputShape()).isEqualTo(Shape.of(9, 7, 3));
    assertThat(network.layout()).isEqualTo(InputLayout.CHANNELS_FIRST);
    assertThat(kinds(network)).containsExactly("Conv2d");
  }

  @Test
  void groupedDilatedAndDepthwiseConvolution() {
    TestModel model = TestModel.of(-1, 4, 10, 11);
    model.node(
        "Conv",
        model.inputs(model.weights(6, 2, 3, 3)),
        integer("group", 2),
        ints("dilations", 2, 3));
    model.node("Conv", model.inputs(model.weights(12, 1, 2, 1)), integer("group", 6));
    OnnxOracle.check(model);
  }

  @ParameterizedTest
  @CsvSource({"SAME_UPPER,2,3", "SAME_LOWER,2,3", "SAME_UPPER,1,1", "SAME_LOWER,3,2", "VALID,2,2"})
  void automaticPadding(String mode, int strideHeight, int strideWidth) {
    TestModel model = TestModel.of(1, 2, 9, 8);
    model.node(
        "Conv",
        model.inputs(model.weights(3, 2, 4, 3)),
        text("auto_pad", mode),
        ints("strides", strideHeight, strideWidth));
    model.with("MaxPool", ints("kernel_shape", 2, 3), text("auto_pad", mode));
    OnnxOracle.check(model);
  }

  @Test
  void oneDimensionalNodesAreImagesOfHeightOne() {
    TestModel model = TestModel.of(1, 3, 20);
    model.node(
        "Conv",
        model.inputs(model.weights(4, 3, 5), model.weights(4)),
        ints("pads", 2, 1),
        ints("strides", 2));
    model.with("Relu").with("MaxPool", ints("kernel_shape", 2), ints("strides", 2));
    model.with("AveragePool", ints("kernel_shape", 3), ints("pads", 1, 1));
    Network network = OnnxOracle.check(model);
    assertThat(network.inputShape()).isEqualTo(Shape.of(1, 20, 3));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,1,1", "1,0.5,2", "0,2,0"})
  void gemm(int transposed, float alpha, float beta) {
    TestModel model = TestModel.of(1, 6);
    String weights = transposed == 1 ? model.weights(4, 6) : model.weights(6, 4);
    model.node(
        "Gemm",
        model.inputs(weights, model.weights(4)),
        integer("transB", transposed),
        real("alpha", alpha),
        real("beta", beta));
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("Dense");
  }

  @Test
  void gemmWithScalarOrMissingBias() {
    TestModel model = TestModel.of(1, 6);
    model.then("Gemm", model.weights(6, 4), model.scalar(0.5f));
    model.then("Gemm", model.weights(4, 3));
    OnnxOracle.check(model);
  }

  @Test
  void matrixProductAndSumAreOneLayer() {
    TestModel model = TestModel.of(1, 6);
    model.then("MatMul", model.weights(6, 5)).then("Add", model.weights(5)).with("Relu");
    model.then("MatMul", model.weights(5, 3));
    model.node("Add", List.of(model.weights(1, 3), model.last()));
    Network network = OnnxOracle.check(model);
    assertThat(kinds(network)).containsExactly("Dense", "Dense");
    assertThat(((Dense) network.layers().get(0).operator()).activation()).isEqualTo(Range.RELU);
  }

  @Test
  void denseBehindAnImagePermutesItsWeights() {
    TestModel model = TestModel.of(1, 3, 4, 5);
    model.node("Conv", model.inputs(model.weights(2, 3, 1, 1)));
    model.with("Flatten").then("Gemm", model.weights(40, 7));
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("Conv2d", "Dense");
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 9, 15, 21})
  void batchNormalisationIsFoldedIntoWhatIsBefore(int opset) {
    TestModel model = TestModel.of(1, 3, 6, 6).opset(opset);
    model.node("Conv", model.inputs(model.weights(4, 3, 3, 3)));
    batchNormalisation(model, 4).with("Relu");
    model.with("GlobalAveragePool").with("Flatten");
    model.then("Gemm", model.weights(4, 5), model.weights(5));
    batchNormalisation(model, 5);
    Network network = OnnxOracle.check(model);
    assertThat(kinds(network)).containsExactly("Conv2d", "Mean", "Dense");
    assertThat(((Conv2d) network.layers().get(0).operator()).activation()).isEqualTo(Range.RELU);
  }

  private static TestModel batchNormalisation(TestModel model, int channels) {
    return model.node(
        "BatchNormalization",
        model.inputs(
            model.weights(channels),
            model.weights(channels),
            model.weights(channels),
            model.positive(channels)),
        real("epsilon", 1e-3f));
  }

  @Test
  void batchNormalisationWithNothingToTakeItIsDepthwise() {
    TestModel model = TestModel.of(1, 3, 6, 6);
    batchNormalisation(model, 3).with("Relu");
    Network network = OnnxOracle.check(model);
    Conv2d convolution = (Conv2d) network.layers().get(0).operator();
    assertThat(network.layers()).hasSize(1);
    assertThat(convolution.depthwise()).isTrue();
    assertThat(convolution.activation()).isEqualTo(Range.RELU);
  }

  @Test
  void batchNormalisationOfVectorsAndSequences() {
    TestModel vector = TestModel.of(1, 5);
    batchNormalisation(vector.with("Relu"), 5);
    OnnxOracle.check(vector);
    TestModel sequence = TestModel.of(1, 5, 7);
    batchNormalisation(sequence, 5).with("Relu");
    OnnxOracle.check(sequence);
  }

  @Test
  void aSharedConvolutionIsNotFolded() {
    TestModel model = TestModel.of(1, 2, 4, 4);
    model.node("Conv", model.inputs(model.weights(3, 2, 1, 1)));
    String shared = model.last();
    batchNormalisation(model, 3);
    model.then("Add", shared).with("Relu");
    Network network = OnnxOracle.check(model);
    assertThat(kinds(network)).containsExactly("Conv2d", "Conv2d", "Add");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Sigmoid", "Tanh", "LeakyRelu", "Identity", "Dropout"})
  void activations(String type) {
    OnnxOracle.check(TestModel.of(1, 2, 3, 4).with("Relu").with(type));
    TestModel model = TestModel.of(1, 5);
    model.then("Gemm", model.weights(5, 6)).with(type);
    OnnxOracle.check(model);
  }

  @Test
  void slopeOfLeakyRectifier() {
    OnnxOracle.check(TestModel.of(1, 5).with("LeakyRelu", real("alpha", 0.2f)));
  }

  @Test
  void clipWithAttributesAndWithInputs() {
    TestModel attributes = TestModel.of(1, 2, 3, 4).opset(7);
    attributes.node("Conv", attributes.inputs(attributes.weights(3, 2, 1, 1)));
    attributes.with("Clip", real("min", -0.2f), real("max", 0.3f));
    Network network = OnnxOracle.check(attributes);
    assertThat(((Conv2d) network.layers().get(0).operator()).activation())
        .isEqualTo(new Range(-0.2f, 0.3f));
    TestModel inputs = TestModel.of(1, 2, 3, 4);
    inputs.then("Clip", "", inputs.scalar(0.5f)).then("Clip", inputs.scalar(-0.1f));
    assertThat(OnnxOracle.check(inputs).layers()).hasSize(1);
  }

  @Test
  void clipsApartStayApart() {
    TestModel model = TestModel.of(1, 8);
    model.then("Clip", model.scalar(-0.5f), model.scalar(0.2f));
    model.then("Clip", model.scalar(0.3f), model.scalar(0.8f));
    assertThat(OnnxOracle.check(model).layers()).hasSize(2);
  }

  @Test
  void pools() {
    TestModel model = TestModel.of(1, 3, 12, 13);
    model.with(
        "MaxPool", ints("kernel_shape", 3, 2), ints("strides", 2, 1), ints("pads", 1, 0, 1, 1));
    model.with("AveragePool", ints("kernel_shape", 2, 3), ints("pads", 0, 1, 1, 1));
    Network network = OnnxOracle.check(model);
    assertThat(network.layers()).allMatch(layer -> layer.operator() instanceof Pool2d);
  }

  @Test
  void countedPaddingIsALayer() {
    TestModel model = TestModel.of(1, 3, 6, 7);
    model.with(
        "AveragePool",
        ints("kernel_shape", 3, 3),
        ints("pads", 1, 1, 0, 1),
        integer("count_include_pad", 1));
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("Pad", "AveragePool");
  }

  @ParameterizedTest
  @CsvSource({"7,2,2,0", "8,3,2,0", "7,3,3,1", "9,2,3,0", "6,3,2,1", "5,2,3,1"})
  void roundedUpPools(int size, int kernel, int stride, int pad) {
    for (String type : List.of("MaxPool", "AveragePool")) {
      TestModel model = TestModel.of(1, 2, size, size + 1).opset(19);
      model.with(
          type,
          ints("kernel_shape", kernel, kernel),
          ints("strides", stride, stride),
          ints("pads", pad, pad, pad, pad),
          integer("ceil_mode", 1));
      OnnxOracle.check(model);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GlobalAveragePool", "GlobalMaxPool"})
  void globalPools(String type) {
    OnnxOracle.check(TestModel.of(1, 3, 4, 5).with(type).with("Flatten"));
    OnnxOracle.check(TestModel.of(1, 3, 5).with(type));
  }

  @Test
  void meanOverRowsAndColumns() {
    OnnxOracle.check(
        TestModel.of(1, 3, 4, 5).with("ReduceMean", ints("axes", 2, 3), integer("keepdims", 0)));
    OnnxOracle.check(TestModel.of(1, 3, 4, 5).with("ReduceMean", ints("axes", -1, -2)));
    OnnxOracle.check(TestModel.of(1, 3, 4, 5).with("ReduceMean", ints("axes", 2)));
    OnnxOracle.check(
        TestModel.of(1, 3, 4, 5).with("ReduceMean", ints("axes", 3), integer("keepdims", 0)));
    TestModel input = TestModel.of(1, 3, 4, 5).opset(18);
    input.node("ReduceMean", input.inputs(input.longs(2, 3)), integer("keepdims", 0));
    OnnxOracle.check(input);
    TestModel last = TestModel.of(1, 4, 5, 3).with("Transpose", ints("perm", 0, 3, 1, 2));
    last.node("Conv", last.inputs(last.weights(2, 3, 1, 1)));
    last.with("Transpose", ints("perm", 0, 2, 3, 1)).with("ReduceMean", ints("axes", 1, 2));
    OnnxOracle.check(last);
  }

  @Test
  void sumsOfActivations() {
    TestModel model = TestModel.of(1, 2, 4, 5);
    model.node("Conv", model.inputs(model.weights(3, 2, 1, 1)));
    String left = model.last();
    model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)), ints("pads", 1, 1, 1, 1));
    model.then("Add", left).with("Relu");
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("Conv2d", "Conv2d", "Add");
    TestModel flat = TestModel.of(1, 2, 4, 5);
    flat.with("Flatten");
    String flattened = flat.last();
    flat.with("Relu").then("Add", flattened).then("Gemm", flat.weights(40, 3));
    OnnxOracle.check(flat);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "Sub", "Mul", "Div"})
  void arithmeticWithConstants(String type) {
    TestModel model = TestModel.of(1, 3, 4, 5);
    model.then(type, model.scalar(0.3f)).then(type, model.positive(3, 1, 1));
    model.node("Conv", model.inputs(model.weights(4, 3, 3, 3), model.weights(4)));
    model.then(type, model.positive(1, 4, 1, 1)).then(type, model.scalar(2));
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("Conv2d", "Conv2d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "Sub", "Mul"})
  void constantsFirst(String type) {
    TestModel model = TestModel.of(1, 3, 4, 5);
    model.node(type, List.of(model.positive(3, 1, 1), model.last()));
    OnnxOracle.check(model);
  }

  @Test
  void constantsForEachElement() {
    TestModel model = TestModel.of(1, 3, 4, 5);
    model.then("Mul", model.weights(3, 4, 5)).then("Add", model.weights(1, 3, 4, 1));
    model.with("Relu").with("Flatten").then("Mul", model.weights(60));
    model.then("Gemm", model.weights(60, 2));
    OnnxOracle.check(model);
  }

  @Test
  void concatenation() {
    for (int axis : new int[] {1, 2, 3, -1}) {
      TestModel model = TestModel.of(1, 3, 4, 5).with("Relu");
      String left = model.last();
      model.node("Sigmoid", List.of("x"));
      model.node("Concat", List.of(left, model.last(), left), integer("axis", axis));
      OnnxOracle.check(model);
    }
    TestModel vectors = TestModel.of(1, 6);
    vectors.then("Gemm", vectors.weights(6, 3));
    vectors.node("Concat", vectors.inputs("x"), integer("axis", 1));
    OnnxOracle.check(vectors);
    TestModel points = TestModel.of(1, 1, 4, 4).with("Relu");
    points.node("Concat", points.inputs("x"), integer("axis", 1));
    OnnxOracle.check(points);
  }

  @Test
  void padding() {
    TestModel attributes = TestModel.of(1, 3, 4, 5).opset(10);
    attributes.with("Pad", ints("pads", 0, 1, 2, 0, 0, 2, 1, 3), real("value", 0.5f));
    OnnxOracle.check(attributes);
    TestModel inputs = TestModel.of(1, 3, 4, 5);
    inputs.then("Pad", inputs.longs(0, 0, 1, 1, 0, 0, 1, 2), inputs.scalar(-1));
    inputs.node("Conv", inputs.inputs(inputs.weights(2, 3, 3, 3)));
    OnnxOracle.check(inputs);
    TestModel axes = TestModel.of(1, 6).opset(18);
    axes.then("Pad", axes.longs(2, 1), "", axes.longs(-1));
    OnnxOracle.check(axes);
  }

  @Test
  void slices() {
    TestModel attributes = TestModel.of(1, 3, 8, 9).opset(7);
    attributes.with("Slice", ints("starts", 1, -6), ints("ends", 3, 100), ints("axes", 1, 3));
    OnnxOracle.check(attributes);
    TestModel inputs = TestModel.of(1, 3, 8, 9);
    inputs.then(
        "Slice",
        inputs.longs(0, 1, -7),
        inputs.longs(Long.MAX_VALUE, -1, 9),
        inputs.longs(0, 2, -1),
        inputs.longs(1, 2, 3));
    OnnxOracle.check(inputs);
    TestModel vector = TestModel.of(1, 9);
    vector.then("Slice", vector.longs(2), vector.longs(7), vector.longs(1));
    OnnxOracle.check(vector);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 11, 13, 17})
  void softmax(int opset) {
    TestModel vector = TestModel.of(1, 6).opset(opset);
    vector.then("Gemm", vector.weights(6, 4), vector.weights(4));
    OnnxOracle.check(vector.with("Softmax"));
    OnnxOracle.check(TestModel.of(1, 3, 1, 1).opset(opset).with("Softmax", integer("axis", 1)));
    TestModel flat = TestModel.of(1, 3, 4, 5).opset(opset).with("Flatten").with("Softmax");
    OnnxOracle.check(flat.then("Gemm", flat.weights(60, 2), flat.weights(2)));
    if (opset >= 13) {
      OnnxOracle.check(TestModel.of(1, 3, 4, 5).opset(opset).with("Softmax", integer("axis", 1)));
    }
  }

  @Test
  void casts() {
    TestModel model = TestModel.of(1, 4).with("Cast", integer("to", 1));
    OnnxOracle.check(
        model.with("Relu").with("Cast", integer("to", 11)).with("Cast", integer("to", 1)));
  }

  @Test
  void reshapesAreViews() {
    TestModel model = TestModel.of(-1, 3, 4, 5);
    model.then("Reshape", model.longs(0, -1)).then("Gemm", model.weights(60, 6));
    model.then("Reshape", model.longs(1, 6, 1, 1));
    model.node("Conv", model.inputs(model.weights(4, 6, 1, 1)));
    model.with("Squeeze", ints("axes")).then("Unsqueeze", model.longs(0));
    TestModel old = TestModel.of(1, 3, 4, 5).opset(11);
    old.with("GlobalAveragePool").with("Squeeze", ints("axes", 2, 3)).with("Relu");
    old.with("Unsqueeze", ints("axes", 2, 3)).with("Sigmoid").with("Squeeze", ints("axes", -1, 2));
    OnnxOracle.check(old);
    TestModel fresh = TestModel.of(1, 3, 4, 5);
    fresh.with("GlobalAveragePool").then("Squeeze", fresh.longs(2, 3));
    fresh.then("Unsqueeze", fresh.longs(-1, 2)).then("Reshape", fresh.longs(3));
    fresh.then("Unsqueeze", fresh.longs(0)).then("Gemm", fresh.weights(3, 2));
    OnnxOracle.check(fresh);
  }

  @Test
  void denseOutputBecomesAnImageWithoutCopy() {
    TestModel model = TestModel.of(1, 5);
    model.then("Gemm", model.weights(5, 6)).then("Reshape", model.longs(1, 6, 1, 1));
    model.node("Conv", model.inputs(model.weights(4, 6, 1, 1), model.weights(4)));
    model.with("Flatten");
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("Dense", "Reshape", "Conv2d");
  }

  @Test
  void channelsLastModelsLoseTheirTransposes() {
    TestModel model = TestModel.of(1, 6, 7, 3);
    model.then("Mul", model.scalar(0.5f)).with("Transpose", ints("perm", 0, 3, 1, 2));
    model.node("Conv", model.inputs(model.weights(4, 3, 3, 3), model.weights(4))).with("Relu");
    model.with("MaxPool", ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    model.with("Transpose", ints("perm", 0, 2, 3, 1)).then("Reshape", model.longs(-1, 16));
    model.then("MatMul", model.weights(16, 3)).then("Add", model.weights(3)).with("Softmax");
    Network network = OnnxOracle.check(model);
    assertThat(network.layout()).isEqualTo(InputLayout.CHANNELS_LAST);
    assertThat(network.inputShape()).isEqualTo(Shape.of(6, 7, 3));
    assertThat(kinds(network)).containsExactly("Conv2d", "Conv2d", "MaxPool", "Dense", "Softmax");
  }

  @Test
  void aSingleChannelMayBeReshapedInsteadOfTransposed() {
    TestModel model = TestModel.of(-1, 9, 5, 1);
    model.then("Reshape", model.longs(-1, 1, 9, 5));
    model.node("Conv", model.inputs(model.weights(4, 1, 3, 3)));
    model.with("GlobalAveragePool");
    Network network = OnnxOracle.check(model);
    assertThat(network.layout()).isEqualTo(InputLayout.CHANNELS_LAST);
    assertThat(kinds(network)).containsExactly("Conv2d", "Mean");
  }

  @Test
  void sequencesWithoutChannelsBecomeImages() {
    TestModel model = TestModel.of(1, 9, 5);
    model.then("Unsqueeze", model.longs(1));
    model.node("Conv", model.inputs(model.weights(4, 1, 3, 3)));
    OnnxOracle.check(model);
  }

  @Test
  void constantSubgraphsAreEvaluated() {
    TestModel model = TestModel.of(1, 3, 4, 4);
    model.node("Shape", List.of("x"));
    model.node("Gather", List.of(model.last(), model.longs(0)), integer("axis", 0));
    model.node("Concat", List.of(model.last(), model.longs(-1)), integer("axis", 0));
    model.node("Reshape", List.of("x", model.last()));
    String flat = model.last();
    model.node("Mul", List.of(model.weights(48, 2), model.scalar(0.25f)));
    model.node("Gemm", List.of(flat, model.last()));
    assertThat(kinds(OnnxOracle.check(model))).containsExactly("Dense");
  }

  @Test
  void constantNodes() {
    TestModel model = TestModel.of(1, 4);
    model.node("Constant", List.of(), real("value_float", 0.25f));
    model.node("Mul", List.of("x", model.last()));
    String scaled = model.last();
    model.node("Constant", List.of(), ints("value_ints", 0, 2, 2));
    model.node("Reshape", List.of(scaled, model.last()));
    OnnxOracle.check(model);
  }

  @Test
  void typedAndRawAndHalfPrecisionWeights() {
    TestModel model = TestModel.of(1, 2);
    var half =
        model.integers(
            ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT16,
            new int[] {0x3c00, 0xc000, 0x0001, 0x3555},
            2,
            2);
    model.node("Cast", List.of(half), integer("to", 1));
    model.node("Gemm", List.of("x", model.last()));
    OnnxOracle.check(model);
  }

  @Test
  void deadNodesAreIgnored() {
    TestModel model = TestModel.of(1, 4).with("Relu");
    String output = model.last();
    model.with("NotAnOperator");
    model.graph().addOutput(ai.onnx.proto.OnnxMl.ValueInfoProto.newBuilder().setName(output));
    assertThat(OnnxImporter.read("a.onnx", model.bytes()).network().layers()).hasSize(1);
  }

  @Test
  void layersAreNamedAfterWeightsOrNodes() {
    TestModel model = TestModel.of(1, 3, 8, 8);
    model.node("Conv", model.inputs(model.named("layer1.0.conv1.weight", 4, 3, 1, 1)));
    model.named("/layer1/layer1.0/conv2/Conv", "Conv", model.inputs(model.weights(4, 4, 1, 1)));
    model.named("model/block/conv2d_1/Conv2D", "Conv", model.inputs(model.weights(4, 4, 1, 1)));
    model.named("/conv1/Conv", "Conv", model.inputs(model.weights(4, 4, 1, 1)));
    model.named("/Sigmoid", "Sigmoid", model.inputs());
    model.named("", "Tanh", model.inputs());
    model.node("Conv", model.inputs(model.named("onnx::Conv_12", 4, 4, 1, 1)));
    model.named("/Sigmoid_1", "Sigmoid", model.inputs());
    model.named("/sub/Sigmoid", "Sigmoid", model.inputs());
    model.named("/sub/Sigmoid_1/Tanh", "Tanh", model.inputs());
    model.named("model/sub/Tanh", "Tanh", model.inputs());
    List<String> names = OnnxOracle.check(model).layers().stream().map(Layer::name).toList();
    assertThat(names)
        .containsExactly(
            "layer1.0.conv1",
            "layer1.0.conv2",
            "block.conv2d_1",
            "conv1",
            "Sigmoid",
            "Tanh",
            "conv6",
            "Sigmoid_1",
            "sub.Sigmoid",
            "sub.Sigmoid_1.Tanh",
            "sub.Tanh");
  }

  @Test
  void productsAndDifferencesOfActivations() {
    TestModel gated = TestModel.of(1, 3, 4, 5);
    gated.with("GlobalAveragePool").with("Sigmoid");
    OnnxOracle.check(gated.node("Mul", List.of("x", gated.last())));
    TestModel centred = TestModel.of(1, 3, 4, 5);
    centred.with("GlobalAveragePool").with("Flatten");
    centred.then("Reshape", centred.longs(3, 1, 1));
    OnnxOracle.check(centred.node("Sub", List.of(centred.last(), "x")).with("HardSwish"));
    TestModel swish = TestModel.of(1, 3, 4, 5).with("Sigmoid");
    OnnxOracle.check(swish.node("Mul", List.of(swish.last(), "x")));
    TestModel vector = TestModel.of(1, 7).with("Tanh");
    OnnxOracle.check(vector.node("Sub", List.of("x", vector.last())).with("HardSwish"));
  }
}
