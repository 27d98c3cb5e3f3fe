package lowrank.decompose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.WeightedOperator;
import lowrank.patch.MomentSums;
import lowrank.patch.PatchReader;
import lowrank.provenance.LayerMeasurement;
import lowrank.tensor.Shape;

/**
 * Mean and covariance of the input patches of every layer that can be decomposed, and what the
 * directions of its response are worth, measured on the original network: what makes factorisation
 * data-aware.
 */
public final class InputStatistics {
  /** Nothing was measured: factorisation minimises the kernel's own error. */
  public static final InputStatistics NONE = new InputStatistics(Map.of());

  /** Longest patch whose covariance is kept; layers beyond it are factorised without data. */
  static final int LONGEST_PATCH = 1600;

  private final Map<String, ResponseMetric> metrics;

  private InputStatistics(Map<String, ResponseMetric> metrics) {
    this.metrics = metrics;
  }

  /** Measures all layers in one pass over the calibration inputs. */
  public static InputStatistics collect(Network network, ActivationRun run) {
    Map<String, Shape> shapes = network.shapes();
    Map<String, PatchReader> readers = new LinkedHashMap<>();
    Map<String, MomentSums> sums = new LinkedHashMap<>();
    Map<String, String> inputs = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (LayerObstacle.of(layer).isPresent()) {
        continue;
      }
      String input = layer.inputs().get(0);
      PatchReader reader = new PatchReader((WeightedOperator) layer.operator(), shapes.get(input));
      if (reader.length() <= LONGEST_PATCH) {
        readers.put(layer.name(), reader);
        sums.put(layer.name(), new MomentSums(reader.length(), 0));
        inputs.put(layer.name(), input);
      }
    }
    if (readers.isEmpty()) {
      return NONE;
    }
    List<String> values = new ArrayList<>(new LinkedHashSet<>(inputs.values()));
    run.execute(
        List.of(new ActivationRun.Request(network, values)),
        (first, count, batch) ->
            readers.forEach(
                (layer, reader) -> {
                  float[] value = batch.get(0).get(inputs.get(layer));
                  reader.forEachPixel(
                      first,
                      count,
                      (index, pixel) ->
                          sums.get(layer)
                              .add(
                                  (patches, offset, responses, none) ->
                                      reader.readPatch(value, index, pixel, patches, offset)));
                }));
    Map<String, ResponseMetric> metrics = new LinkedHashMap<>();
    Map<String, OutputWeights> outputs = OutputSensitivity.collect(network, readers.keySet(), run);
    sums.forEach(
        (layer, sum) ->
            metrics.put(
                layer,
                ResponseMetric.of(sum.moments())
                    .withOutputs(Optional.ofNullable(outputs.get(layer)))));
    return new InputStatistics(metrics);
  }

  /** What is known of each layer that was measured, in network order. */
  public List<LayerMeasurement> measurements() {
    List<LayerMeasurement> measurements = new ArrayList<>();
    metrics.forEach(
        (layer, metric) ->
            measurements.add(
                LayerMeasurement.ofInputs(
                    layer, metric.patches(), metric.covariance().numRows, metric.ridge())));
    return measurements;
  }

  /** The metric of a layer; empty if nothing was measured for it. */
  Optional<ResponseMetric> metric(String layer) {
    return Optional.ofNullable(metrics.get(layer));
  }
}
