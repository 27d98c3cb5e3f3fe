/**
 * Runs a {@code FixedNetwork} directly. This is the definition of what the generated sources
 * compute; it knows no target and no emitter.
 */
package lowrank.interpret;
