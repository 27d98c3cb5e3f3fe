package lowrank.emit.reference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import lowrank.tensor.IntTensor;

/** The constant tables of all layers back to back, little-endian, in layer and role order. */
final class WeightResource {
  private final List<Table> tables = new ArrayList<>();
  private int length;

  /**
   * A table in the resource.
   *
   * @param field name of the class's field
   * @param offset of its first byte
   */
  record Table(String field, int offset, IntTensor values) {}

  /** Appends a table that the class reads into {@code field}. */
  void add(String field, IntTensor values) {
    tables.add(new Table(field, length, values));
    length = Math.toIntExact(length + values.bytes());
  }

  /** The tables in order. */
  List<Table> tables() {
    return List.copyOf(tables);
  }

  /** The file's content. */
  byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (Table table : tables) {
      for (int i = 0; i < table.values().size(); i++) {
        int value = table.values().at(i);
        switch (table.values().type()) {
          case INT8 -> buffer.put((byte) value);
          case INT16 -> buffer.putShort((short) value);
          case INT32 -> buffer.putInt(value);
        }
      }
    }
    return buffer.array();
  }

  /** CRC-32 of the content, as an int. */
  int checksum() {
    CRC32 crc = new CRC32();
    crc.update(bytes());
    return (int) crc.getValue();
  }
}
