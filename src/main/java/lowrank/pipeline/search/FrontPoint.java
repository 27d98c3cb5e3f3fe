package lowrank.pipeline.search;

import java.util.OptionalDouble;
import lowrank.network.RankPlan;

/**
 * A point of the curve of loss against multiplies.
 *
 * @param bytes of weights, biases and multipliers
 * @param loss predicted: the sum over the layers, each alone replaced
 * @param measured loss of the refitted network, where it was measured
 * @param chosen whether it is the search's answer, which other limits may keep off the curve
 */
public record FrontPoint(
    long multiplies,
    long bytes,
    double loss,
    OptionalDouble measured,
    boolean chosen,
    RankPlan plan) {}
