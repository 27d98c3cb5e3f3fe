/**
 * TensorFlow Lite flatbuffers become networks: float models, and int8 models with their scales and
 * integer weights. Knows the TFLite schema and what its operators mean; knows nothing of ONNX and
 * of what is done with the network.
 */
package lowrank.importer.tflite;
