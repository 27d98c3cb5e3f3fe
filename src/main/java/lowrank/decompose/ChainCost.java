package lowrank.decompose;

import java.util.List;
import lowrank.tensor.Shape;

/**
 * What a chain costs, known from its shapes.
 *
 * @param multiplies for one inference, padding counted
 * @param parameters weights and biases
 * @param bytes quantised, as {@link FactorShape#storedBytes} counts
 */
public record ChainCost(long multiplies, long parameters, long bytes) {
  /** Cost of a chain that reads a value of shape {@code input}; a dense layer reads all of it. */
  public static ChainCost of(List<FactorShape> chain, Shape input) {
    int channels = chain.get(0).inputChannels();
    Shape image =
        input.rank() == 3 && input.channels() == channels ? input : Shape.of(1, 1, channels);
    long multiplies = 0;
    long parameters = 0;
    long bytes = 0;
    for (FactorShape factor : chain) {
      multiplies += factor.multiplies(image);
      parameters += factor.weights() + (long) factor.outputChannels();
      bytes += factor.storedBytes();
      image = factor.outputImage(image);
    }
    return new ChainCost(multiplies, parameters, bytes);
  }
}
