package lowrank.importer.onnx;

import static lowrank.importer.onnx.TestModel.integer;
import static lowrank.importer.onnx.TestModel.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.network.ImportedModel;
import lowrank.network.Layer;
import lowrank.network.Quantization;
import lowrank.operator.Clamp;
import lowrank.operator.Conv2d;
import lowrank.tensor.IntTensor;
import org.junit.jupiter.api.Test;

/** Models with QuantizeLinear and DequantizeLinear in the forms that quantisers write. */
class QuantizedModelTest {
  private static final int[] CONV = {1, 2, 3, 4, 5, 6, -7, -8, -9, -10, -11, 127};
  private static final int[] CONV_OHWI = {1, 3, 5, 2, 4, 6, -7, -9, -11, -8, -10, 127};

  /** An input, quantised with scale 1/2 and zero point 3. */
  private static TestModel input(long... dimensions) {
    return quantized(TestModel.of(dimensions), 0.5f, 3);
  }

  private static TestModel quantized(TestModel model, float scale, int zeroPoint) {
    String s = model.scalar(scale);
    String z = model.integers(DataType.INT8, new int[] {zeroPoint});
    return model.then("QuantizeLinear", s, z).then("DequantizeLinear", s, z);
  }

  private static String dequantized(
      TestModel model, DataType type, int[] values, float[] scales, long... dimensions) {
    String before = model.last();
    String integers = model.integers(type, values, dimensions);
    String scale =
        scales.length == 1 ? model.scalar(scales[0]) : model.floats(scales, scales.length);
    model.node("DequantizeLinear", List.of(integers, scale), integer("axis", 0));
    String real = model.last();
    model.rewind(before);
    return real;
  }

  /** A convolution of 3 to 2 channels over 1×2, one scale per channel. */
  private static TestModel convolution(TestModel model, float biasScale) {
    String weights =
        dequantized(model, DataType.INT8, CONV, new float[] {0.25f, 0.125f}, 2, 3, 1, 2);
    String bias =
        dequantized(
            model, DataType.INT32, new int[] {1000, -7}, new float[] {0.125f, biasScale}, 2);
    return model.node("Conv", model.inputs(weights, bias));
  }

  /** A whole quantised model. */
  static TestModel small() {
    return quantized(convolution(input(1, 3, 2, 4), 0.0625f).with("Relu"), 0.75f, -128);
  }

  private static ImportedModel read(TestModel model) {
    return OnnxImporter.read("m.onnx", model.bytes());
  }

  @Test
  void integersScalesAndBiasAreTaken() {
    ImportedModel read = read(small());
    Quantization quantization = read.quantization().orElseThrow();
    assertThat(quantization.activations())
        .containsExactly(
            Map.entry("x", QuantizedType.int8(0.5f, 3)),
            Map.entry("conv4", QuantizedType.int8(0.75f, -128)));
    QuantizedWeights weights = quantization.weights().get("conv4");
    assertThat(weights.weights().toArray()).containsExactly(CONV_OHWI);
    assertThat(weights.scales().toArray()).containsExactly(0.25f, 0.125f);
    assertThat(weights.bias().orElseThrow().toArray()).containsExactly(1000, -7);
    Conv2d conv = (Conv2d) read.network().layers().get(0).operator();
    assertThat(conv.activation()).isEqualTo(Range.RELU);
    assertThat(conv.weights().at(11)).isEqualTo(127 * 0.125f);
    assertThat(conv.bias().toArray()).containsExactly(125, -7 * 0.0625f);
  }

  @Test
  void aBiasAtAnotherScaleIsRefused() {
    TestModel model = quantized(convolution(input(1, 3, 2, 4), 0.07f), 0.75f, 0);
    refused(model, "conv4", "bias scale 0.07 is not input scale times weight scale, 0.0625");
  }

  @Test
  void aRectifierThatTheTypeImpliesComesBack() {
    ImportedModel read = read(quantized(convolution(input(1, 3, 2, 4), 0.0625f), 0.75f, -128));
    Conv2d conv = (Conv2d) read.network().layers().get(0).operator();
    assertThat(conv.activation()).isEqualTo(Range.RELU);
  }

