/**
 * What users of ONNX and its runtime share: the metadata that a model written by this tool carries,
 * the environment, products of matrices. Knows the network, not how it is imported, executed or
 * quantised.
 */
package lowrank.onnx;
