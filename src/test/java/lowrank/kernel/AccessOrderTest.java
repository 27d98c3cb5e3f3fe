package lowrank.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import lowrank.kernel.AccessOrder.Reads;
import lowrank.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The distances of an order of access against reading and writing byte by byte. */
class AccessOrderTest {
  /** Bytes that are read, counted from the input's start, and then bytes that are written. */
  private record Access(BitSet reads, BitSet writes) {}

  @ParameterizedTest
  @EnumSource(Reads.class)
  void nothingIsOverwrittenThatIsReadLater(Reads reads) {
    Random random = new Random(reads.ordinal());
    int tight = 0;
    for (int i = 0; i < 1500; i++) {
      int inputs = 1 + random.nextInt(4);
      int outputs = reads == Reads.CHANNELWISE ? inputs : 1 + random.nextInt(6);
      int inputBytes = 1 + random.nextInt(2);
      int outputBytes = reads == Reads.CHANNELWISE ? inputBytes : 1 + random.nextInt(2);
      Window window = window(random);
      Shape input = Shape.of(3 + random.nextInt(5), 3 + random.nextInt(5), inputs);
      Shape output =
          Shape.of(window.outputHeight(input.height()), window.outputWidth(input.width()), outputs);
      AccessOrder order = new AccessOrder(1 + random.nextInt(5), reads);
      int lead = order.lead(window, input, inputBytes, output, outputBytes);
      List<Access> accesses = accesses(order, window, input, inputBytes, output, outputBytes);
      String what = order + " " + window + " " + input + " " + output;
      for (int more : new int[] {0, 1, 7}) {
        assertThat(safe(accesses, lead + more)).as("%s, lead %d + %d", what, lead, more).isTrue();
      }
      boolean least = lead == 0 || !safe(accesses, lead - 1);
      tight += least ? 1 : 0;
      if (window.strideHeight() * window.strideWidth() == 1 && window.taps() == 1) {
        assertThat(least).as("%s, lead %d", what, lead).isTrue();
      }
    }
    assertThat(tight).isGreaterThan(1400);
  }

  private static Window window(Random random) {
    return new Window(
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        1 + random.nextInt(2),
        1 + random.nextInt(2),
        1,
        1,
        random.nextInt(2),
        random.nextInt(2),
        random.nextInt(2),
        random.nextInt(2));
  }

  /** Whether no byte is written before its last read, the output starting {@code lead} lower. */
  private static boolean safe(List<Access> accesses, int lead) {
    BitSet written = new BitSet();
    for (Access access : accesses) {
      if (access.reads().stream().anyMatch(at -> written.get(at + lead))) {
        return false;
      }
      written.or(access.writes());
    }
    return true;
  }

  /** Reads are as late as the order allows, writes as early. */
  private static List<Access> accesses(
      AccessOrder order, Window window, Shape input, int inputBytes, Shape output, int bytes) {
    List<Access> accesses = new ArrayList<>();
    int count = output.height() * output.width();
    int pixel = output.channels() * bytes;
    for (int first = 0; first < count; first += order.pixels()) {
      int end = Math.min(count, first + order.pixels());
      BitSet reads = new BitSet();
      for (int p = Math.max(0, end - order.pixels()); p < end; p++) {
        window(reads, p, window, input, inputBytes, output, 0, input.channels());
      }
      BitSet writes = new BitSet();
      writes.set(Math.max(0, end - order.pixels()) * pixel, end * pixel);
      switch (order.reads()) {
        case FIRST -> accesses.add(new Access(reads, writes));
        case THROUGHOUT -> {
          accesses.add(new Access(new BitSet(), writes));
          accesses.add(new Access(reads, new BitSet()));
        }
        case CHANNELWISE -> {
          for (int channel = 0; channel < output.channels(); channel++) {
            BitSet own = new BitSet();
            BitSet value = new BitSet();
            for (int p = Math.max(0, end - order.pixels()); p < end; p++) {
              window(own, p, window, input, inputBytes, output, channel, channel + 1);
              value.set(p * pixel + channel * bytes, p * pixel + (channel + 1) * bytes);
            }
            accesses.add(new Access(own, value));
          }
        }
      }
    }
    return accesses;
  }

  private static void window(
      BitSet reads,
      int pixel,
      Window window,
      Shape input,
      int bytes,
      Shape output,
      int firstChannel,
      int endChannel) {
    for (int tap = 0; tap < window.taps(); tap++) {
      int y = pixel / output.width() * window.strideHeight() - window.padTop();
      int x = pixel % output.width() * window.strideWidth() - window.padLeft();
      int row = y + tap / window.kernelWidth();
      int column = x + tap % window.kernelWidth();
      if (row >= 0 && row < input.height() && column >= 0 && column < input.width()) {
        int start = (row * input.width() + column) * input.channels();
        reads.set((start + firstChannel) * bytes, (start + endChannel) * bytes);
      }
    }
  }
}
