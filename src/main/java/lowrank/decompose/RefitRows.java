package lowrank.decompose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.decompose.ActivationRun.Request;
import lowrank.patch.MomentSums;
import lowrank.patch.PatchReader;

/**
 * What a layer is refitted to, pixel by pixel: the patch that the compressed network gives it, the
 * response wanted of it together with the branch that joins it, and that branch's part.
 */
final class RefitRows {
  /** Most elements that are kept over all inputs for further visits. */
  private static final long MOST_ELEMENTS = 1L << 26;

  private final ActivationRun run;
  private final PatchReader reader;
  private final RefitTarget target;
  private final String input;
  private final Request wanted;
  private final Request given;
  private final List<Batch> kept = new ArrayList<>();

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

  /**
   * What both networks give for consecutive inputs.
   *
   * @param patches values that the layer reads
   * @param others values of the branch that joins it
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Batch(
      int first, int count, float[] responses, float[] patches, Optional<float[]> others) {
    long elements() {
      return (long) responses.length + patches.length + others.map(o -> o.length).orElse(0);
    }
  }

  /** Visits all rows in the order of the inputs; the networks run once if there is room for all. */
  void forEach(Consumer consumer) {
    Rows rows = new Rows(consumer);
    if (!kept.isEmpty()) {
      kept.forEach(rows::visit);
      return;
    }
    run.execute(
        List.of(wanted, given),
        (first, count, values) -> {
          Map<String, float[]> present = values.get(1);
          Batch batch =
              new Batch(
                  first,
                  count,
                  values.get(0).get(target.response()),
                  present.get(input),
                  target.subtracted().map(present::get));
          if (batch.elements() * run.count() <= MOST_ELEMENTS * count) {
            kept.add(batch);
          }
          rows.visit(batch);
        });
  }

  /** Reads the rows of batches. */
  private final class Rows {
    private final Consumer consumer;
    private final double[] patch = new double[reader.length()];
    private final double[] response = new double[reader.outputs()];
    private final double[] other = new double[reader.outputs()];

    Rows(Consumer consumer) {
      this.consumer = consumer;
    }

    void visit(Batch batch) {
      reader.forEachPixel(
          batch.first,
          batch.count,
          (index, pixel) -> {
            reader.readPatch(batch.patches, index, pixel, patch, 0);
            Arrays.fill(response, 0);
            reader.addResponse(batch.responses, 1, index, pixel, response, 0);
            Arrays.fill(other, 0);
            batch.others.ifPresent(value -> reader.addResponse(value, 1, index, pixel, other, 0));
            consumer.see(patch, response, other);
          });
    }
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
