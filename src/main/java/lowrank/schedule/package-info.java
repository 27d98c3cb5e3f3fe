/**
 * Turns a {@code FixedNetwork} into a {@code Program} for one target: gives every layer a name that
 * C and Java accept, finds how long each value lives and packs all values and working memories into
 * one arena. Where that saves memory, consecutive convolutions become chains that run row by row.
 * Knows the target's alignment and nothing of any output language's text.
 */
package lowrank.schedule;
