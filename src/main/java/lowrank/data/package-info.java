/**
 * The user's arrays. In come {@code .npy} and {@code .npz} files, out go samples and labels that
 * are checked against the model, and samples as the model's input, real or integer; results are
 * written the same way. Knows shapes and preprocessing, not how a model is stored or run.
 */
package lowrank.data;
