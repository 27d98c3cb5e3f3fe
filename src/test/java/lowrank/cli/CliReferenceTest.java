package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The documented command line is the real one. */
class CliReferenceTest {
  private static final Path FILE = Path.of("src/docs/CLI.md");
  private static final String UPDATE = "samples.update";

  @TempDir private Path folder;

  private static String text() {
    CommandLine main = Main.commandLine();
    StringBuilder text = new StringBuilder("# Command line\n");
    text.append(
            "Written from the program: what `lowrank --help` and `lowrank COMMAND --help` print.")
        .append(
            " `lowrank completion`\nprints a script that completes commands and options in bash")
        .append(" and zsh, `lowrank man` the manual page.\n");
    text.append("\n```\n").append(usage(main)).append("```\n");
    main.getSubcommands()
        .forEach(
            (name, command) ->
                text.append("\n## ")
                    .append(name)
                    .append("\n```\n")
                    .append(usage(command))
                    .append("```\n"));
    return text.toString();
  }

  private static String usage(CommandLine command) {
    return command
        .setUsageHelpWidth(100)
        .getUsageMessage(Ansi.OFF)
        .lines()
        .map(String::stripTrailing)
        .reduce("", (left, right) -> left + right + "\n");
  }

  @Test
  void documentEqualsProgram() throws IOException {
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(FILE, text());
    }
    assertThat(Files.readString(FILE))
        .as("stale; if wanted: mvn test -Dtest=CliReferenceTest -D%s=true", UPDATE)
        .isEqualTo(text());
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script = folder.resolve("completion.sh");
    Files.writeString(script, CliRunner.run("completion").succeeded().out());
    String program =
        ". '"
            + script
            + "'; COMP_WORDS=(lowrank gen); COMP_CWORD=1; _complete_lowrank;"
            + " echo \"${COMPREPLY[@]}\"; COMP_WORDS=(lowrank build --pack); COMP_CWORD=2;"
            + " _complete_lowrank; echo \"${COMPREPLY[@]}\"";
    Process process =
        new ProcessBuilder("bash", "-c", program)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), "UTF-8").lines())
        .containsExactly("generate", "--package --package-version --package-author --package-url");
  }

  @Test
  void theManualPageHasEveryCommandAndNoStrayRequests() {
    String page = CliRunner.run("man").succeeded().out();
    assertThat(page.lines().filter(line -> line.startsWith(".")))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|B|PP)( .*)?"));
    for (String name : Main.commandLine().getSubcommands().keySet()) {
      assertThat(page).contains("\n.SS lowrank " + name + "\n");
    }
    assertThat(page).contains("\n.B \\-\\-package KIND\n");
  }
}
