package lowrank.decompose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lowrank.decompose.ActivationRun.Request;
import lowrank.network.Network;
import lowrank.tensor.Shape;
import org.ejml.data.DMatrixRMaj;

/** Reads what chains read and hold in between on calibration data. */
final class IntermediateReader {
  /** Elements kept of one value at most: pixels spread over all inputs. */
  private static final int ELEMENTS = 1 << 17;

  /** Pixels kept at most. */
  private static final int PIXELS = 1 << 12;

  private static final long SEED = 4096;

  private IntermediateReader() {}

  /** The chains of a network with their intermediates, in one pass over the calibration inputs. */
  static List<GaugedChain> read(Network network, List<ChainSpan> spans, ActivationRun run) {
    Map<String, Shape> shapes = network.shapes();
    Map<String, Energy> ends = new LinkedHashMap<>();
    Map<String, Pixels> intermediates = new LinkedHashMap<>();
    for (ChainSpan span : spans) {
      ends.put(span.input(network), new Energy());
      ends.put(span.output(network), new Energy());
      span.intermediates(network)
          .forEach(value -> intermediates.put(value, new Pixels(shapes.get(value), run.count())));
    }
    List<String> values = new ArrayList<>(ends.keySet());
    values.addAll(intermediates.keySet());
    run.execute(
        List.of(new Request(network, values.stream().distinct().toList())),
        (first, count, batch) -> {
          Map<String, float[]> seen = batch.get(0);
          ends.forEach((value, energy) -> energy.add(seen.get(value)));
          intermediates.forEach((value, pixels) -> pixels.add(seen.get(value), first, count));
        });
    return spans.stream()
        .map(
            span ->
                GaugedChain.of(
                    FactorChain.of(span.operators(network)),
                    span.intermediates(network).stream()
                        .map(value -> new Intermediate(intermediates.get(value).rows))
                        .toList(),
                    ends.get(span.input(network)).mean(),
                    ends.get(span.output(network)).mean()
                        * shapes.get(span.output(network)).channels()))
        .toList();
  }

  /** Sums up squares. */
  private static final class Energy {
    private double sum;
    private long count;

    void add(float[] values) {
      for (float value : values) {
        sum += (double) value * value;
      }
      count += values.length;
    }

    double mean() {
      return count == 0 ? 0 : sum / count;
    }
  }

  /** Some pixels of one value: of every stretch of all pixels of all inputs one at random. */
  private static final class Pixels {
    private final int channels;
    private final int perInput;
    private final long[] chosen;
    private final DMatrixRMaj rows;
    private int next;

    Pixels(Shape shape, int inputs) {
      this.channels = shape.channels();
      this.perInput = shape.elements() / channels;
      long all = (long) perInput * inputs;
      int kept = (int) Math.min(all, Math.max(1, Math.min(PIXELS, ELEMENTS / channels)));
      this.rows = new DMatrixRMaj(kept, channels);
      this.chosen = new long[kept];
      Random random = new Random(SEED);
      for (int i = 0; i < kept; i++) {
        long from = all * i / kept;
        long to = all * (i + 1) / kept;
        chosen[i] = from + random.nextInt((int) (to - from));
      }
    }

    void add(float[] values, int first, int count) {
      long start = (long) first * perInput;
      for (; next < chosen.length && chosen[next] < start + (long) count * perInput; next++) {
        int from = (int) (chosen[next] - start) * channels;
        for (int channel = 0; channel < channels; channel++) {
          rows.set(next, channel, values[from + channel]);
        }
      }
    }
  }
}
