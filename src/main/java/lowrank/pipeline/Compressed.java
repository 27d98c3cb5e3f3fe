package lowrank.pipeline;

import java.util.List;
import java.util.Optional;
import lowrank.exporter.OnnxExporter;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Compression;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.tensor.ElementType;

/**
 * A compressed network.
 *
 * @param network decomposed, in float
 * @param fixed the same in integers
 * @param precision what the search for int16 layers measured; empty if there was none
 * @param search what the search under a budget was given and found; empty if there was none
 */
public record Compressed(
    Network network,
    Quantization quantization,
    FixedNetwork fixed,
    Optional<PrecisionOutcome> precision,
    Optional<SearchOutcome> search) {
  /** The same with what was measured on calibration data. */
  Compressed with(Compression measured) {
    Network carrier = network.withProvenance(network.provenance().withCompression(measured));
    return new Compressed(
        carrier, quantization, FixedNetworkBuilder.build(carrier, quantization), precision, search);
  }

  /** The layers with int16 outputs, in order. */
  public List<String> wideLayers() {
    return fixed.layers().stream()
        .filter(layer -> layer.kernel().output().type().element() == ElementType.INT16)
        .map(FixedLayer::name)
        .toList();
  }

  /** The seam file: a standard QDQ ONNX model. */
  public ModelFile seam(String name) {
    return new ModelFile(name, OnnxExporter.write(network, quantization));
  }
}
