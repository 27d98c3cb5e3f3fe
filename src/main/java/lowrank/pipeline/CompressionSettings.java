package lowrank.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.pipeline.search.SearchSettings;
import lowrank.quantize.Correction;
import lowrank.quantize.RangeMethod;

/**
 * How a network is to be compressed.
 *
 * @param method a decomposition's name, {@code auto} or {@code none}
 * @param ranks a strategy's name, or {@code LAYER=RANK,...}
 * @param layers the only layers that may be decomposed; empty for all
 * @param maximumDrop δ of the strategies that measure accuracy, a share from 0 to below 1
 * @param energyShare share of the squared singular values that {@code energy} keeps
 * @param dataAware whether factors minimise the error of the responses on calibration data, not of
 *     the kernels
 * @param refit whether weights and biases are refitted to the original network's responses
 * @param range how activation ranges are chosen
 * @param rangeExceptions other methods by value: the input or a layer of the decomposed network
 * @param correction what is changed after rounding to nearest
 * @param precision which activations are int16
 * @param search of {@code budget}: limits and target
 */
public record CompressionSettings(
    String method,
    String ranks,
    List<String> layers,
    double maximumDrop,
    double energyShare,
    boolean dataAware,
    boolean refit,
    RangeMethod range,
    Map<String, RangeMethod> rangeExceptions,
    Correction correction,
    Precision precision,
    SearchSettings search) {
  /** Name of the rank search that meets a budget. */
  public static final String BUDGET = "budget";

  /** Copies list and map. */
  public CompressionSettings {
    layers = List.copyOf(layers);
    rangeExceptions = Collections.unmodifiableMap(new LinkedHashMap<>(rangeExceptions));
  }

  /** One method for all ranges; corrected weights; all activations in int8. */
  public CompressionSettings(
      String method,
      String ranks,
      List<String> layers,
      double maximumDrop,
      double energyShare,
      boolean dataAware,
      boolean refit,
      RangeMethod range) {
    this(
        method,
        ranks,
        layers,
        maximumDrop,
        energyShare,
        dataAware,
        refit,
        range,
        Map.of(),
        Correction.WEIGHTS,
        Precision.INT8,
        SearchSettings.NONE);
  }
}
