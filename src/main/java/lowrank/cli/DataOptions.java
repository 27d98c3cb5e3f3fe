package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.network.Network;
import lowrank.pipeline.Dataset;
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
    Samples read = Samples.read(samples);
    return Optional.of(Dataset.of(network, read, labels(network, read, labels)));
  }

  /** Labels for samples; empty if none are named. */
  static Optional<Labels> labels(Network network, Samples samples, Path labels) {
    if (labels == null) {
      return Optional.empty();
    }
    Shape output = network.shapes().get(network.output());
    return Optional.of(Labels.read(labels, samples.count(), output.elements()));
  }
}
