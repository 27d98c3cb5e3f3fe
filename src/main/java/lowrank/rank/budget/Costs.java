package lowrank.rank.budget;

/**
 * What a network, or a part of it, costs; or the most that it may cost.
 *
 * @param multiplies of one inference
 * @param instructions of one inference, predicted; the multiplies where nothing predicts them
 * @param parameters weights and biases
 * @param bytes of flash
 * @param ram bytes at the worst step
 */
public record Costs(long multiplies, long instructions, long parameters, long bytes, long ram) {
  /** What adds nothing. */
  public static final Costs NOTHING = new Costs(0, 0, 0, 0);

  /** No limit. */
  public static final Costs UNLIMITED =
      new Costs(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Where nothing predicts instructions. */
  public Costs(long multiplies, long parameters, long bytes, long ram) {
    this(multiplies, multiplies, parameters, bytes, ram);
  }

  /** The same with another limit on multiplies. */
  public Costs withMultiplies(long replacement) {
    return new Costs(replacement, instructions, parameters, bytes, ram);
  }

  /** The same with another limit on instructions. */
  public Costs withInstructions(long replacement) {
    return new Costs(multiplies, replacement, parameters, bytes, ram);
  }

  /** The same with another limit on weights and biases. */
  public Costs withParameters(long replacement) {
    return new Costs(multiplies, instructions, replacement, bytes, ram);
  }

  /** The same with another limit on bytes. */
  public Costs withBytes(long replacement) {
    return new Costs(multiplies, instructions, parameters, replacement, ram);
  }

  /** The same with another limit on memory. */
  public Costs withRam(long replacement) {
    return new Costs(multiplies, instructions, parameters, bytes, replacement);
  }

  /** Of two parts of a network: everything adds up but memory, of which the larger need counts. */
  public Costs plus(Costs other) {
    return new Costs(
        Math.addExact(multiplies, other.multiplies),
        Math.addExact(instructions, other.instructions),
        Math.addExact(parameters, other.parameters),
        Math.addExact(bytes, other.bytes),
        Math.max(ram, other.ram));
  }

  /** Whether nothing here exceeds the limits. */
  public boolean within(Costs limits) {
    return multiplies <= limits.multiplies
        && instructions <= limits.instructions
        && parameters <= limits.parameters
        && bytes <= limits.bytes
        && ram <= limits.ram;
  }
}
