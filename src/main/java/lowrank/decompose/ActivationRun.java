package lowrank.decompose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lowrank.network.Network;

/** Executes float networks on the calibration inputs; may be asked to do so several times. */
public interface ActivationRun {
  /** Number of calibration inputs. */
  int count();

  /**
   * Runs every network on every input, batch by batch in the order of the inputs, all networks on
   * the same inputs of a batch.
   */
  void execute(List<Request> requests, Observer observer);

  /**
   * Differentiates the output before a last softmax, weighted with a vector for each input, with
   * respect to the responses of layers before their fused activation. The observer gets one map,
   * without layers whose derivative is not known.
   *
   * @param inputs how many of the calibration inputs are looked at, if there are as many
   */
  void differentiate(
      Network network, Set<String> layers, int inputs, Seeds seeds, Observer observer);

  /** Gives the vector with which an input's outputs are weighted. */
  @FunctionalInterface
  interface Seeds {
    /**
     * The vector of one input.
     *
     * @param length number of outputs
     */
    float[] of(int index, int length);
  }

  /**
   * Values that are wanted of one network.
   *
   * @param values names of the input or of layers
   * @param input what the network reads in place of the calibration inputs
   */
  record Request(Network network, List<String> values, Optional<StoredActivations> input) {
    /** Copies the list. */
    public Request {
      values = List.copyOf(values);
    }

    /** A network that reads the calibration inputs. */
    public Request(Network network, List<String> values) {
      this(network, values, Optional.empty());
    }
  }

  /** Takes the values of consecutive inputs. */
  @FunctionalInterface
  interface Observer {
    /**
     * Sees one batch.
     *
     * @param first index of the first input
     * @param count number of inputs
     * @param values for each request its values by name, NHWC, input after input; not modified
     */
    void see(int first, int count, List<Map<String, float[]>> values);
  }
}
