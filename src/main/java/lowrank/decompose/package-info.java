/**
 * Factorises the kernels of weighted layers. A network and a {@code RankPlan} come in, a network
 * goes out in which chains of ordinary operators replace the planned layers; for the rank search it
 * tells what each layer's methods can do ({@code RankCurves}). The only package that knows EJML. It
 * must not know how ranks are chosen, any model format, data or target. Factors minimise the
 * kernel's error; a fit to the responses on data takes its place in {@code Factorizer}.
 */
package lowrank.decompose;
