/**
 * Factorises the kernels of weighted layers. A network and a {@code RankPlan} come in, a network
 * goes out in which chains of ordinary operators replace the planned layers; for the rank search it
 * tells what each layer's methods can do ({@code RankCurves}). The only package that knows EJML. It
 * must not know how ranks are chosen, any model format or target, nor how networks are executed: it
 * asks an {@code ActivationRun} for values. Without data, factors minimise the error of the kernel;
 * with {@code InputStatistics} that of the layer's responses; {@code AsymmetricRefit} then fits the
 * whole network, layer by layer, to the original one, and {@code QuantizationGauge} turns the
 * channels between factors so that int8 loses least of them.
 */
package lowrank.decompose;
