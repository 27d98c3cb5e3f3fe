package lowrank.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import lowrank.data.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the CMake module that runs this tool in a firmware build. */
@Command(
    name = "cmake",
    sortOptions = false,
    description = {
      "Print the CMake module with lowrank_add_model.",
      "lowrank_add_model(app MODEL net.onnx TARGET cortex-m4 MAX_FLASH 64K ...) makes the sources"
          + " while the firmware is built, and again when the model, the data or an option changed."
    })
final class CmakeCommand implements Runnable {
  @Mixin private Console console;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "File to write, e.g. LowrankModel.cmake (default: standard output).")
  private Path output;

  @Override
  public void run() {
    try (InputStream stream =
        CmakeCommand.class.getResourceAsStream("/lowrank/cmake/LowrankModel.cmake")) {
      byte[] content = stream.readAllBytes();
      if (output == null) {
        console.out().print(new String(content, StandardCharsets.UTF_8));
        console.out().flush();
      } else {
        AtomicFile.write(output, content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
