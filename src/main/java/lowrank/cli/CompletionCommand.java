package lowrank.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the completion script of bash and zsh. */
@Command(
    name = "completion",
    sortOptions = false,
    description = {
      "Print a script that completes commands and options in bash and zsh.",
      "For example: source <(lowrank completion)"
    })
final class CompletionCommand implements Runnable {
  @Mixin private Console console;

  @Override
  public void run() {
    console.out().print(AutoComplete.bash("lowrank", Main.commandLine()));
    console.out().flush();
  }
}
