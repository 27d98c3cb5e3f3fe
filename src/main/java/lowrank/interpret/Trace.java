package lowrank.interpret;

import java.util.List;

/**
 * One inference with everything in between.
 *
 * @param outputs integers that each layer wrote, in layer order
 * @param multiplies executed by each layer, in layer order
 */
public record Trace(List<int[]> outputs, List<Long> multiplies) {}
