package lowrank.execute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import lowrank.exporter.OnnxExporter;
import lowrank.network.InputLayout;
import lowrank.network.Network;
import lowrank.tensor.Shape;

/**
 * Runs a network on batches of samples in ONNX Runtime and gives back chosen values. All arrays are
 * NHWC, sample after sample. One instance may be used by one thread at a time.
 */
public final class FloatExecutor implements AutoCloseable {
  private static final int LARGEST_BATCH = 64;
  private static final int FLOATS_PER_BATCH = 1 << 23;
  private final Network network;
  private final Map<String, Shape> shapes;
  private final Set<String> values;
  private final int batch;
  private final RuntimeSession session;

  /** Gives back the network's output only. */
  public FloatExecutor(Network network) {
    this(network, List.of(network.output()));
  }

  /**
   * Gives back the named values.
   *
   * @param values names of the network's input or of layers
   * @throws IllegalArgumentException if the network has no such value
   */
  public FloatExecutor(Network network, Collection<String> values) {
    this(network, values, Runtime.getRuntime().availableProcessors());
  }

  /** Gives back the network's output only and computes on the calling thread. */
  public static FloatExecutor sequential(Network network) {
    return new FloatExecutor(network, List.of(network.output()), 1);
  }

  private FloatExecutor(Network network, Collection<String> values, int threads) {
    this.network = network;
    this.shapes = network.shapes();
    this.values = new LinkedHashSet<>(values);
    List<String> layers = values.stream().filter(v -> !v.equals(network.input())).toList();
    this.session = new RuntimeSession(OnnxExporter.write(network, layers), threads);
    long floats = shapes.values().stream().mapToLong(Shape::elements).sum();
    this.batch = (int) Math.max(1, Math.min(LARGEST_BATCH, FLOATS_PER_BATCH / floats));
  }

  /** Takes the values of consecutive samples. */
  @FunctionalInterface
  public interface BatchConsumer {
    /**
     * Takes one batch.
     *
     * @param first index of the first sample
     * @param count number of samples
     * @param values count × elements each, in the order asked for; the consumer may keep them
     */
    void accept(int first, int count, Map<String, float[]> values);
  }

  /**
   * Runs {@code count} samples and collects everything.
   *
   * @param inputs count × elements of the input
   * @return count × elements for every value, in the order asked for
   * @throws IllegalArgumentException if the inputs' length is another
   */
  public Map<String, float[]> run(float[] inputs, int count) {
    int length = shapes.get(network.input()).elements();
    if (inputs.length != (long) count * length) {
      throw new IllegalArgumentException(inputs.length + " inputs for " + count + "×" + length);
    }
    Map<String, float[]> collected = new LinkedHashMap<>();
    for (String value : values) {
      collected.put(value, new float[Math.multiplyExact(count, shapes.get(value).elements())]);
    }
    run(
        count,
        i -> Arrays.copyOfRange(inputs, i * length, (i + 1) * length),
        (first, size, batchValues) ->
            batchValues.forEach(
                (value, part) ->
                    System.arraycopy(
                        part,
                        0,
                        collected.get(value),
                        first * shapes.get(value).elements(),
                        part.length)));
    return collected;
  }

  /**
   * Runs {@code count} samples batch by batch, so that only one batch is in memory.
   *
   * @param inputs the input of a sample, asked for in order
   */
  public void run(int count, IntFunction<float[]> inputs, BatchConsumer consumer) {
    int length = shapes.get(network.input()).elements();
    FloatBuffer buffer = direct(Math.min(batch, count) * length);
    for (int first = 0; first < count; first += batch) {
      int size = Math.min(batch, count - first);
      float[] samples = new float[size * length];
      for (int i = 0; i < size; i++) {
        float[] sample = inputs.apply(first + i);
        if (sample.length != length) {
          throw new IllegalArgumentException(sample.length + " inputs, not " + length);
        }
        System.arraycopy(sample, 0, samples, i * length, length);
      }
      consumer.accept(first, size, runBatch(samples, size, buffer));
    }
  }

  private Map<String, float[]> runBatch(float[] samples, int count, FloatBuffer buffer) {
    Shape shape = shapes.get(network.input());
    boolean channelsFirst = network.layout() == InputLayout.CHANNELS_FIRST;
    buffer.clear();
    buffer.put(channelsFirst ? ChannelOrder.toFirst(samples, count, shape) : samples).flip();
    long[] dimensions =
        ChannelOrder.dimensions(count, channelsFirst ? ChannelOrder.toFirst(shape) : shape);
    Map<String, float[]> outputs = session.run(network.input(), buffer, dimensions);
    Map<String, float[]> chosen = new LinkedHashMap<>();
    for (String value : values) {
      chosen.put(
          value,
          value.equals(network.input())
              ? samples
              : ChannelOrder.toLast(outputs.get(value), count, shapes.get(value)));
    }
    return chosen;
  }

  static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() {
    session.close();
  }
}
