/**
 * What weighted layers multiply: the patches under their kernels, and the patches' moments.
 * Activations come in, means and covariances go out; factorisation and rounding are fitted to them.
 * It must not know what the moments are for, nor how networks are executed.
 */
package lowrank.patch;
