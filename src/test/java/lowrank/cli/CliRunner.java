package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Runs the command line in this process. */
final class CliRunner {
  private CliRunner() {}

  /** How a command ended and what it printed. */
  record Result(int status, String out, String err) {
    /** Checks that the command did what it should and did not complain. */
    Result succeeded() {
      assertThat(err).isEmpty();
      assertThat(status).isZero();
      return this;
    }

    /** Lines of standard output. */
    List<String> lines() {
      return out.lines().toList();
    }
  }

  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(status, out.toString(), err.toString());
  }

  /** The same with the words of a line, and paths or words with spaces after it. */
  static Result run(String line, Object... more) {
    return run(words(line, more));
  }

  static String[] words(String line, Object... more) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    for (Object word : more) {
      words.add(word.toString());
    }
    return words.toArray(String[]::new);
  }
}
