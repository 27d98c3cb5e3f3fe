package lowrank.doctor;

/**
 * Whether a model fits a target.
 *
 * @param weightBytes of the tables in flash; code comes on top
 * @param flashBytes that the target has
 * @param arenaBytes of planned RAM; the stack comes on top
 * @param ramBytes that the target has
 */
public record MemoryFit(long weightBytes, long flashBytes, long arenaBytes, long ramBytes) {
  /** Whether tables and arena each fit. */
  public boolean fits() {
    return weightBytes <= flashBytes && arenaBytes <= ramBytes;
  }
}
