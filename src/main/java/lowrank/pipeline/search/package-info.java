/**
 * Measures what decomposing a layer does to the network's output and fills the factor bank with it.
 * A network, a {@code Decomposer} and calibration inputs come in; a {@code RankPlan} that meets the
 * budget goes out. Must not know how options are given, nor how firmware is written.
 */
package lowrank.pipeline.search;
