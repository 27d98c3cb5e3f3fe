/**
 * Predicts how many instructions a layer takes on a core. Comes in: a kernel and the name of the C
 * that is printed for it; goes out: a number, from coefficients that the benchmark fitted to counts
 * of that C on the emulated core. Knows neither templates nor emulators.
 */
package lowrank.cost;
