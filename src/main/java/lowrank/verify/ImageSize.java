package lowrank.verify;

/**
 * What a model takes when it is built for a target; the arena is not included.
 *
 * @param compiler that built it, and its version
 * @param standIn whether that compiles for another core than the target's
 * @param codeBytes instructions with their literals, in flash
 * @param constantBytes weights and other tables, in flash
 * @param stackBytes deepest chain of calls from {@code invoke}; functions outside the model, such
 *     as {@code memcpy}, not counted
 */
public record ImageSize(
    String compiler, boolean standIn, long codeBytes, long constantBytes, long stackBytes) {
  /** Bytes of flash. */
  public long flashBytes() {
    return codeBytes + constantBytes;
  }
}
