package lowrank.verify.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A disassembled instruction.
 *
 * @param mnemonic in lower case, without a width such as {@code .n}
 */
public record Instruction(long address, String mnemonic, String operands) {
  private static final Pattern LINE =
      Pattern.compile("\\s*([0-9a-f]+):\\s+([a-zA-Z_][\\w.]*)(?:\\s+(.*))?");
  private static final Pattern REGISTERS = Pattern.compile("\\{([^}]*)}");
  private static final Pattern TARGET = Pattern.compile("\\b(?:0x)?([0-9a-f]+) <");
  private static final Pattern RANGE = Pattern.compile("([a-z]+)(\\d+)-[a-z]*(\\d+)");

  /**
   * The instructions of what {@code objdump -d --no-show-raw-insn} prints, GNU's or LLVM's; lines
   * without an instruction are passed over.
   */
  public static List<Instruction> parse(List<String> lines) {
    List<Instruction> instructions = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String operands = matcher.group(3) == null ? "" : matcher.group(3).strip();
        instructions.add(
            new Instruction(
                Long.parseLong(matcher.group(1), 16),
                matcher.group(2).toLowerCase(Locale.ROOT).replaceFirst("\\.[nw]$", ""),
                operands));
      }
    }
    return instructions;
  }

  /** Address that a branch names. */
  OptionalLong target() {
    Matcher named = TARGET.matcher(operands);
    return named.find()
        ? OptionalLong.of(Long.parseLong(named.group(1), 16))
        : OptionalLong.empty();
  }

  /** 32-bit words in the register list of a multiple load or store; 0 without a list. */
  int listedWords() {
    Matcher list = REGISTERS.matcher(operands);
    int words = 0;
    if (list.find()) {
      for (String part : list.group(1).split(",")) {
        String register = part.strip();
        Matcher range = RANGE.matcher(register);
        int count =
            range.matches()
                ? Integer.parseInt(range.group(3)) - Integer.parseInt(range.group(2)) + 1
                : 1;
        words += register.startsWith("d") ? 2 * count : count;
      }
    }
    return words;
  }
}
