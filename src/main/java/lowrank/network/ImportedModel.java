package lowrank.network;

import java.util.Optional;

/**
 * What an importer makes of a model file.
 *
 * @param network with float weights, dequantised if the file holds integers
 * @param quantization the file's scales and integer weights; empty for a float model
 */
public record ImportedModel(Network network, Optional<Quantization> quantization) {}
