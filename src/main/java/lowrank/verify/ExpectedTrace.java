package lowrank.verify;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.interpret.Trace;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.verify.VerificationResult.MultiplyCount;

/** Runs the interpreter, which defines every tensor, and counts its multiplies. */
final class ExpectedTrace {
  private static final int AT_ONCE = 16;
  private final FixedNetwork network;
  private final FixedPointInterpreter interpreter;
  private final long[] counted;

  ExpectedTrace(FixedNetwork network) {
    this.network = network;
    this.interpreter = new FixedPointInterpreter(network);
    this.counted = network.layers().stream().mapToLong(l -> l.kernel().multiplies()).toArray();
  }

  /** Writes inputs and expected tensors to two files, on all processors. */
  void write(List<int[]> inputs, Path inputFile, Path traceFile) throws IOException {
    int inputWidth = network.inputType().type().element().bytes();
    try (OutputStream in = new BufferedOutputStream(Files.newOutputStream(inputFile));
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(traceFile))) {
      for (int start = 0; start < inputs.size(); start += AT_ONCE) {
        List<int[]> part = inputs.subList(start, Math.min(start + AT_ONCE, inputs.size()));
        List<Trace> traces =
            IntStream.range(0, part.size())
                .parallel()
                .mapToObj(i -> interpreter.trace(part.get(i)))
                .toList();
        for (int i = 0; i < part.size(); i++) {
          in.write(TensorLayout.encode(part.get(i), inputWidth));
          write(traces.get(i), out);
        }
      }
    }
  }

  private void write(Trace trace, OutputStream out) throws IOException {
    byte[] result = null;
    for (int i = 0; i < counted.length; i++) {
      FixedLayer layer = network.layers().get(i);
      int width = layer.kernel().output().type().element().bytes();
      byte[] tensor = TensorLayout.encode(trace.outputs().get(i), width);
      out.write(tensor);
      if (layer.name().equals(network.output())) {
        result = tensor;
      }
      if (trace.multiplies().get(i) != layer.kernel().multiplies()) {
        counted[i] = trace.multiplies().get(i);
      }
    }
    out.write(result);
  }

  /** Formula and count of each layer; a count of any input that is not the formula's is kept. */
  List<MultiplyCount> multiplies() {
    List<MultiplyCount> counts = new ArrayList<>();
    for (int i = 0; i < counted.length; i++) {
      FixedLayer layer = network.layers().get(i);
      counts.add(new MultiplyCount(layer.name(), layer.kernel().multiplies(), counted[i]));
    }
    return counts;
  }
}
