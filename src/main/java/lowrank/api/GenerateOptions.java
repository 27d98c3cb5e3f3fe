package lowrank.api;

import java.util.Objects;
import lowrank.pipeline.GenerationSettings;
import lowrank.pipeline.TargetFile;

/**
 * For what {@link Lowrank#generate} generates.
 *
 * @param target the board
 * @param name prefix of all C names and stem of the Java class's name: letters, digits and
 *     underscores, at most 64, starting with a letter
 * @param settings memory, and what the report is to say about how the model was made
 */
public record GenerateOptions(TargetFile target, String name, GenerationSettings settings) {
  /**
   * Nothing may be null.
   *
   * @param target as of the record
   * @param name as of the record
   * @param settings as of the record
   */
  public GenerateOptions {
    Objects.requireNonNull(target);
    Objects.requireNonNull(name);
    Objects.requireNonNull(settings);
  }

  /**
   * Options for a target.
   *
   * @param target a target's name, or a descriptor's path that ends in {@code .yaml}
   * @param name prefix of all C names
   * @return options that say nothing about how the model was made
   * @throws lowrank.diagnostic.CompileException if there is no such target
   */
  public static GenerateOptions of(String target, String name) {
    return new GenerateOptions(TargetFile.load(target), name, GenerationSettings.DEFAULT);
  }
}
