package lowrank.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lowrank.verify.VerificationResult.Mismatch;
import lowrank.verify.VerificationResult.Run;

/** Compares the file that a run wrote with the interpreter's, tensor by tensor. */
final class TraceComparison {
  private final TensorLayout layout;
  private final int inputs;
  private long bytes;
  private long mismatches;
  private Optional<Mismatch> first = Optional.empty();

  TraceComparison(TensorLayout layout, int inputs) {
    this.layout = layout;
    this.inputs = inputs;
  }

  /**
   * The result of one run.
   *
   * @param failure why the run ended early, if it did
   */
  Run compare(String where, Path expected, Path actual, Optional<RunFailure> failure)
      throws IOException {
    Optional<String> text = failure.map(RunFailure::getMessage);
    if (!Files.exists(actual)) {
      return new Run(
          where, 0, 0, first, text.or(() -> Optional.of("nothing was written")), Optional.empty());
    }
    long written = Files.size(actual);
    try (InputStream left = open(expected);
        InputStream right = open(actual)) {
      compareAll(left, right);
    }
    if (failure.isPresent() && failure.get().located()) {
      text = text.map(message -> layout.position(written) + ": " + message);
    } else if (failure.isEmpty() && written != Files.size(expected)) {
      text = Optional.of(written + " bytes were written instead of " + Files.size(expected));
    }
    return new Run(where, bytes, mismatches, first, text, Optional.empty());
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private void compareAll(InputStream expected, InputStream actual) throws IOException {
    for (int input = 0; input < inputs; input++) {
      for (TensorLayout.Entry entry : layout.entries()) {
        byte[] left = expected.readNBytes(entry.bytes());
        byte[] right = actual.readNBytes(entry.bytes());
        if (right.length < left.length) {
          return;
        }
        bytes += left.length;
        compareTensor(input, entry, left, right);
      }
    }
  }

  private void compareTensor(int input, TensorLayout.Entry entry, byte[] left, byte[] right) {
    for (int element = 0; element < entry.elements(); element++) {
      int expected = TensorLayout.decode(left, element, entry.width());
      int actual = TensorLayout.decode(right, element, entry.width());
      if (expected != actual) {
        mismatches++;
        if (first.isEmpty()) {
          first = Optional.of(new Mismatch(input, entry.name(), element, expected, actual));
        }
      }
    }
  }
}
