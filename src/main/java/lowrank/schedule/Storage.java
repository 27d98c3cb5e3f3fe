package lowrank.schedule;

/**
 * Memory for one value, or for several that take turns in it.
 *
 * @param first index of the step that first writes it; -1 for the network's input
 * @param last index of the last step that reads it, at least {@code first}
 */
record Storage(int bytes, int first, int last) {
  /** Whether both are needed during some step. */
  boolean meets(Storage other) {
    return first <= other.last && other.first <= last;
  }

  /** The same, kept until step {@code until} if that is later. */
  Storage keptUntil(int until) {
    return new Storage(bytes, first, Math.max(last, until));
  }
}
