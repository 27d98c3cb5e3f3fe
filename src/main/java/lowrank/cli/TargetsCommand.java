package lowrank.cli;

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

  @Override
  public void run() {
    Table table = new Table("target", "flash", "ram", "isa", "runs in QEMU on", "description");
    for (String name : Targets.names()) {
      Target target = Targets.load(name);
      String runs =
          target
              .emulated()
              .map(emulator -> emulator.runs() + (emulator.standIn() ? " (stand-in)" : ""))
              .orElse("-");
      table.row(
          target.name(), target.flash(), target.ram(), target.isa(), runs, target.description());
    }
    table.print(console.out());
    console.out().flush();
  }
}
