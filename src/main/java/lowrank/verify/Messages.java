package lowrank.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.program.FixedNetwork;

/** Finds the line that matters in what a tool or the harness printed. */
final class Messages {
  private static final Pattern ADDRESS = Pattern.compile("AddressSanitizer: ([\\w-]+)");
  private static final Pattern FRAME = Pattern.compile("#0 0x[0-9a-f]+ (?:in )?(\\w+)");
  private static final Pattern SELF_TEST = Pattern.compile("self-test: layer (\\d{1,6})");
  private static final String UNDEFINED = "runtime error:";

  private Messages() {}

  /** The lines that are not blank, without the paths of the two folders. */
  static List<String> lines(String text, Path folder, Path work) {
    return text.lines()
        .map(line -> shorten(shorten(line, folder), work).strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static String shorten(String line, Path folder) {
    return line.replace(folder.toAbsolutePath() + "/", "");
  }

  /** The first line that says why a compiler did not succeed. */
  static String ofBuild(Command compiler, Command.Outcome outcome, List<String> lines) {
    if (outcome.timedOut()) {
      return compiler.name() + " did not end within " + Command.BUILD_LIMIT.toMinutes() + " min";
    }
    return lines.stream()
        .filter(line -> line.matches(".*(error|undefined reference|overflowed|too little RAM).*"))
        .findFirst()
        .orElse(lines.isEmpty() ? "exit status " + outcome.status() : lines.get(0));
  }

  /** Why the harness ended with a status other than 0, in one line. */
  static String ofRun(Command.Outcome outcome, List<String> lines) {
    if (outcome.timedOut()) {
      return "it did not end within the time limit";
    }
    Optional<String> undefined = lines.stream().filter(l -> l.contains(UNDEFINED)).findFirst();
    if (undefined.isPresent()) {
      return undefined.get();
    }
    String text = String.join("\n", lines);
    Matcher address = ADDRESS.matcher(text);
    if (address.find()) {
      Matcher frame = FRAME.matcher(text);
      return "AddressSanitizer: "
          + address.group(1)
          + (frame.find(address.end()) ? " in " + frame.group(1) : "");
    }
    return lines.stream()
        .filter(line -> line.startsWith("harness:"))
        .findFirst()
        .orElse("exit status " + outcome.status() + (lines.isEmpty() ? "" : ": " + lines.get(0)));
  }

  /** Fails unless the self-test ended well, and said so. */
  static void checkSelfTest(Command.Outcome outcome, GeneratedModel model, Path work)
      throws RunFailure {
    List<String> lines = lines(outcome.text(), model.folder(), work);
    if (outcome.status() != 0 || !lines.contains("self-test: bit-exact")) {
      throw RunFailure.of(ofSelfTest(outcome, lines, model.network()));
    }
  }

  private static String ofSelfTest(
      Command.Outcome outcome, List<String> lines, FixedNetwork network) {
    Matcher layer = SELF_TEST.matcher(String.join("\n", lines));
    if (layer.find() && Integer.parseInt(layer.group(1)) < network.layers().size()) {
      String name = network.layers().get(Integer.parseInt(layer.group(1))).name();
      return "the self-test says that layer " + name + " differs";
    }
    return "self-test: " + ofRun(outcome, lines);
  }
}