  @Test
  void unsignedActivationsAndWeightsAreShifted() {
    TestModel model = TestModel.of(1, 2);
    String scale = model.scalar(0.5f);
    String zero = model.integers(DataType.UINT8, new int[] {10});
    model.then("QuantizeLinear", scale, zero).then("DequantizeLinear", scale, zero);
    String x = model.last();
    String points = model.integers(DataType.UINT8, new int[] {128});
    String weights = model.integers(DataType.UINT8, new int[] {129, 0, 128, 255}, 2, 2);
    model.node("DequantizeLinear", List.of(weights, scale, points));
    model.node("Gemm", List.of(x, model.last()), integer("transB", 1));
    model.then("QuantizeLinear", scale).then("DequantizeLinear", scale);
    ImportedModel read = read(model);
    Quantization quantization = read.quantization().orElseThrow();
    assertThat(quantization.activations().values())
        .containsExactly(QuantizedType.int8(0.5f, -118), QuantizedType.int8(0.5f, -128));
    assertThat(quantization.weights().values().iterator().next().weights().toArray())
        .containsExactly(1, -128, 0, 127);
  }

  @Test
  void transposedWeightsKeepTheirIntegers() {
    TestModel model = input(1, 2);
    String x = model.last();
    dequantizedLast(model, new int[] {1, 2, 3, 4, 5, 6}, new float[] {1, 2, 3}, 3, 2);
    model.with("Transpose", ints("perm", 1, 0));
    model.node("MatMul", List.of(x, model.last()));
    Quantization quantization = read(quantized(model, 1, 0)).quantization().orElseThrow();
    QuantizedWeights weights = quantization.weights().values().iterator().next();
    assertThat(weights.weights().toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weights.scales().toArray()).containsExactly(1, 2, 3);
  }

  private static void dequantizedLast(
      TestModel model, int[] values, float[] scales, long... dimensions) {
    model.rewind(dequantized(model, DataType.INT8, values, scales, dimensions));
  }

  @Test
  void valuesInheritTheirInputsTypeOrAreRequantised() {
    TestModel model = convolution(input(1, 3, 2, 4), 0.0625f);
    quantized(model, 0.75f, 5).with("Relu").with("MaxPool", ints("kernel_shape", 2, 2));
    quantized(model, 0.5f, 6);
    ImportedModel read = read(model);
    assertThat(read.network().layers().stream().map(Layer::operator).map(o -> o.kind()))
        .containsExactly("Conv2d", "Clamp", "MaxPool", "Clamp");
    assertThat(read.quantization().orElseThrow().activations().values())
        .extracting(QuantizedType::zeroPoint)
        .containsExactly(3, 5, 5, 5, 6);
    assertThat(read.network().layers().get(3).operator()).isEqualTo(new Clamp(Range.ALL));
    assertThat(read.network().output()).isEqualTo("maxpool8_requantised");
  }

  @Test
  void joinedInputsGetOneType() {
    TestModel model = input(1, 3, 2, 4);
    String left = model.last();
    quantized(model.with("Sigmoid"), 0.25f, -128);
    model.node("Concat", List.of(left, model.last()), integer("axis", 1));
    ImportedModel read = read(quantized(model, 0.5f, 3));
    assertThat(read.network().layers().stream().map(layer -> layer.operator().kind()))
        .as("a table takes any type")
        .containsExactly("Sigmoid", "Clamp", "Concatenation");
    Quantization quantization = read.quantization().orElseThrow();
    assertThat(quantization.activations().get(read.network().layers().get(0).name()))
        .isEqualTo(QuantizedType.int8(0.25f, -128));
    Layer join = read.network().layers().get(2);
    assertThat(join.inputs())
        .allMatch(name -> quantization.activations().get(name).equals(QuantizedType.int8(0.5f, 3)));
  }

  @Test
  void partlyQuantisedModelsAreRefused() {
    TestModel open = convolution(input(1, 3, 2, 4), 0.0625f);
    refused(open, "conv4", "no QuantizeLinear");
    TestModel input = TestModel.of(1, 3, 2, 4);
    refused(quantized(convolution(input, 0.0625f), 1, 0), "x", "no QuantizeLinear");
    TestModel weights = input(1, 2);
    weights.then("Gemm", weights.weights(2, 2));
    refused(quantized(weights, 1, 0), "gemm2", "its weights are not int8");
  }

