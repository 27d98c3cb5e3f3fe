package lowrank.doctor;

import java.util.Map;
import lowrank.network.Network;

/** Executes a float network on the calibration data; may be asked to do so several times. */
@FunctionalInterface
public interface FloatRun {
  /**
   * Hands every value of every batch of samples, the input included, to {@code observer}.
   *
   * @param most samples, evenly over all
   */
  void execute(Network network, int most, Observer observer);

  /** The same with all samples. */
  default void execute(Network network, Observer observer) {
    execute(network, Integer.MAX_VALUE, observer);
  }

  /** Takes all values of one batch. */
  @FunctionalInterface
  interface Observer {
    /**
     * Sees one batch.
     *
     * @param samples in the batch
     * @param values elements of all samples by value name, not modified
     */
    void see(int samples, Map<String, float[]> values);
  }
}
