package lowrank.execute;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lowrank.exporter.GradientExporter;
import lowrank.exporter.GradientExporter.Derivative;
import lowrank.network.InputLayout;
import lowrank.network.Network;
import lowrank.tensor.Shape;

/**
 * Differentiates a network in ONNX Runtime: the gradient of v · z, z being the output before a last
 * Softmax, with respect to layers' responses before their fused activation. One instance may be
 * used by one thread at a time.
 */
public final class GradientExecutor implements AutoCloseable {
  private final Network network;
  private final Map<String, Shape> shapes;
  private final Derivative derivative;
  private final RuntimeSession session;

  /**
   * Prepares the derivative.
   *
   * @param layers whose gradients are wanted, as far as they are known
   */
  public GradientExecutor(Network network, Set<String> layers) {
    this.network = network;
    this.shapes = network.shapes();
    this.derivative = GradientExporter.write(network, layers);
    this.session = new RuntimeSession(derivative.model());
  }

  /** Elements of v. */
  public int seedLength() {
    return derivative.seedShape().elements();
  }

  /**
   * Gradients for a batch.
   *
   * @param inputs count × elements of the input, NHWC
   * @param seeds count × {@link #seedLength}
   * @return by layer count × elements, NHWC; without layers behind an operator whose derivative is
   *     not known
   */
  public Map<String, float[]> run(float[] inputs, float[] seeds, int count) {
    Shape shape = network.inputShape();
    boolean first = network.layout() == InputLayout.CHANNELS_FIRST;
    Shape seed = derivative.seedShape();
    Map<String, float[]> outputs =
        session.run(
            Map.of(
                network.input(),
                new RuntimeSession.Input(
                    buffer(first ? ChannelOrder.toFirst(inputs, count, shape) : inputs),
                    ChannelOrder.dimensions(count, first ? ChannelOrder.toFirst(shape) : shape)),
                derivative.seed(),
                new RuntimeSession.Input(
                    buffer(ChannelOrder.toFirst(seeds, count, seed)),
                    ChannelOrder.dimensions(count, ChannelOrder.toFirst(seed)))));
    Map<String, float[]> gradients = new LinkedHashMap<>();
    derivative
        .outputs()
        .forEach(
            (layer, output) ->
                gradients.put(
                    layer, ChannelOrder.toLast(outputs.get(output), count, shapes.get(layer))));
    return gradients;
  }

  private static FloatBuffer buffer(float[] values) {
    FloatBuffer buffer = FloatExecutor.direct(values.length);
    buffer.put(values).flip();
    return buffer;
  }

  @Override
  public void close() {
    session.close();
  }
}
