package lowrank.verify;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/** An external program, started with a list of arguments and without a shell. */
record Command(String name) {
  /** Compiling takes seconds; this is for a machine that is out of breath. */
  static final Duration BUILD_LIMIT = Duration.ofMinutes(10);

  private static final int LONGEST_TEXT = 1 << 16;

  /** Debian packages of the commands whose package has another name. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "arm-none-eabi", "gcc-arm-none-eabi",
          "xtensa-lx106-elf", "gcc-xtensa-lx106",
          "riscv64-unknown-elf", "gcc-riscv64-unknown-elf",
          "qemu-system-xtensa", "qemu-system-misc",
          "qemu-system-riscv32", "qemu-system-misc",
          "size", "binutils",
          "llvm-objdump", "llvm",
          "javac", "openjdk-17-jdk-headless");

  /**
   * How a program ended.
   *
   * @param status its exit status; -1 if it was stopped at the time limit
   * @param text its standard and error output, shortened
   */
  record Outcome(int status, String text) {
    boolean timedOut() {
      return status == -1;
    }
  }

  /**
   * Runs the program and waits for its end.
   *
   * @param folder working directory
   * @throws CompileException if it is not installed
   */
  Outcome run(Path folder, Duration limit, List<String> arguments) {
    try {
      return run(folder, limit, arguments, Files.createTempFile(folder, "text", ".txt"));
    } catch (IOException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  /** The same with all that is printed left in a file, of which the outcome holds the beginning. */
  Outcome run(Path folder, Duration limit, List<String> arguments, Path text) {
    List<String> line = new ArrayList<>();
    line.add(name);
    line.addAll(arguments);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(text.toFile());
      builder.environment().put("LC_ALL", "C");
      Process process = start(builder);
      process.getOutputStream().close();
      int status = await(process, limit);
      return new Outcome(status, head(text));
    } catch (IOException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  private Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      if (installed()) {
        throw new IllegalStateException(name + " cannot be started: " + e.getMessage(), e);
      }
      throw missing(e);
    }
  }

  private CompileException missing(IOException cause) {
    CompileException exception = new CompileException(Fault.TOOL_MISSING, name, debianPackage());
    exception.initCause(cause);
    return exception;
  }

  private static int await(Process process, Duration limit) {
    try {
      try {
        if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          return process.exitValue();
        }
        return -1;
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String head(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
    }
  }

  /** Whether the command is a file, or found in a folder of the {@code PATH}. */
  boolean installed() {
    if (name.contains("/")) {
      return Files.exists(Path.of(name));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /** The Debian package that holds the command. */
  String debianPackage() {
    if (PACKAGES.containsKey(name)) {
      return PACKAGES.get(name);
    }
    String prefix = name.replaceFirst("-(gcc|size|objdump)$", "");
    return PACKAGES.getOrDefault(prefix, name);
  }

  /**
   * A binary utility of this compiler's tool set: {@code arm-none-eabi-size} of {@code
   * arm-none-eabi-gcc}.
   */
  Command sibling(String utility) {
    int dash = name.lastIndexOf('-');
    return new Command(name.substring(0, dash + 1) + utility);
  }
}
