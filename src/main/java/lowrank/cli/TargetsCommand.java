package lowrank.cli;

import java.util.List;
import lowrank.target.Target;
import lowrank.target.Targets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the built-in targets. */
@Command(
    name = "targets",
    sortOptions = false,
    description = "List the targets with their memory and their emulator.")
final class TargetsCommand implements Runnable {
  @Mixin private Console console;

  @Mixin private FormatOption format;

  /** What is printed as JSON; memories in bytes. */
  record Row(
      String target,
      long flash,
      long ram,
      String isa,
      String emulated,
      boolean standIn,
      String description) {}

  @Override
  public void run() {
    List<Target> targets = Targets.names().stream().map(Targets::load).toList();
    format.print(
        console,
        targets.stream().map(TargetsCommand::row).toList(),
        out -> table(targets).print(out));
  }

  private static Row row(Target target) {
    return new Row(
        target.name(),
        target.flash().bytes(),
        target.ram().bytes(),
        target.isa(),
        target.emulated().map(Target.Emulator::runs).orElse(null),
        target.emulated().map(Target.Emulator::standIn).orElse(false),
        target.description());
  }

  private static Table table(List<Target> targets) {
    Table table = new Table("target", "flash", "ram", "isa", "runs in QEMU on", "description");
    for (Target target : targets) {
      String runs =
          target
              .emulated()
              .map(emulator -> emulator.runs() + (emulator.standIn() ? " (stand-in)" : ""))
              .orElse("-");
      table.row(
          target.name(), target.flash(), target.ram(), target.isa(), runs, target.description());
    }
    return table;
  }
}
