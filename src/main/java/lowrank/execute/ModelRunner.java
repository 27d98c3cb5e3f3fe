package lowrank.execute;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs any ONNX model with one float32 input as it is, on samples in the model's own layout: the
 * yardstick for what was imported from it. One sample at a time, because many models are exported
 * for a batch of 1 even where they say otherwise.
 */
public final class ModelRunner implements AutoCloseable {
  private final RuntimeSession session;
  private final String input;
  private final long[] dimensions;
  private final int elements;

  private ModelRunner(RuntimeSession session) {
    this.session = session;
    this.input = session.input();
    this.dimensions = session.inputDimensions(input);
    if (dimensions.length > 0 && dimensions[0] == -1) {
      dimensions[0] = 1;
    }
    if (Arrays.stream(dimensions).anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("input of shape " + Arrays.toString(dimensions));
    }
    this.elements = Math.toIntExact(Arrays.stream(dimensions).reduce(1, Math::multiplyExact));
  }

  /**
   * Loads a model.
   *
   * @param onnx the file's bytes
   * @throws IllegalArgumentException if the runtime refuses it, or its input is not one float32
   *     tensor of fixed dimensions but for the batch
   */
  public static ModelRunner of(byte[] onnx) {
    RuntimeSession session = new RuntimeSession(onnx);
    try {
      return new ModelRunner(session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** The input's dimensions of one run, the batch included. */
  public long[] inputDimensions() {
    return dimensions.clone();
  }

  /**
   * Runs the model once for every {@code elements(inputDimensions)} values and joins the outputs.
   *
   * @param samples one after another in the model's layout
   * @return each of the model's outputs, sample after sample, in the model's order
   * @throws IllegalArgumentException if the last sample is cut short
   */
  public Map<String, float[]> run(float[] samples) {
    int count = samples.length / elements;
    if (samples.length == 0 || samples.length % elements != 0) {
      throw new IllegalArgumentException(samples.length + " values for samples of " + elements);
    }
    Map<String, float[]> joined = new LinkedHashMap<>();
    FloatBuffer buffer = FloatExecutor.direct(elements);
    for (int i = 0; i < count; i++) {
      buffer.clear();
      buffer.put(samples, i * elements, elements).flip();
      int index = i;
      session
          .run(input, buffer, dimensions)
          .forEach(
              (name, part) ->
                  System.arraycopy(
                      part,
                      0,
                      joined.computeIfAbsent(
                          name, n -> new float[Math.multiplyExact(count, part.length)]),
                      index * part.length,
                      part.length));
    }
    return joined;
  }

  @Override
  public void close() {
    session.close();
  }
}
