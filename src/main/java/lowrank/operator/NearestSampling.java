package lowrank.operator;

import java.util.ArrayList;
import java.util.List;

/**
 * Which input position is nearest to an output position when an image is resized: ONNX operator
 * Resize, mode {@code nearest}, in float32 as ONNX Runtime computes it.
 */
public record NearestSampling(Coordinates coordinates, Rounding rounding) {
  /** Where an output position lies in the input; constants are named as in ONNX. */
  public enum Coordinates {
    /** {@code x / scale}. */
    ASYMMETRIC,
    /** {@code (x + 0.5) / scale - 0.5}. */
    HALF_PIXEL,
    /** The same, and 0 for an output of one position. */
    PYTORCH_HALF_PIXEL,
    /** {@code (x + 0.5) / scale}; operator set 11 only. */
    TF_HALF_PIXEL_FOR_NN,
    /** {@code x * (in - 1) / (out - 1)}. */
    ALIGN_CORNERS
  }

  /** How a position between two becomes one of them. */
  public enum Rounding {
    /** Nearest, the lower one if in the middle. */
    ROUND_PREFER_FLOOR,
    /** Nearest, the upper one if in the middle. */
    ROUND_PREFER_CEIL,
    /** Down. */
    FLOOR,
    /** Up. */
    CEIL
  }

  /**
   * Input positions of all output positions.
   *
   * @param scale output size by input size; the formats may give it rounded
   */
  public List<Integer> positions(int inputs, int outputs, float scale) {
    List<Integer> positions = new ArrayList<>();
    for (int x = 0; x < outputs; x++) {
      double rounded = round(coordinate(x, inputs, outputs, scale));
      positions.add((int) Math.max(0, Math.min(inputs - 1, rounded)));
    }
    return positions;
  }

  private float coordinate(int x, int inputs, int outputs, float scale) {
    return switch (coordinates) {
      case ASYMMETRIC -> x / scale;
      case HALF_PIXEL -> (x + 0.5f) / scale - 0.5f;
      case PYTORCH_HALF_PIXEL -> outputs > 1 ? (x + 0.5f) / scale - 0.5f : 0;
      case TF_HALF_PIXEL_FOR_NN -> (x + 0.5f) / scale;
      case ALIGN_CORNERS -> outputs == 1 ? 0 : (float) x * (inputs - 1) / (outputs - 1);
    };
  }

  private double round(float position) {
    double floor = Math.floor(position);
    double fraction = position - floor;
    boolean up =
        switch (rounding) {
          case FLOOR -> false;
          case CEIL -> fraction > 0;
          case ROUND_PREFER_FLOOR -> fraction > 0.5;
          case ROUND_PREFER_CEIL -> fraction >= 0.5;
        };
    return up ? floor + 1 : floor;
  }
}
