package lowrank.pipeline;

import lowrank.exporter.OnnxExporter;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.program.FixedNetwork;

/**
 * A compressed network.
 *
 * @param network decomposed, in float
 * @param fixed the same in integers
 */
public record Compressed(Network network, Quantization quantization, FixedNetwork fixed) {
  /** The seam file: a standard QDQ ONNX model. */
  public ModelFile seam(String name) {
    return new ModelFile(name, OnnxExporter.write(network, quantization));
  }
}
