package lowrank.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.kernel.PoolKernel.Mode;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Add;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.LeakyRelu;
import lowrank.operator.Operator;
import lowrank.operator.Pool2d;
import lowrank.operator.Softmax;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.target.Targets;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;

/** A small network with every kind of arithmetic, whose generated C is to be broken. */
final class FaultyModel {
  static final String IDENTIFIER = "net";

  private static final int SEED = 11;

  private final Random random = new Random(SEED);
  private final FixedNetwork network;

  FaultyModel() {
    Window three = Window.of(3, 3);
    List<Layer> layers =
        List.of(
            Layer.of("conv", conv(4, 3, 1, three.withPadding(1, 1, 1, 1), Range.RELU), "input"),
            Layer.of(
                "depthwise",
                conv(4, 1, 4, three.withStride(2, 2).withPadding(0, 0, 1, 1), Range.RELU6),
                "conv"),
            Layer.of(
                "maximum",
                pool(Window.of(2, 2).withPadding(0, 0, 1, 1), Mode.MAXIMUM),
                "depthwise"),
            Layer.of("point", conv(4, 4, 1, Window.POINT, Range.ALL), "maximum"),
            Layer.of("sum", new Add(Range.ALL), "point", "maximum"),
            Layer.of("average", pool(Window.of(2, 2).withStride(2, 2), Mode.AVERAGE), "sum"),
            Layer.of("leaky", new LeakyRelu(0.2f), "average"),
            Layer.of(
                "dense",
                new Dense(tensor(Shape.of(5, 16)), tensor(Shape.of(5)), Range.ALL),
                "leaky"),
            Layer.of("softmax", new Softmax(1), "dense"));
    Provenance provenance = new Provenance("net.onnx", "0", Preprocessing.NONE, List.of());
    Network real =
        new Network(
            IDENTIFIER,
            "input",
            Shape.of(8, 8, 3),
            InputLayout.CHANNELS_LAST,
            layers,
            "softmax",
            provenance);
    network = FixedNetworkBuilder.build(real, Quantizer.quantize(real, types(layers)));
  }

  private static Map<String, QuantizedType> types(List<Layer> layers) {
    Map<String, QuantizedType> types = new LinkedHashMap<>();
    types.put("input", QuantizedType.int8(1 / 64f, 9));
    types.put("conv", QuantizedType.int8(1 / 40f, -128));
    types.put("depthwise", QuantizedType.int8(1 / 50f, -120));
    types.put("maximum", QuantizedType.int8(1 / 50f, -120));
    types.put("point", QuantizedType.int8(1 / 30f, 5));
    types.put("sum", QuantizedType.int8(1 / 20f, -7));
    types.put("average", QuantizedType.int8(1 / 20f, -7));
    types.put("leaky", QuantizedType.int8(1 / 25f, -20));
    types.put("dense", QuantizedType.int8(1 / 20f, 13));
    Operator softmax = layers.get(layers.size() - 1).operator();
    types.put("softmax", softmax.fixedOutputType());
    return types;
  }

  private Conv2d conv(int outputs, int groupInputs, int groups, Window window, Range range) {
    Shape shape = Shape.of(outputs, window.kernelHeight(), window.kernelWidth(), groupInputs);
    return new Conv2d(tensor(shape), tensor(Shape.of(outputs)), window, groups, range);
  }

  private static Pool2d pool(Window window, Mode mode) {
    return new Pool2d(window, mode, Range.ALL);
  }

  private Tensor tensor(Shape shape) {
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 1.4f - 0.6f;
    }
    return new Tensor(shape, values);
  }

  FixedNetwork network() {
    return network;
  }

  /** Everything that the emitters make of it, for a target. */
  GeneratedModel write(Path folder, String target) throws IOException {
    return GeneratedFolders.write(folder, network, Targets.load(target), IDENTIFIER);
  }

  List<int[]> inputs(int count) {
    return GeneratedFolders.inputs(network, count);
  }
}
