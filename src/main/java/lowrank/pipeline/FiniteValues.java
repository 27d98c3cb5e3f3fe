package lowrank.pipeline;

import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** Refuses values beyond float32's range before anything is computed with them. */
final class FiniteValues {
  private FiniteValues() {}

  /**
   * Looks at the values of consecutive calibration samples.
   *
   * @throws CompileException NON_FINITE_VALUES
   */
  static void check(int first, int count, Map<String, float[]> values) {
    values.forEach(
        (layer, elements) -> {
          for (int i = 0; i < elements.length; i++) {
            if (!Float.isFinite(elements[i])) {
              int sample = first + i / (elements.length / count);
              throw new CompileException(Fault.NON_FINITE_VALUES, layer, sample);
            }
          }
        });
  }
}
