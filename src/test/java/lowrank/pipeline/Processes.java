package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs programs of the machine that tests run on. */
final class Processes {
  private Processes() {}

  /** How a program ended and what it printed on both outputs. */
  record Ended(int status, String text) {
    /** The text, of a program that must have succeeded. */
    String succeeded() {
      assertThat(status).as(text).isZero();
      return text;
    }
  }

  /** Runs a program to its end and checks that it succeeded; what it printed. */
  static String run(Path folder, String... command) {
    return start(folder, Map.of(), command).succeeded();
  }

  /** Runs a program to its end, with more environment variables. */
  static Ended start(Path folder, Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), text);
    } catch (IOException e) {
      throw new AssertionError(
          command[0] + " cannot be run; src/scripts/install-toolchains.sh installs it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
