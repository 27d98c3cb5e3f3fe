package lowrank.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/** The layers whose instructions CMSIS-NN's kernels are known to take. */
final class PeerLayers {
  /**
   * Instructions of CMSIS-NN (main of July 2026, int8, one scale per channel, -O3).
   *
   * @param m4 on a Cortex-M4, the faster of its two builds
   */
  record Peer(FixedNetwork network, long m4, long m55, long m0, long m3, long m33) {}

  private final Map<String, Peer> layers = new LinkedHashMap<>();

  private PeerLayers() {}

  /** All layers by name. */
  static Map<String, Peer> all() {
    PeerLayers peers = new PeerLayers();
    peers.convolution(32, 3, 16, 1, 2030852, 599472, 5181580, 2409172, 2122845);
    peers.convolution(32, 16, 16, 1, 5384213, 914860, 17828260, 7866093, 5493878);
    peers.convolution(32, 16, 32, 2, 2464731, 387870, 8412663, 3610512, 2520825);
    peers.convolution(16, 32, 32, 1, 4487761, 596960, 15812539, 6771393, 4548106);
    peers.convolution(16, 32, 64, 2, 2160622, 279607, 7701006, 3252229, 2190046);
    peers.convolution(8, 64, 64, 1, 4127273, 485392, 14939097, 6300729, 4155650);
    peers.pointwise(32, 32, 16, 8, 488325, 148137, 1585534, 628054, 514915);
    peers.pointwise(16, 16, 32, 16, 339273, 82729, 1190514, 479875, 352511);
    peers.pointwise(8, 8, 64, 32, 269265, 52041, 996913, 409965, 275767);
    peers.pointwise(8, 8, 32, 64, 345825, 80713, 1199301, 485979, 358823);
    Window three = Window.of(3, 3).withPadding(1, 1, 1, 1);
    peers.add(
        "dw3x3 25x5x64",
        layer(Shape.of(25, 5, 64), 64, three, 64, false),
        535593,
        166879,
        2568543,
        674337,
        593948);
    peers.pointwise(25, 5, 64, 64, 1039201, 202881, 3877457, 1592171, 1064903);
    peers.add(
        "fc 640->128",
        layer(Shape.of(640), 128, Window.POINT, 1, true),
        160141,
        40612,
        454580,
        282199,
        161103);
    return peers.layers;
  }

  private void convolution(
      int size,
      int inputs,
      int outputs,
      int stride,
      long m4,
      long m55,
      long m0,
      long m3,
      long m33) {
    int before = stride == 1 ? 1 : 0;
    Window window = Window.of(3, 3).withStride(stride, stride).withPadding(before, before, 1, 1);
    add(
        "conv3x3 s" + stride + " " + size + "x" + size + "x" + inputs + "->" + outputs,
        layer(Shape.of(size, size, inputs), outputs, window, 1, false),
        m4,
        m55,
        m0,
        m3,
        m33);
  }

  private void pointwise(
      int rows,
      int columns,
      int inputs,
      int outputs,
      long m4,
      long m55,
      long m0,
      long m3,
      long m33) {
    add(
        "conv1x1 " + rows + "x" + columns + "x" + inputs + "->" + outputs,
        layer(Shape.of(rows, columns, inputs), outputs, Window.POINT, 1, false),
        m4,
        m55,
        m0,
        m3,
        m33);
  }

  private void add(
      String name, FixedNetwork network, long m4, long m55, long m0, long m3, long m33) {
    layers.put(name, new Peer(network, m4, m55, m0, m3, m33));
  }

  /** One layer whose fused activation is none, with a scale per channel. */
  private static FixedNetwork layer(
      Shape input, int outputs, Window window, int groups, boolean dense) {
    Random random = new Random(1);
    TensorType in = new TensorType(input, QuantizedType.int8(0.05f, 3));
    Shape out =
        dense
            ? Shape.of(outputs)
            : Shape.of(
                window.outputHeight(input.height()), window.outputWidth(input.width()), outputs);
    TensorType to = new TensorType(out, QuantizedType.int8(0.05f, -5));
    Shape weights =
        dense
            ? Shape.of(outputs, input.elements())
            : Shape.of(
                outputs, window.kernelHeight(), window.kernelWidth(), input.channels() / groups);
    int[] values = random.ints(weights.elements(), -127, 128).toArray();
    int length = weights.elements() / outputs;
    List<Multiplier> multipliers =
        IntStream.range(0, outputs)
            .mapToObj(i -> Multiplier.of((0.5 + random.nextDouble()) / (60 * Math.sqrt(length))))
            .toList();
    ConvolutionKernel kernel =
        new ConvolutionKernel(
            in,
            to,
            window,
            groups,
            dense,
            new IntTensor(weights, ElementType.INT8, values),
            IntTensor.vector(ElementType.INT32, random.ints(outputs, -9000, 9000).toArray()),
            new Requantiser(
                IntTensor.vector(
                    ElementType.INT32, multipliers.stream().mapToInt(Multiplier::value).toArray()),
                IntTensor.vector(
                    ElementType.INT8, multipliers.stream().mapToInt(Multiplier::shift).toArray()),
                -5,
                -128,
                127,
                dense ? Rounding.ONCE : Rounding.TWICE));
    return new FixedNetwork(
        "layer",
        "input",
        in,
        List.of(new FixedLayer("layer", kernel, List.of("input"), Origin.of("layer"))),
        "layer",
        new Provenance("layer.onnx", "0".repeat(64), Preprocessing.NONE, List.of()));
  }
}
