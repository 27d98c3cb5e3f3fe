package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder to work in, and the rule for bad input: one line, status 2, nothing written. */
final class Refusals {
  private Refusals() {}

  /**
   * Runs a command that must be refused.
   *
   * @param folder that must be the same afterwards, to the byte
   * @param parts of the message
   */
  static void refused(Path folder, String[] arguments, String... parts) {
    Map<String, String> before = content(folder);
    CliRunner.Result result = CliRunner.run(arguments);
    assertThat(result.err().lines()).as(result.err()).hasSize(1);
    assertThat(result.err()).startsWith("lowrank: ").contains(";").endsWith("\n");
    assertThat(result.err()).contains(parts).doesNotContain("Exception", "null", "\tat ");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(content(folder)).isEqualTo(before);
  }

  /** Every file and folder below {@code root} with its bytes. */
  static Map<String, String> content(Path root) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        content.put(
            root.relativize(path).toString(),
            file ? HexFormat.of().formatHex(Files.readAllBytes(path)) : "");
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
