/**
 * The integer operators: one record each, holding exactly the shapes, integer weights, multipliers
 * and zero points that the emitters print, and the loop that defines its result. Knows no model
 * format, no target and no emitter.
 */
package lowrank.kernel;
