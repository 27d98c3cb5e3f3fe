/**
 * ONNX to {@link lowrank.network.Network}. Every activation is held as NHWC without the batch; what
 * the file says about its dimensions is kept beside it as a {@link lowrank.importer.onnx.View}, so
 * that operators which only rename or reorder dimensions make no layers. Nodes without activations
 * among their inputs are evaluated. The one reader of ONNX files; it knows no other stage.
 */
package lowrank.importer.onnx;
