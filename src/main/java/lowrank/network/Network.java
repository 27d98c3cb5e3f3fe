package lowrank.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.provenance.Provenance;
import lowrank.tensor.Shape;

/**
 * A float network with one input and one output.
 *
 * @param name for file names and messages
 * @param input name of the input value
 * @param inputShape NHWC without the batch
 * @param layout of raw input data
 * @param layers in an order in which each comes after all that it reads
 * @param output name of the layer whose output is the network's
 */
public record Network(
    String name,
    String input,
    Shape inputShape,
    InputLayout layout,
    List<Layer> layers,
    String output,
    Provenance provenance) {
  /** Copies the list and checks that there is a layer. */
  public Network {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(name + ": no layers");
    }
  }

  /** The same network with other layers. */
  public Network withLayers(List<Layer> replacement) {
    return new Network(name, input, inputShape, layout, replacement, output, provenance);
  }

  /** The same network with another provenance. */
  public Network withProvenance(Provenance replacement) {
    return new Network(name, input, inputShape, layout, layers, output, replacement);
  }

  /**
   * Shapes of all values by name, the input first.
   *
   * @throws CompileException if an operator's inputs do not fit or are not defined before it
   */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(input, inputShape);
    for (Layer layer : layers) {
      try {
        shapes.put(layer.name(), layer.operator().outputShape(inputShapes(layer, shapes)));
      } catch (IllegalArgumentException e) {
        throw new CompileException(Fault.SHAPE_MISMATCH, layer.name(), e.getMessage());
      }
    }
    return shapes;
  }

  /** Shapes that a layer reads, looked up in {@code shapes}. */
  public static List<Shape> inputShapes(Layer layer, Map<String, Shape> shapes) {
    return layer.inputs().stream()
        .map(
            value -> {
              Shape shape = shapes.get(value);
              if (shape == null) {
                throw new IllegalArgumentException("reads " + value + " before it is computed");
              }
              return shape;
            })
        .toList();
  }

  /** Multiplies of one inference over all layers, padding counted. */
  public long multiplies() {
    Map<String, Shape> shapes = shapes();
    return layers.stream().mapToLong(l -> l.operator().multiplies(inputShapes(l, shapes))).sum();
  }

  /** Weights and biases over all layers. */
  public long parameters() {
    return layers.stream().mapToLong(layer -> layer.operator().parameters()).sum();
  }
}
