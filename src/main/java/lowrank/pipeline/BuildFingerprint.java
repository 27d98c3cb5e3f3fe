package lowrank.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Tells builds of this tool apart by their classes: figures that another build has measured may not
 * be what this one would measure.
 */
final class BuildFingerprint {
  private static final String CLASSES = "lowrank/";
  private static String known;

  private BuildFingerprint() {}

  /** Of all classes of this tool, from the jar or the folder that they were loaded from. */
  static synchronized String hex() {
    if (known == null) {
      try {
        known = compute(origin());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return known;
  }

  private static Path origin() {
    try {
      return Path.of(
          BuildFingerprint.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static String compute(Path origin) throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    if (Files.isDirectory(origin)) {
      for (Path file : files(origin.resolve(CLASSES))) {
        fingerprint.add(origin.relativize(file).toString());
        fingerprint.add(Files.readAllBytes(file));
      }
      return fingerprint.hex();
    }
    try (JarFile jar = new JarFile(origin.toFile())) {
      List<? extends ZipEntry> entries =
          jar.stream().filter(entry -> entry.getName().startsWith(CLASSES)).toList();
      for (ZipEntry entry : entries) {
        fingerprint.add(entry.getName() + " " + entry.getCrc());
      }
    }
    return fingerprint.hex();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
