package lowrank.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.kernel.SoftmaxKernel;
import lowrank.kernel.TensorType;
import lowrank.provenance.Provenance;

/**
 * A network of integer kernels with one input and one output.
 *
 * @param layers in an order in which each comes after all that it reads
 * @param output name of the layer whose output is the network's
 */
public record FixedNetwork(
    String name,
    String input,
    TensorType inputType,
    List<FixedLayer> layers,
    String output,
    Provenance provenance) {
  /** Copies the list. */
  public FixedNetwork {
    layers = List.copyOf(layers);
  }

  /** Types of all values by name, the input first. */
  public Map<String, TensorType> types() {
    Map<String, TensorType> types = new LinkedHashMap<>();
    types.put(input, inputType);
    layers.forEach(layer -> types.put(layer.name(), layer.kernel().output()));
    return types;
  }

  /** Type of the network's output. */
  public TensorType outputType() {
    return types().get(output);
  }

  /** The network that ends before its softmax; this one if it does not end with one. */
  public FixedNetwork withoutSoftmax() {
    return layers.stream()
        .filter(layer -> layer.name().equals(output) && layer.kernel() instanceof SoftmaxKernel)
        .filter(layer -> !layer.inputs().get(0).equals(input))
        .findFirst()
        .map(
            softmax ->
                new FixedNetwork(
                    name,
                    input,
                    inputType,
                    layers.stream().filter(layer -> !layer.name().equals(output)).toList(),
                    softmax.inputs().get(0),
                    provenance))
        .orElse(this);
  }

  /** Multiplies of one inference by formula, padding counted. */
  public long multiplies() {
    return layers.stream().mapToLong(layer -> layer.kernel().multiplies()).sum();
  }
}
