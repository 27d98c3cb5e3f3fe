package lowrank.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedType;
import lowrank.network.ImportedModel;
import lowrank.oracle.TfliteCases;
import lowrank.oracle.TfliteModelBuilder;
import lowrank.quantize.FixedNetworkBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.StridedSliceOptionsT;

/** Whatever is wrong with a model file ends in one line. */
class BadModelsTest {
  private static void fails(Fault fault, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CompileException.class,
            e -> {
              assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault);
              assertThat(e.getMessage()).contains(text).doesNotContain("\n");
            });
  }

  private static void read(byte[] bytes) {
    TfliteImporter.read("bad.tflite", bytes);
  }

  /** A convolution, changed by the arguments that are given. */
  private static byte[] convolution(float weight, int[] signature, int dilation) {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("image", 1, 4, 4, 1);
    if (signature.length > 0) {
      model.signature(x, signature);
    }
    int w = model.floats("net/conv/Conv2D", new float[] {weight, 1, 1, 1}, 1, 2, 2, 1);
    int b = model.floats("bias", new float[1], 1);
    int y = model.activation("y", 1, 4, 4, 1);
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setStrideH(1);
    options.setStrideW(1);
    options.setDilationHFactor(dilation);
    options.setDilationWFactor(1);
    options.setPadding(Padding.SAME);
    model.operator(
        BuiltinOperator.CONV_2D, 1, new int[] {x, w, b}, y, BuiltinOptions.Conv2DOptions, options);
    return model.build(x, y);
  }

  @Test
  void goodModelIsRead() {
    ImportedModel model =
        TfliteImporter.read("good.tflite", convolution(1, new int[] {-1, 4, 4, 1}, 1));
    assertThat(model.network().name()).isEqualTo("good");
    assertThat(model.network().layers()).singleElement().extracting("name").isEqualTo("conv");
    assertThat(model.quantization()).isEmpty();
  }

  @Test
  void otherFilesAreNoModels() {
    fails(Fault.NOT_A_MODEL, "bad.tflite", () -> read(new byte[0]));
    fails(Fault.NOT_A_MODEL, "TFL3", () -> read(new byte[100]));
  }

  @Test
  void nanWeightsAreRefused() {
    fails(Fault.NON_FINITE_WEIGHTS, "node conv", () -> read(convolution(Float.NaN, new int[0], 1)));
    fails(
        Fault.NON_FINITE_WEIGHTS,
        "node conv",
        () -> read(convolution(Float.NEGATIVE_INFINITY, new int[0], 1)));
  }

  @Test
  void openDimensionsBeyondTheBatchAreRefused() {
    fails(
        Fault.DYNAMIC_SHAPE,
        "tensor image has shape [1, -1, -1, 1]",
        () -> read(convolution(1, new int[] {1, -1, -1, 1}, 1)));
  }

  @Test
  void impossibleOptionsAreRefused() {
    fails(Fault.UNSUPPORTED_FORM, "0 (CONV_2D)", () -> read(convolution(1, new int[0], -1)));
  }

  @Test
  void unsupportedOperatorsAreListedTogether() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", 1, 4);
    int a = model.activation("a", 1, 4);
    int b = model.activation("b", 1, 4);
    int y = model.activation("y", 1, 4);
    int unused = model.activation("unused", 1, 4);
    model.operator(BuiltinOperator.COS, 1, new int[] {x}, a, BuiltinOptions.NONE, null);
    model.operator(BuiltinOperator.RELU, 1, new int[] {a}, b, BuiltinOptions.NONE, null);
    model.operator(BuiltinOperator.TOPK_V2, 1, new int[] {b}, y, BuiltinOptions.NONE, null);
    model.operator(BuiltinOperator.SIN, 1, new int[] {x}, unused, BuiltinOptions.NONE, null);
    fails(
        Fault.UNSUPPORTED_OPERATORS,
        "bad.tflite: unsupported: COS (node 0), TOPK_V2 (node 2);",
        () -> read(model.build(x, y)));
  }

  private static byte[] backwards() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", 1, 4);
    int y = model.activation("y", 1, 4);
    int[] inputs = {
      x,
      model.ints("begin", new int[] {0, 3}, 2),
      model.ints("end", new int[] {1, -5}, 2),
      model.ints("step", new int[] {1, -1}, 2)
    };
    model.operator(
        BuiltinOperator.STRIDED_SLICE,
        1,
        inputs,
        y,
        BuiltinOptions.StridedSliceOptions,
        new StridedSliceOptionsT());
    return model.build(x, y);
  }

  @Test
  void slicesBackwardsAreRefused() {
    fails(
        Fault.UNSUPPORTED_FORM,
        "0 (STRIDED_SLICE): a slice of the batch or backwards; slice rows, columns and channels"
            + " forwards",
        () -> read(backwards()));
  }

  @Test
  void mirroredPaddingIsRefused() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", 1, 4);
    int y = model.activation("y", 1, 6);
    int p = model.ints("p", new int[] {0, 0, 1, 1}, 2, 2);
    model.operator(BuiltinOperator.MIRROR_PAD, 1, new int[] {x, p}, y, BuiltinOptions.NONE, null);
    fails(
        Fault.UNSUPPORTED_OPERATORS,
        "MIRROR_PAD (node 0); replace them",
        () -> read(model.build(x, y)));
  }

  @Test
  void mixedPrecisionIsRefused() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", 1, 4);
    int a = model.activation("a", 1, 4);
    int y = model.activation("y", QuantizedType.int8(0.1f, 0), 1, 4);
    model.operator(BuiltinOperator.RELU, 1, new int[] {x}, a, BuiltinOptions.NONE, null);
    model.operator(BuiltinOperator.QUANTIZE, 1, new int[] {a}, y, BuiltinOptions.NONE, null);
    fails(Fault.UNSUPPORTED_FORM, "1 (QUANTIZE)", () -> read(model.build(x, y)));
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    TfliteModelBuilder model = new TfliteModelBuilder();
    int x = model.activation("x", 1, 4, 4, 2);
    int a = model.activation("a", 1, 32);
    int y = model.activation("y", 1, 4, 4, 2);
    model.operator(BuiltinOperator.RESHAPE, 1, new int[] {x}, a, BuiltinOptions.NONE, null);
    model.operator(
        BuiltinOperator.ADD, 1, new int[] {a, x}, y, BuiltinOptions.AddOptions, new AddOptionsT());
    fails(Fault.SHAPE_MISMATCH, "1 (ADD)", () -> read(model.build(x, y)));
  }

  @Test
  void severalOutputsAreRefused() {
    byte[] file = convolution(1, new int[0], 1);
    ModelT model = unpack(file);
    model.getSubgraphs()[0].setOutputs(new int[] {3, 3});
    fails(Fault.SEVERAL_ENDS, "1 inputs and 2 outputs", () -> read(pack(model)));
  }

  private static ModelT unpack(byte[] file) {
    return Model.getRootAsModel(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).unpack();
  }

  private static byte[] pack(ModelT model) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    Model.finishModelBuffer(builder, Model.pack(builder, model));
    return builder.sizedByteArray();
  }

  static Iterable<String> operators() {
    return TfliteCases.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("operators")
  void damagedFilesEndInOneLineOrAreReadAsAnotherModel(String operator) {
    Random random = new Random(operator.hashCode());
    byte[] file = TfliteCases.all().get(operator).generate(random);
    for (int length = 0; length < file.length; length += 1 + length / 40) {
      endsWell(Arrays.copyOf(file, length));
    }
    for (int i = 0; i < 500; i++) {
      byte[] damaged = file.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        int place = random.nextInt(damaged.length);
        damaged[place] =
            switch (random.nextInt(4)) {
              case 0 -> (byte) 0xff;
              case 1 -> 0x7f;
              case 2 -> (byte) (damaged[place] ^ 1 << random.nextInt(8));
              default -> (byte) random.nextInt(256);
            };
      }
      endsWell(damaged);
    }
  }

  /** Anything but a network or a one-line fault fails the test. */
  private static void endsWell(byte[] file) {
    Optional<ImportedModel> model = Optional.empty();
    try {
      model = Optional.of(TfliteImporter.read("damaged.tflite", file));
    } catch (CompileException e) {
      assertThat(e.getMessage()).doesNotContain("\n").contains(";");
    }
    model.ifPresent(BadModelsTest::canBeFixed);
  }

  private static void canBeFixed(ImportedModel model) {
    try {
      model.quantization().ifPresent(q -> FixedNetworkBuilder.build(model.network(), q));
    } catch (CompileException e) {
      assertThat(e.fault()).isIn(Fault.ACCUMULATOR_OVERFLOW, Fault.BAD_QUANTIZATION);
    }
  }
}
