/**
 * What is wrong with a user's input, said once: a code with its sentence and the exception that
 * carries it to the command line. Faults of the program itself are ordinary exceptions.
 */
package lowrank.diagnostic;
