package lowrank.emit.packaging;

import java.util.List;
import java.util.Locale;
import lowrank.emit.c.CText;
import lowrank.emit.c.ProgramModel;
import lowrank.program.Program;
import lowrank.program.SourceBundle;
import lowrank.target.Target;

/**
 * What the templates of packages print.
 *
 * @param id prefix of all C names, {@code upper} the same for macros
 * @param banner for the first line
 * @param title one sentence in ASCII
 * @param details more of them, one line
 * @param sources the C files to compile, without the example
 * @param settings version, author, licence
 * @param cmake whether the folder is a CMake package
 * @param espIdf whether it is a component of ESP-IDF
 * @param optimize the compiler's flag
 * @param banks names of several banks of RAM; none if there is one arena
 */
public record PackageModel(
    String id,
    String upper,
    String banner,
    String title,
    String details,
    List<String> sources,
    PackageSettings settings,
    boolean cmake,
    boolean espIdf,
    String optimize,
    List<String> banks) {
  /** The file with {@code main}, which no package compiles into its library. */
  static final String EXAMPLE = "main.c";

  /** Copies the list. */
  public PackageModel {
    sources = List.copyOf(sources);
    banks = List.copyOf(banks);
  }

  static PackageModel of(
      SourceBundle bundle, Program program, Target target, PackageSettings settings) {
    String id = program.identifier();
    return new PackageModel(
        id,
        id.toUpperCase(Locale.ROOT),
        ProgramModel.bannerOf(program),
        CText.ascii(
            CText.format(
                "The neural network %s in integer arithmetic, as plain C99.",
                program.network().name())),
        CText.ascii(
            CText.format(
                "%d bytes of RAM for all activations, %d multiplies an inference. Made for %s;"
                    + " other cores run it, too. No allocation, no dependencies.",
                program.arenaBytes(), program.network().multiplies(), target.name())),
        bundle.files().keySet().stream()
            .filter(file -> file.endsWith(".c") && !file.contains("/") && !file.equals(EXAMPLE))
            .toList(),
        settings,
        settings.has(Ecosystem.CMAKE),
        settings.has(Ecosystem.ESP_IDF),
        target.compiler().optimize(),
        program.arenas().size() == 1
            ? List.of()
            : program.arenas().stream().map(Program.Arena::bank).toList());
  }
}
