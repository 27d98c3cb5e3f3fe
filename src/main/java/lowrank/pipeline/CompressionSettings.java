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

  /**
   * What to start from: every layer that can be decomposed is, with 97 % of the energy of its
   * responses; weights are corrected, all activations int8.
   */
  public static CompressionSettingsBuilder builder() {
    return new CompressionSettingsBuilder();
  }

  /** These settings, to change some of them. */
  public CompressionSettingsBuilder toBuilder() {
    return builder()
        .method(method)
        .ranks(ranks)
        .layers(layers)
        .maximumDrop(maximumDrop)
        .energyShare(energyShare)
        .dataAware(dataAware)
        .refit(refit)
        .range(range)
        .rangeExceptions(rangeExceptions)
        .correction(correction)
        .precision(precision)
        .search(search);
  }
}
