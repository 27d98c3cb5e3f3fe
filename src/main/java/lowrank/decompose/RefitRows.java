package lowrank.decompose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lowrank.decompose.ActivationRun.Request;
import lowrank.patch.MomentSums;
import lowrank.patch.PatchReader;

/**
 * What a layer is refitted to, pixel by pixel: the patch that the compressed network gives it, the
 * response wanted of it together with the branch that joins it, and that branch's part.
 */
final class RefitRows {
  private final ActivationRun run;
  private final PatchReader reader;
  private final RefitTarget target;
  private final String input;
  private final Request wanted;
  private final Request given;

  /**
   * Rows for one layer.
   *
   * @param input value that the layer reads
   * @param wanted gives the target's response of the original network
   * @param given gives {@link RefitTarget#given} of the compressed network
   */
  RefitRows(
      ActivationRun run,
      PatchReader reader,
      RefitTarget target,
      String input,
      Request wanted,
      Request given) {
    this.run = run;
    this.reader = reader;
    this.target = target;
    this.input = input;
    this.wanted = wanted;
    this.given = given;
  }

  /** Takes one row; the arrays are used again for the next. */
  @FunctionalInterface
  interface Consumer {
    /**
     * Sees one pixel.
     *
     * @param patch P inputs
     * @param wanted T responses, of the sum where there is one
     * @param other T responses of the other branch; 0 without one
     */
    void see(double[] patch, double[] wanted, double[] other);
  }

  /** Visits all rows in the order of the inputs. */
  void forEach(Consumer consumer) {
    double[] patch = new double[reader.length()];
    double[] response = new double[reader.outputs()];
    double[] other = new double[reader.outputs()];
    run.execute(
        List.of(wanted, given),
        (first, count, batch) -> {
          float[] responses = batch.get(0).get(target.response());
          float[] patches = batch.get(1).get(input);
          Optional<float[]> others = target.subtracted().map(batch.get(1)::get);
          reader.forEachPixel(
              first,
              count,
              (index, pixel) -> {
                reader.readPatch(patches, index, pixel, patch, 0);
                Arrays.fill(response, 0);
                reader.addResponse(responses, 1, index, pixel, response, 0);
                Arrays.fill(other, 0);
                others.ifPresent(value -> reader.addResponse(value, 1, index, pixel, other, 0));
                consumer.see(patch, response, other);
              });
        });
  }

  /** Moments of the patches with what the layer itself is to bring. */
  MomentSums.Moments moments() {
    MomentSums sums = new MomentSums(reader.length(), reader.outputs());
    forEach(
        (patch, response, other) ->
            sums.add(
                (x, xFrom, y, yFrom) -> {
                  System.arraycopy(patch, 0, x, xFrom, patch.length);
                  for (int t = 0; t < response.length; t++) {
                    y[yFrom + t] = response[t] - other[t];
                  }
                }));
    return sums.moments();
  }
}
