package lowrank.verify;

import java.util.ArrayList;
import java.util.List;
import lowrank.kernel.TensorType;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;

/**
 * What a run writes for each input, back to back: every layer's output in order, then the output of
 * a whole call. Integers are little-endian.
 */
record TensorLayout(List<Entry> entries) {
  /** Name of the last entry. */
  static final String WHOLE_CALL = "(whole call)";

  /** A tensor: the layer's name, elements, and bytes of an element. */
  record Entry(String name, int elements, int width) {
    int bytes() {
      return elements * width;
    }
  }

  static TensorLayout of(FixedNetwork network) {
    List<Entry> entries = new ArrayList<>();
    for (FixedLayer layer : network.layers()) {
      entries.add(entry(layer.name(), layer.kernel().output()));
    }
    entries.add(entry(WHOLE_CALL, network.outputType()));
    return new TensorLayout(List.copyOf(entries));
  }

  private static Entry entry(String name, TensorType type) {
    return new Entry(name, type.shape().elements(), type.type().element().bytes());
  }

  /** Tensors of one input. */
  int size() {
    return entries.size();
  }

  /** Where the run stood that wrote {@code bytes}: input and layer of the tensor not yet whole. */
  String position(long bytes) {
    long perInput = entries.stream().mapToLong(Entry::bytes).sum();
    long rest = bytes % perInput;
    int index = 0;
    while (rest >= entries.get(index).bytes()) {
      rest -= entries.get(index++).bytes();
    }
    return "input " + bytes / perInput + ", layer " + entries.get(index).name();
  }

  /** The integers of a tensor as bytes. */
  static byte[] encode(int[] values, int width) {
    byte[] bytes = new byte[values.length * width];
    for (int i = 0; i < values.length; i++) {
      for (int part = 0; part < width; part++) {
        bytes[i * width + part] = (byte) (values[i] >> (8 * part));
      }
    }
    return bytes;
  }

  /** One integer of an encoded tensor. */
  static int decode(byte[] bytes, int index, int width) {
    int value = bytes[index * width + width - 1];
    for (int part = width - 2; part >= 0; part--) {
      value = (value << 8) | (bytes[index * width + part] & 0xff);
    }
    return value;
  }
}
