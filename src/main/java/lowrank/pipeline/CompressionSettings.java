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

  /**
   * Every layer that can be decomposed is, with 97 % of the energy of its responses; weights are
   * corrected, all activations int8.
   */
  public static final CompressionSettings DEFAULTS =
      new CompressionSettings(
          "auto",
          "energy",
          List.of(),
          0.01,
          0.97,
          true,
          true,
          RangeMethod.MSE,
          Map.of(),
          Correction.WEIGHTS,
          Precision.INT8,
          SearchSettings.NONE);

  /** Copies list and map. */
  public CompressionSettings {
    layers = List.copyOf(layers);
    rangeExceptions = Collections.unmodifiableMap(new LinkedHashMap<>(rangeExceptions));
  }

  /** The same with another decomposition. */
  public CompressionSettings withMethod(String name) {
    return new CompressionSettings(
        name,
        ranks,
        layers,
        maximumDrop,
        energyShare,
        dataAware,
        refit,
        range,
        rangeExceptions,
        correction,
        precision,
        search);
  }

  /** The same with ranks chosen by another strategy, or given. */
  public CompressionSettings withRanks(String strategy) {
    return new CompressionSettings(
        method,
        strategy,
        layers,
        maximumDrop,
        energyShare,
        dataAware,
        refit,
        range,
        rangeExceptions,
        correction,
        precision,
        search);
  }

  /** The same with another share of the energy, above 0 and at most 1. */
  public CompressionSettings withEnergyShare(double share) {
    return new CompressionSettings(
        method,
        ranks,
        layers,
        maximumDrop,
        share,
        dataAware,
        refit,
        range,
        rangeExceptions,
        correction,
        precision,
        search);
  }

  /** The same with activation ranges chosen otherwise. */
  public CompressionSettings withRange(RangeMethod other) {
    return new CompressionSettings(
        method,
        ranks,
        layers,
        maximumDrop,
        energyShare,
        dataAware,
        refit,
        other,
        rangeExceptions,
        correction,
        precision,
        search);
  }

  /** The same with another correction after rounding. */
  public CompressionSettings withCorrection(Correction other) {
    return new CompressionSettings(
        method,
        ranks,
        layers,
        maximumDrop,
        energyShare,
        dataAware,
        refit,
        range,
        rangeExceptions,
        other,
        precision,
        search);
  }

  /** The same with other activations in int16. */
  public CompressionSettings withPrecision(Precision other) {
    return new CompressionSettings(
        method,
        ranks,
        layers,
        maximumDrop,
        energyShare,
        dataAware,
        refit,
        range,
        rangeExceptions,
        correction,
        other,
        search);
  }

  /** The same with other limits or another target for the search. */
  public CompressionSettings withSearch(SearchSettings other) {
    return new CompressionSettings(
        method,
        ranks,
        layers,
        maximumDrop,
        energyShare,
        dataAware,
        refit,
        range,
        rangeExceptions,
        correction,
        precision,
        other);
  }
}
