package lowrank.provenance;

/**
 * A layer of the imported model, as it was before anything was decomposed.
 *
 * @param kind the operator's name
 * @param shape kernel or matrix, readable, e.g. {@code 5x5 6->16}; empty without weights
 * @param multiplies per inference, padding counted
 * @param parameters weights and biases
 * @param bytes int8 weights, int32 biases and requantisation tables
 */
public record SourceLayer(
    String name, String kind, String shape, long multiplies, long parameters, long bytes) {}
