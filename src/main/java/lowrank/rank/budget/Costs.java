package lowrank.rank.budget;

/**
 * What a network, or a part of it, costs; or the most that it may cost.
 *
 * @param multiplies of one inference
 * @param instructions of one inference, predicted; the multiplies where nothing predicts them
 * @param bytes of flash
 * @param ram bytes at the worst step
 */
public record Costs(long multiplies, long instructions, long bytes, long ram) {
  /** No limit. */
  public static final Costs UNLIMITED = new Costs(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Where nothing predicts instructions. */
  public Costs(long multiplies, long bytes, long ram) {
    this(multiplies, multiplies, bytes, ram);
  }

  /** The same with another limit on multiplies. */
  public Costs withMultiplies(long replacement) {
    return new Costs(replacement, instructions, bytes, ram);
  }

  /** The same with another limit on instructions. */
  public Costs withInstructions(long replacement) {
    return new Costs(multiplies, replacement, bytes, ram);
  }

  /** The same with another limit on bytes. */
  public Costs withBytes(long replacement) {
    return new Costs(multiplies, instructions, replacement, ram);
  }

  /** The same with another limit on memory. */
  public Costs withRam(long replacement) {
    return new Costs(multiplies, instructions, bytes, replacement);
  }

  /** Whether nothing here exceeds the limits. */
  public boolean within(Costs limits) {
    return multiplies <= limits.multiplies
        && instructions <= limits.instructions
        && bytes <= limits.bytes
        && ram <= limits.ram;
  }
}
