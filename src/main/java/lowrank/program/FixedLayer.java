package lowrank.program;

import java.util.List;
import lowrank.kernel.Kernel;
import lowrank.provenance.Origin;

/**
 * One kernel applied to named values; its output carries the layer's name.
 *
 * @param inputs names of the network's input or of earlier layers
 */
public record FixedLayer(String name, Kernel kernel, List<String> inputs, Origin origin) {
  /** Copies the list. */
  public FixedLayer {
    inputs = List.copyOf(inputs);
  }
}
