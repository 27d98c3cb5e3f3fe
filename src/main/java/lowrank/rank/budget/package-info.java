/**
 * Chooses one candidate for each layer so that the sum of losses is least under limits on
 * multiplies, bytes and memory. A {@code FactorBank} of candidates with exact costs and predicted
 * losses comes in, a {@code Selection} goes out. Must not know how candidates are made, how their
 * losses are measured, nor what a target is. The only package that knows OR-Tools.
 */
package lowrank.rank.budget;
