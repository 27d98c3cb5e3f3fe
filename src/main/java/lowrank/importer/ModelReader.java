package lowrank.importer;

import lowrank.network.ImportedModel;

/** Reads one model format. */
@FunctionalInterface
public interface ModelReader {
  /**
   * The network in a file. Its provenance is the file's own if the file carries one; else it names
   * the file and has no layers, and {@link ModelImporter} completes it.
   *
   * @param file path as the user gave it, for messages and for files next to it
   * @param bytes the file's content
   * @throws lowrank.diagnostic.CompileException if the file is damaged or holds what cannot be
   *     imported
   */
  ImportedModel read(String file, byte[] bytes);
}
