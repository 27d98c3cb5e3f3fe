/**
 * What the user is told about a network: every source layer next to the layers that replaced it,
 * with multiplies and bytes, and the whole as {@code report.json}. Computes sums, decides nothing.
 */
package lowrank.report;
