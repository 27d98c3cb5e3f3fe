/**
 * The tool as a library: {@link lowrank.api.Lowrank} reads, compresses, generates and verifies as
 * the commands of those names do, which call it themselves. Options are records with defaults; a
 * user's error is a {@link lowrank.diagnostic.CompileException} with one line of text.
 */
package lowrank.api;
