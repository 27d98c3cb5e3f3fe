package lowrank.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the processor that runs the tests makes of other libraries' integer kernels. */
public final class Processor {
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * Whether ONNX Runtime's default int8 kernels saturate sums of two products at 16 bits: on x86
   * processors without VNNI. Where the processor is not described it is taken for one that does
   * not.
   */
  public static boolean saturatesInt8Sums() {
    boolean x86 = System.getProperty("os.arch").equals("amd64");
    if (!x86 || !Files.isReadable(DESCRIPTION)) {
      return false;
    }
    try {
      return !Files.readString(DESCRIPTION).contains("vnni");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
