package lowrank.program;

/**
 * A place in the arena.
 *
 * @param offset bytes from the arena's start
 * @param bytes size
 * @param first index of the step that first writes it; -1 for the network's input
 * @param last index of the last step that reads it; the number of steps for the network's output
 * @param bank index of the arena that it lies in
 */
public record Buffer(int offset, int bytes, int first, int last, int bank) {
  /** A place in the only arena, or the first. */
  public Buffer(int offset, int bytes, int first, int last) {
    this(offset, bytes, first, last, 0);
  }

  /** First byte behind the buffer. */
  public int end() {
    return offset + bytes;
  }
}
