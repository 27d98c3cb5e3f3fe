package lowrank.program;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated files in memory: contents by relative path with {@code /}, sorted. */
public final class SourceBundle {
  private final SortedMap<String, byte[]> files;

  private SourceBundle(SortedMap<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /** A bundle without files. */
  public static SourceBundle empty() {
    return new SourceBundle(new TreeMap<>());
  }

  /**
   * This bundle and one more file.
   *
   * @param path relative, without {@code ..}
   * @throws IllegalArgumentException if the path leaves the folder or is taken
   */
  public SourceBundle with(String path, byte[] content) {
    if (path.startsWith("/") || path.contains("..") || path.contains("\\") || path.isEmpty()) {
      throw new IllegalArgumentException("path leaves the output folder: " + path);
    }
    SortedMap<String, byte[]> extended = new TreeMap<>(files);
    if (extended.put(path, content.clone()) != null) {
      throw new IllegalArgumentException("two files called " + path);
    }
    return new SourceBundle(extended);
  }

  /** This bundle and one more text file in UTF-8. */
  public SourceBundle with(String path, String text) {
    return with(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * This bundle with another content of a text file.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  public SourceBundle replacing(String path, String text) {
    SortedMap<String, byte[]> changed = new TreeMap<>(files);
    if (changed.put(path, text.getBytes(StandardCharsets.UTF_8)) == null) {
      throw new IllegalArgumentException("no file called " + path);
    }
    return new SourceBundle(changed);
  }

  /** This bundle and all files of another. */
  public SourceBundle with(SourceBundle other) {
    SourceBundle joined = this;
    for (var file : other.files.entrySet()) {
      joined = joined.with(file.getKey(), file.getValue());
    }
    return joined;
  }

  /** Contents by path; the arrays must not be modified. */
  public SortedMap<String, byte[]> files() {
    return files;
  }
}
