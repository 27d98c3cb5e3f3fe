package lowrank.rank.budget;

/**
 * What a network, or a part of it, costs; or the most that it may cost.
 *
 * @param multiplies of one inference
 * @param bytes of flash
 * @param ram bytes at the worst step
 */
public record Costs(long multiplies, long bytes, long ram) {
  /** No limit. */
  public static final Costs UNLIMITED = new Costs(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** The same with another limit on multiplies. */
  public Costs withMultiplies(long replacement) {
    return new Costs(replacement, bytes, ram);
  }

  /** The same with another limit on bytes. */
  public Costs withBytes(long replacement) {
    return new Costs(multiplies, replacement, ram);
  }

  /** The same with another limit on memory. */
  public Costs withRam(long replacement) {
    return new Costs(multiplies, bytes, replacement);
  }

  /** Whether nothing here exceeds the limits. */
  public boolean within(Costs limits) {
    return multiplies <= limits.multiplies && bytes <= limits.bytes && ram <= limits.ram;
  }
}
