/**
 * Writes a network as a standard ONNX model: float, or quantised with QuantizeLinear and
 * DequantizeLinear pairs. In comes a {@code Network} with an optional {@code Quantization}, out go
 * the bytes of the file. Inside the model activations are channels first; every node and value is
 * named after its layer. Knows neither the reader nor any engine that runs the model.
 */
package lowrank.exporter;
