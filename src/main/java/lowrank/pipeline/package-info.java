/**
 * The stages in order: {@code Compressor} takes an imported model to the quantised network and its
 * seam file, {@code Generator} from there to the source files, {@code FolderCheck} from a generated
 * folder to the proof that it computes what it should. Stages meet only here.
 */
package lowrank.pipeline;
