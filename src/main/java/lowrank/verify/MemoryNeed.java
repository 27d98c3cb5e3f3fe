package lowrank.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lowrank.target.Target;

/**
 * Memory that a program for a bare machine takes, the harness and its stack included.
 *
 * @param rom bytes of code, constants and initial values
 * @param ram bytes of variables and stack
 */
record MemoryNeed(long rom, long ram) {
  /** Bytes of a memory that any program fits. */
  static final long AMPLE = 1L << 30;

  /** The stack that {@code link.ld} asks for. */
  private static final long STACK = 16 * 1024;

  /** Asks the tool set's {@code size} for a linked program's sections. */
  static MemoryNeed of(Command size, Path work, Path program) {
    Command.Outcome outcome =
        size.run(work, Command.BUILD_LIMIT, List.of("-A", "-d", program.toString()));
    if (outcome.status() != 0) {
      throw new IllegalStateException(size.name() + ": " + outcome.text());
    }
    return parse(outcome.text());
  }

  /** Reads lines of section name, size and address; other lines are passed over. */
  static MemoryNeed parse(String text) {
    long rom = 0;
    long ram = STACK;
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (words.length == 3 && words[1].matches("\\d+")) {
        long bytes = Long.parseLong(words[1]);
        rom += words[0].matches("\\.(text|rodata|data|ARM\\.extab|ARM\\.exidx)") ? bytes : 0;
        ram += words[0].matches("\\.(data|bss)") ? bytes : 0;
      }
    }
    return new MemoryNeed(rom, ram);
  }

  /** What the machine has too little of: {@code needs 9000 bytes of RAM, has 8192}. */
  String beyond(Target.Emulator machine) {
    List<String> parts = new ArrayList<>();
    add(parts, "ROM", rom, machine.rom());
    add(parts, "RAM", ram, machine.ram());
    return "needs " + String.join(" and ", parts);
  }

  private static void add(List<String> parts, String name, long need, Target.Memory memory) {
    if (need > memory.size().bytes()) {
      parts.add(
          String.format(Locale.ROOT, "%d bytes of %s, has %d", need, name, memory.size().bytes()));
    }
  }
}
