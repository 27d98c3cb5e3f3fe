package lowrank.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

/** The one ONNX Runtime environment of the process. */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /**
   * The environment, silent below fatal errors. Everybody takes it from here: the runtime warns on
   * standard error when it is asked for with other settings than the first time.
   */
  public static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "lowrank");
  }
}
