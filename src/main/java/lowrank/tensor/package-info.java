/**
 * Shapes and immutable arrays of numbers. Nothing comes in but arrays and nothing here knows what
 * the numbers mean. Activations are laid out height, width, channels (NHWC without the batch);
 * convolution weights output channel, kernel height, kernel width, input channel (OHWI).
 */
package lowrank.tensor;
