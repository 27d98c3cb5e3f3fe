package lowrank.schedule;

/**
 * Two memories that may lie over each other: a step's output and an input that nobody reads later.
 *
 * @param output index of the memory that is written, {@code input} of the one that is read
 * @param lead bytes by which the output must start before the input, at least 0
 */
record Overlap(int output, int input, int lead) {}