  @Test
  void otherQuantisationIsRefused() {
    TestModel channels = TestModel.of(1, 2);
    String scales = channels.floats(new float[] {1, 2}, 2);
    channels.then("QuantizeLinear", scales);
    refused(channels, "quantizelinear0", "several scales");
    TestModel wide = TestModel.of(1, 2).opset(21);
    String point = wide.integers(DataType.INT16, new int[] {3});
    wide.then("QuantizeLinear", wide.scalar(1), point);
    refused(wide, "quantizelinear0", "zero point 3 of a 16-bit activation");
    TestModel unsigned = TestModel.of(1, 2).opset(21);
    String zero = unsigned.integers(DataType.UINT16, new int[] {0});
    unsigned.then("QuantizeLinear", unsigned.scalar(1), zero);
    refused(unsigned, "quantizelinear0", "UINT16");
    TestModel negative = TestModel.of(1, 2);
    negative.then("QuantizeLinear", negative.scalar(-1));
    refused(negative, "quantizelinear0", "scale is not positive");
    TestModel inputs = input(1, 2);
    String x = inputs.last();
    dequantizedLast(inputs, new int[] {1, 2, 3, 4}, new float[] {1, 2}, 2, 2);
    inputs.node("MatMul", List.of(x, inputs.last()));
    refused(quantized(inputs, 1, 0), "matmul3", "axis 0");
  }

  @Test
  void impossibleScalesAndElementsAreRefused() {
    for (float scale : new float[] {0, -0.5f}) {
      TestModel model = input(1, 2);
      String x = model.last();
      dequantizedLast(model, new int[] {1, 2}, new float[] {scale}, 1, 2);
      model.node("Gemm", List.of(x, model.last()), integer("transB", 1));
      refused(quantized(model, 1, 0), "dequantizelinear2", "scale " + scale + " is not positive");
    }
    TestModel none = TestModel.of(1, 2);
    none.node("QuantizeLinear", List.of("x"));
    refused(none, "quantizelinear0", "it has no scale");
    TestModel zero = input(1, 2);
    String integers = zero.integers(DataType.INT8, new int[] {1, 2}, 1, 2);
    String point = zero.integers(DataType.UINT8, new int[] {0});
    String x = zero.last();
    zero.node("DequantizeLinear", List.of(integers, zero.scalar(1), point));
    zero.node("Gemm", List.of(x, zero.last()), integer("transB", 1));
    refused(quantized(zero, 1, 0), "dequantizelinear2", "zero point of UINT8 for integers of INT8");
  }

  @Test
  void fourBitConstantsAreRefused() {
    TestModel model = input(1, 2).opset(21);
    String x = model.last();
    String packed =
        model.initializer(
            TensorProto.newBuilder()
                .setDataType(22)
                .addDims(1)
                .addDims(2)
                .setRawData(ByteString.copyFrom(new byte[] {0x21}))
                .build());
    model.node("DequantizeLinear", List.of(packed, model.scalar(1)));
    model.node("Gemm", List.of(x, model.last()), integer("transB", 1));
    refused(quantized(model, 1, 0), "dequantizelinear2", "is int4 or float8; quantise to int8");
  }

  @Test
  void asymmetricWeightsAreTakenWhereTheyFitAndRefusedWithTheRemedyWhereNot() {
    assertThat(asymmetric(new int[] {0, 100, 150, 227}, 100).toArray())
        .containsExactly(-100, 0, 50, 127);
    assertThatThrownBy(() -> asymmetric(new int[] {0, 100, 150, 228}, 100))
        .hasMessageContaining("m.onnx: node gemm3: its weights are not int8 around zero point 0")
        .hasMessageContaining("quantise weights symmetrically");
  }

  private static IntTensor asymmetric(int[] values, int point) {
    TestModel model = input(1, 2);
    String x = model.last();
    String integers = model.integers(DataType.UINT8, values, 2, 2);
    String zeroPoint = model.integers(DataType.UINT8, new int[] {point});
    model.node("DequantizeLinear", List.of(integers, model.scalar(1), zeroPoint));
    model.node("Gemm", List.of(x, model.last()), integer("transB", 1));
    return read(quantized(model, 1, 0))
        .quantization()
        .orElseThrow()
        .weights()
        .values()
        .iterator()
        .next()
        .weights();
  }

  @Test
  void realOperatorsOnIntegersAreRefused() {
    TestModel model = TestModel.of(1, 2);
    String scale = model.scalar(0.5f);
    String zero = model.integers(DataType.INT8, new int[] {3});
    model.then("QuantizeLinear", scale, zero).with("Relu").then("DequantizeLinear", scale, zero);
    refused(model, "relu1", "computes on integers without their scale");
  }

  private static void refused(TestModel model, String node, String what) {
    assertThatThrownBy(() -> read(model))
        .isInstanceOf(CompileException.class)
        .hasMessageStartingWith("m.onnx: node " + node + ": ")
        .hasMessageContaining(what)
        .extracting(e -> ((CompileException) e).fault())
        .isEqualTo(Fault.BAD_QUANTIZATION);
  }
}
