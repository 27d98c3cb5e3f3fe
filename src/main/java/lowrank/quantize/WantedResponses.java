package lowrank.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.NetworkSegment;
import lowrank.network.SumBranch;
import lowrank.operator.Conv2d;
import lowrank.operator.WeightedOperator;
import lowrank.patch.PatchReader;
import lowrank.tensor.Shape;

/**
 * What a layer of the integer network is to answer at the pixels that {@link PatchReader} chooses:
 * the float layer's response to its float input. Where the response goes into a sum and nowhere
 * else, the float sum less what the integer network's other branch brings, so that the layer also
 * makes good what the branch around it has lost.
 */
final class WantedResponses {
  private final WeightedOperator operator;
  private final int groups;

  /** Rows of the outputs of a group, one for each input that the group's outputs have. */
  private final double[] weights;

  private final PatchReader reader;
  private final Optional<String> other;
  private final Map<Integer, float[]> own = new TreeMap<>();
  private final Map<Integer, float[]> others = new TreeMap<>();

  /**
   * Nothing was seen yet.
   *
   * @param layer of {@code network}, a convolution or a dense layer
   * @param input shape of the value that it reads
   */
  WantedResponses(Layer layer, Network network, Shape input) {
    this.operator = (WeightedOperator) layer.operator();
    this.groups = operator instanceof Conv2d convolution ? convolution.groups() : 1;
    this.weights = transposed(operator.weights().toDoubles());
    this.reader = new PatchReader(operator, input);
    int position = NetworkSegment.position(network, layer.name()).orElseThrow();
    this.other =
        SumBranch.joining(layer, network)
            .map(SumBranch::other)
            .filter(value -> NetworkSegment.position(network, value).orElseThrow() < position);
  }

  /** The value that joins the response in a sum, if it is there before the layer. */
  Optional<String> other() {
    return other;
  }

  /** Takes the float input of sample {@code sample}, the {@code index}-th of a batch. */
  void addInput(int sample, float[] batch, int index) {
    List<float[]> pixels = new ArrayList<>();
    double[] patch = new double[reader.length()];
    reader.forEachPixel(
        sample,
        1,
        (first, pixel) -> {
          reader.readPatch(batch, index, pixel, patch, 0);
          pixels.add(response(patch));
        });
    own.put(sample, joined(pixels));
  }

  private double[] transposed(double[] rows) {
    int channels = operator.outputChannels() / groups;
    int length = rows.length / operator.outputChannels();
    double[] transposed = new double[rows.length];
    for (int t = 0; t < operator.outputChannels(); t++) {
      for (int i = 0; i < length; i++) {
        transposed[(t / channels * length + i) * channels + t % channels] = rows[t * length + i];
      }
    }
    return transposed;
  }

  private float[] response(double[] patch) {
    int length = patch.length / groups;
    int channels = operator.outputChannels() / groups;
    double[] part = new double[length];
    double[] sums = operator.bias().toDoubles();
    for (int group = 0; group < groups; group++) {
      PatchReader.readGroup(patch, group, groups, operator.weights().shape().channels(), part, 0);
      for (int i = 0; i < length; i++) {
        addRow(part[i], (group * length + i) * channels, sums, group * channels, channels);
      }
    }
    return floats(sums);
  }

  /** Alone so that the compiler makes vectors of it. */
  private void addRow(double input, int row, double[] sums, int first, int channels) {
    for (int t = 0; t < channels; t++) {
      sums[first + t] += weights[row + t] * input;
    }
  }

  /** Takes the float value of the {@link #other} branch. */
  void addOther(int sample, float[] batch, int index) {
    others.put(sample, read(sample, batch, index));
  }

  private float[] read(int sample, float[] batch, int index) {
    List<float[]> pixels = new ArrayList<>();
    double[] values = new double[reader.outputs()];
    reader.forEachPixel(
        sample,
        1,
        (first, pixel) -> {
          Arrays.fill(values, 0);
          reader.addResponse(batch, 1, index, pixel, values, 0);
          pixels.add(floats(values));
        });
    return joined(pixels);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static float[] joined(List<float[]> pixels) {
    int width = pixels.get(0).length;
    float[] all = new float[pixels.size() * width];
    for (int i = 0; i < pixels.size(); i++) {
      System.arraycopy(pixels.get(i), 0, all, i * width, width);
    }
    return all;
  }

  /**
   * The wanted responses to one sample, pixel after pixel, all output channels each.
   *
   * @param reached real values of the integer network's {@link #other} branch, if there is one
   */
  float[] of(int sample, Optional<float[]> reached) {
    float[] wanted = own.get(sample).clone();
    if (reached.isPresent()) {
      float[] integer = read(sample, reached.get(), 0);
      float[] real = others.get(sample);
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] += real[i] - integer[i];
      }
    }
    return wanted;
  }
}
