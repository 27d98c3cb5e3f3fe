package lowrank.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The model on one target.
 *
 * @param weightBytes in flash, and {@code flash} the target's size
 * @param arenaBytes in RAM, and {@code ram} the target's size
 * @param issued multiplies with channel counts rounded up to the target's SIMD granularity
 * @param cycles estimated for scalar code
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TargetEntry(
    String target,
    long weightBytes,
    long flash,
    long arenaBytes,
    long ram,
    long issued,
    long cycles) {}
