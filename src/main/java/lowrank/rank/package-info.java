/**
 * Chooses ranks. {@code RankCurves} come in, with an {@code Evaluator} for the methods that measure
 * accuracy, and a {@code RankPlan} goes out. Must not know how kernels are factorised, how accuracy
 * is measured, any model format or target. The strategies are listed in {@code RankStrategies}; one
 * that meets a budget of bytes and multiplies takes its place there under the name {@code budget}.
 */
package lowrank.rank;
