/**
 * Rewrites of a freshly imported network that do not depend on its file format: network in, network
 * out, the function it computes unchanged. Knows no file format.
 */
package lowrank.importer.pass;
