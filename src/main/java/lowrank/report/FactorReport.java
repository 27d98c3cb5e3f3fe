package lowrank.report;

/**
 * One layer of the compressed network.
 *
 * @param kind operator name
 * @param shape kernel or matrix in words; empty without weights
 * @param multiplies per inference, padding counted
 * @param formula behind the multiplies
 * @param bytes of its constant tables
 */
public record FactorReport(
    String name, String kind, String shape, long multiplies, String formula, long bytes) {}
