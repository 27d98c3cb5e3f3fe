package lowrank.decompose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import lowrank.network.Network;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Measures the {@link OutputWeights} of layers: gradients of v · z for random v, one v an input,
 * whose components are normally distributed, so that E over v is the sum over all outputs z. Needs
 * no labels; nothing is trained.
 */
final class OutputSensitivity {
  /** Inputs looked at. */
  private static final int INPUTS = 512;

  private static final long SEED = 15_120;

  private OutputSensitivity() {}

  /** The weights of those layers whose gradients are known. */
  static Map<String, OutputWeights> collect(
      Network network, Set<String> layers, ActivationRun run) {
    Map<String, DMatrixRMaj> moments = new LinkedHashMap<>();
    Map<String, lowrank.tensor.Shape> shapes = network.shapes();
    run.differentiate(
        network,
        layers,
        INPUTS,
        OutputSensitivity::seed,
        (first, count, batch) ->
            batch
                .get(0)
                .forEach(
                    (layer, gradients) ->
                        add(
                            moments.computeIfAbsent(layer, l -> square(shapes.get(l).channels())),
                            gradients)));
    Map<String, OutputWeights> weights = new LinkedHashMap<>();
    moments.forEach(
        (layer, moment) -> {
          if (Double.isFinite(CommonOps_DDRM.elementSum(moment))) {
            weights.put(layer, OutputWeights.of(moment));
          }
        });
    return weights;
  }

  private static float[] seed(int index, int length) {
    Random random = new Random(SEED + index);
    float[] seed = new float[length];
    for (int i = 0; i < length; i++) {
      seed[i] = (float) random.nextGaussian();
    }
    return seed;
  }

  private static DMatrixRMaj square(int size) {
    return new DMatrixRMaj(size, size);
  }

  private static void add(DMatrixRMaj moment, float[] gradients) {
    int channels = moment.numRows;
    for (int pixel = 0; pixel < gradients.length; pixel += channels) {
      for (int s = 0; s < channels; s++) {
        double value = gradients[pixel + s];
        if (value != 0) {
          for (int t = 0; t < channels; t++) {
            moment.data[s * channels + t] += value * gradients[pixel + t];
          }
        }
      }
    }
  }
}
