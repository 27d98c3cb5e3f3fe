package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Network;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.search.OutputLoss;
import lowrank.tensor.Shape;

/** Reads the files named on the command line for one network. */
final class DataOptions {
  private DataOptions() {}

  /**
   * Samples with their labels; empty if no samples are named.
   *
   * @param labelsOption name of the labels' option, for the message if they come without samples
   */
  static Optional<Dataset> real(Network network, Path samples, Path labels, String labelsOption) {
    if (samples == null) {
      if (labels != null) {
        throw new CompileException(
            Fault.MISSING_OPTION, labelsOption, "the samples that it labels");
      }
      return Optional.empty();
    }
    Dataset data = Dataset.of(network, Samples.read(samples));
    return Optional.of(labels == null ? data : labelled(network, data, labels));
  }

  /** Samples with the labels of a file. */
  static Dataset labelled(Network network, Dataset data, Path labels) {
    Shape output = network.shapes().get(network.output());
    if (!OutputLoss.classifies(network)) {
      throw new CompileException(
          Fault.NOT_A_CLASSIFIER,
          labels,
          output.elements() == 1
              ? "a single value"
              : output.elements() == network.inputShape().elements()
                  ? "as long as its input"
                  : "of shape " + output);
    }
    return data.withLabels(Labels.read(labels, data.count(), output.elements()));
  }
}
