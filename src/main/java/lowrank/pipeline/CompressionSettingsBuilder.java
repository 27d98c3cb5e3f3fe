package lowrank.pipeline;

import java.util.List;
import java.util.Map;
import lowrank.pipeline.search.SearchSettings;
import lowrank.quantize.Correction;
import lowrank.quantize.RangeMethod;

/** Settings that differ from the defaults in what is said; see {@link CompressionSettings}. */
public final class CompressionSettingsBuilder {
  private String method = "auto";
  private String ranks = "energy";
  private List<String> layers = List.of();
  private double maximumDrop = 0.01;
  private double energyShare = 0.97;
  private boolean dataAware = true;
  private boolean refit = true;
  private RangeMethod range = RangeMethod.MSE;
  private Map<String, RangeMethod> rangeExceptions = Map.of();
  private Correction correction = Correction.WEIGHTS;
  private Precision precision = Precision.INT8;
  private SearchSettings search = SearchSettings.NONE;

  CompressionSettingsBuilder() {}

  /** A decomposition's name, {@code auto} or {@code none}. */
  public CompressionSettingsBuilder method(String value) {
    method = value;
    return this;
  }

  /** A strategy's name, or {@code LAYER=RANK,...}. */
  public CompressionSettingsBuilder ranks(String value) {
    ranks = value;
    return this;
  }

  /** The only layers that may be decomposed; empty for all. */
  public CompressionSettingsBuilder layers(List<String> value) {
    layers = value;
    return this;
  }

  /** Δ of the strategies that measure accuracy, a share from 0 to below 1. */
  public CompressionSettingsBuilder maximumDrop(double value) {
    maximumDrop = value;
    return this;
  }

  /** Share of the squared singular values that {@code energy} keeps. */
  public CompressionSettingsBuilder energyShare(double value) {
    energyShare = value;
    return this;
  }

  /** Whether factors minimise the error of the responses on calibration data. */
  public CompressionSettingsBuilder dataAware(boolean value) {
    dataAware = value;
    return this;
  }

  /** Whether weights and biases are refitted. */
  public CompressionSettingsBuilder refit(boolean value) {
    refit = value;
    return this;
  }

  /** How activation ranges are chosen. */
  public CompressionSettingsBuilder range(RangeMethod value) {
    range = value;
    return this;
  }

  /** Other methods by value. */
  public CompressionSettingsBuilder rangeExceptions(Map<String, RangeMethod> value) {
    rangeExceptions = value;
    return this;
  }

  /** What is changed after rounding to nearest. */
  public CompressionSettingsBuilder correction(Correction value) {
    correction = value;
    return this;
  }

  /** Which activations are int16. */
  public CompressionSettingsBuilder precision(Precision value) {
    precision = value;
    return this;
  }

  /** Of {@code budget}: limits and target. */
  public CompressionSettingsBuilder search(SearchSettings value) {
    search = value;
    return this;
  }

  /** The settings. */
  public CompressionSettings build() {
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
        search);
  }
}
