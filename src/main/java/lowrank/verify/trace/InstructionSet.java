package lowrank.verify.trace;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which mnemonics do what; the first rule that matches counts.
 *
 * @param conditions suffixes that any instruction may have, a regular expression; empty if there
 *     are none
 */
record InstructionSet(String conditions, List<Rule> rules) {
  InstructionSet {
    rules = List.copyOf(rules);
  }

  /**
   * What instructions of some names do.
   *
   * @param match regular expression of whole mnemonics
   * @param kind name under which a core's timings are listed
   * @param does the instruction's class
   * @param lanes products of a multiply
   * @param vectorBits of the products of a multiply of vectors, or of the elements that a vector
   *     load or store moves; the mnemonic's ending gives an element's width. 0 if it is not of
   *     vectors
   * @param words 32-bit words that a load or store moves, narrower accesses counting as one; 0 if
   *     its register list tells
   */
  record Rule(
      String match,
      String kind,
      @JsonProperty("class") Operation.Class does,
      int lanes,
      int vectorBits,
      int words) {}

  private static final Pattern ELEMENT = Pattern.compile(".*\\.[a-z]*(8|16|32|64)");

  /**
   * The instruction's meaning; nothing if no rule knows it. Where one rule knows the mnemonic as it
   * stands and another without a condition, the first of the two counts.
   */
  Optional<Operation> classify(Instruction instruction) {
    String mnemonic = instruction.mnemonic();
    List<String> names =
        List.of(mnemonic, withoutCondition("\\w+?", mnemonic), withoutCondition("\\w+", mnemonic));
    for (Rule rule : rules) {
      for (String name : names) {
        if (name.matches(rule.match())) {
          return Optional.of(
              new Operation(rule.does(), rule.kind(), amount(rule, instruction, name)));
        }
      }
    }
    return Optional.empty();
  }

  /** {@code vmult} may be {@code vmu} if less than, or {@code vmul} if true: the stem decides. */
  private String withoutCondition(String stem, String mnemonic) {
    if (conditions.isEmpty()) {
      return mnemonic;
    }
    Matcher conditional =
        Pattern.compile("(" + stem + ")(?:" + conditions + ")(\\..*)?").matcher(mnemonic);
    if (!conditional.matches()) {
      return mnemonic;
    }
    return conditional.group(1) + (conditional.group(2) == null ? "" : conditional.group(2));
  }

  private static int amount(Rule rule, Instruction instruction, String mnemonic) {
    return switch (rule.does()) {
      case MULTIPLY -> rule.vectorBits() == 0 ? rule.lanes() : rule.vectorBits() / bits(mnemonic);
      case LOAD, STORE -> {
        if (rule.vectorBits() != 0) {
          int elements = 128 / bits(mnemonic);
          yield Math.max(1, elements * rule.vectorBits() / 32);
        }
        yield rule.words() == 0 ? Math.max(1, instruction.listedWords()) : rule.words();
      }
      case DIVIDE, BRANCH, OTHER -> 1;
    };
  }

  private static int bits(String mnemonic) {
    Matcher element = ELEMENT.matcher(mnemonic);
    if (!element.matches()) {
      throw new IllegalStateException("no element width in " + mnemonic);
    }
    return Integer.parseInt(element.group(1));
  }
}
