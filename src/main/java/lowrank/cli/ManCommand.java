package lowrank.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Prints the manual page. */
@Command(
    name = "man",
    sortOptions = false,
    description = {
      "Print the manual page, in the format of man(7).",
      "For example: lowrank man > ~/.local/share/man/man1/lowrank.1"
    })
final class ManCommand implements Runnable {
  @Mixin private Console console;

  @Override
  public void run() {
    console.out().print(page(Main.commandLine()));
    console.out().flush();
  }

  private static String page(CommandLine line) {
    CommandSpec main = line.getCommandSpec();
    List<String> lines = new ArrayList<>();
    lines.add(".TH LOWRANK 1 \"\" \"" + Version.text() + "\"");
    lines.add(".SH NAME");
    lines.add("lowrank \\- " + text(main.usageMessage().description()));
    lines.add(".SH SYNOPSIS");
    lines.add(".B lowrank");
    lines.add("COMMAND [OPTIONS]");
    lines.add(".SH COMMANDS");
    line.getSubcommands().values().forEach(command -> addCommand(lines, command.getCommandSpec()));
    lines.add(".SH NOTES");
    for (String note : main.usageMessage().footer()) {
      lines.add(note.isEmpty() ? ".PP" : text(note));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void addCommand(List<String> lines, CommandSpec command) {
    lines.add(".SS lowrank " + command.name());
    lines.add(text(command.usageMessage().description()));
    command.positionalParameters().forEach(one -> add(lines, one.paramLabel(), one));
    for (OptionSpec option : command.options()) {
      String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      add(lines, String.join(", ", option.names()) + label, option);
    }
  }

  private static void add(List<String> lines, String name, ArgSpec argument) {
    lines.add(".TP");
    lines.add(".B " + escape(name));
    lines.add(text(argument.description()));
  }

  private static String text(String... parts) {
    return escape(Ansi.OFF.string(String.join(" ", parts)));
  }

  /** Backslashes, hyphens and a leading dot mean something in the format. */
  private static String escape(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
