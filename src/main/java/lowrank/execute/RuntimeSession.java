package lowrank.execute;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import lowrank.onnx.OnnxRuntime;

/** One model loaded into ONNX Runtime: float32 in, float32 out, no messages on the console. */
final class RuntimeSession implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;

  /**
   * Loads a model.
   *
   * @throws IllegalArgumentException if the runtime refuses it
   */
  RuntimeSession(byte[] onnx) {
    this(onnx, Runtime.getRuntime().availableProcessors());
  }

  /** The same with as many threads as the caller has no other use for. */
  RuntimeSession(byte[] onnx, int threads) {
    environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = options(threads)) {
      session = environment.createSession(onnx, options);
    } catch (OrtException e) {
      throw new IllegalArgumentException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  private static OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    // Waiting threads sleep, because the searches compute elsewhere between two runs.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    // QuantizeLinear and DequantizeLinear compute as written, in float: the integer kernels that
    // would be put in their place saturate 16-bit sums on some processors.
    options.addConfigEntry("session.disable_quant_qdq", "1");
    return options;
  }

  /** Name of the only input. */
  String input() {
    if (session.getInputNames().size() != 1) {
      throw new IllegalArgumentException("inputs " + session.getInputNames() + ", not one");
    }
    return session.getInputNames().iterator().next();
  }

  /** Dimensions of an input, batch first; -1 where they are symbolic. */
  long[] inputDimensions(String name) {
    try {
      NodeInfo info = session.getInputInfo().get(name);
      if (info.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
        return tensor.getShape();
      }
      throw new IllegalArgumentException("input " + name + " is no float32 tensor");
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * One input of a run.
   *
   * @param values direct buffer in native order, from its position on
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Input(FloatBuffer values, long[] dimensions) {}

  /** Runs a model of one input once; gives every output in the model's order. */
  Map<String, float[]> run(String input, FloatBuffer values, long[] dimensions) {
    return run(Map.of(input, new Input(values, dimensions)));
  }

  /** Runs the model once; gives every output in the model's order. */
  Map<String, float[]> run(Map<String, Input> inputs) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Input> input : inputs.entrySet()) {
        Input value = input.getValue();
        tensors.put(
            input.getKey(), OnnxTensor.createTensor(environment, value.values, value.dimensions));
      }
      return outputs(tensors);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private Map<String, float[]> outputs(Map<String, OnnxTensor> inputs) throws OrtException {
    try (OrtSession.Result result = session.run(inputs)) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (var output : result) {
        outputs.put(output.getKey(), floats(output.getKey(), (OnnxTensor) output.getValue()));
      }
      return outputs;
    }
  }

  private static float[] floats(String name, OnnxTensor tensor) {
    if (tensor.getInfo().type != OnnxJavaType.FLOAT) {
      throw new IllegalArgumentException("output " + name + " is no float32 tensor");
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
