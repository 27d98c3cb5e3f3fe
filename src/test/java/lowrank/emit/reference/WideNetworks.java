package lowrank.emit.reference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import lowrank.fixed.Multiplier;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
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

/** Two factors with a 16-bit activation between them. */
final class WideNetworks {
  private static final Shape IMAGE = Shape.of(5, 4, 3);

  private WideNetworks() {}

  static FixedNetwork of(long seed) {
    Random random = new Random(seed);
    TensorType input = new TensorType(IMAGE, QuantizedType.int8(0.1f, random.nextInt(256) - 128));
    TensorType middle = new TensorType(IMAGE, new QuantizedType(ElementType.INT16, 0.001f, 0));
    TensorType output = new TensorType(IMAGE, QuantizedType.int8(0.1f, random.nextInt(256) - 128));
    List<FixedLayer> layers =
        List.of(
            layer("first", convolution(input, middle, 0.3, random), "input"),
            layer("second", convolution(middle, output, 1e-5, random), "first"));
    Provenance provenance = new Provenance("m", "", Preprocessing.NONE, List.of());
    return new FixedNetwork("wide", "input", input, layers, "second", provenance);
  }

  private static FixedLayer layer(String name, ConvolutionKernel kernel, String input) {
    return new FixedLayer(name, kernel, List.of(input), Origin.of(name));
  }

  private static ConvolutionKernel convolution(
      TensorType from, TensorType to, double factor, Random random) {
    int[] multipliers = new int[3];
    int[] shifts = new int[3];
    for (int i = 0; i < 3; i++) {
      Multiplier multiplier = Multiplier.of(factor * (0.5 + random.nextDouble()));
      multipliers[i] = multiplier.value();
      shifts[i] = multiplier.shift();
    }
    ElementType element = to.type().element();
    return new ConvolutionKernel(
        from,
        to,
        Window.of(3, 3).withPadding(1, 1, 1, 1),
        1,
        false,
        new IntTensor(Shape.of(3, 3, 3, 3), ElementType.INT8, random.ints(81, -127, 128).toArray()),
        IntTensor.vector(ElementType.INT32, random.ints(3, -500, 500).toArray()),
        new Requantiser(
            IntTensor.vector(ElementType.INT32, multipliers),
            IntTensor.vector(ElementType.INT8, shifts),
            to.type().zeroPoint(),
            element.minimum(),
            element.maximum()));
  }

  static int[] shorts(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int[] values = new int[bytes.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getShort();
    }
    return values;
  }
}
