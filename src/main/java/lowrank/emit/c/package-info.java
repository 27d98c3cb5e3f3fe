/**
 * Prints a {@code Program} as C99. For every layer a typed model with all decisions taken (loop
 * bounds, blocks, what is written out, weights in the order they are read) goes to the template of
 * its name under {@code templates/c}. A {@code Dialect} has models and templates of its own for
 * some kernels, in a package and a folder of its name; which target uses it, its features say. Must
 * not know model formats, decomposition methods or target names.
 */
package lowrank.emit.c;
