/**
 * The float operators: one record each with its attributes, weights, shape rule and the way to its
 * integer kernel. Activations are NHWC without the batch. Knows no model format and no target.
 */
package lowrank.operator;
