package lowrank.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where the user's system keeps what programs can compute again. */
final class CacheFolder {
  private static final String NAME = "lowrank-mcu";

  private CacheFolder() {}

  /** This user's folder; empty if there is no home to put it in. */
  static Optional<Path> ofUser() {
    return of(
        System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", ""));
  }

  /**
   * The folder by environment: {@code XDG_CACHE_HOME} where it is set, else what is usual there.
   *
   * @param system name of the operating system
   * @param home the user's folder
   */
  static Optional<Path> of(Map<String, String> environment, String system, String home) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean windows = name.startsWith("windows");
    return absolute(environment.get("XDG_CACHE_HOME"))
        .or(() -> windows ? absolute(environment.get("LOCALAPPDATA")) : Optional.empty())
        .or(
            () ->
                absolute(home)
                    .map(
                        path -> path.resolve(name.startsWith("mac") ? "Library/Caches" : ".cache")))
        .map(path -> path.resolve(NAME));
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.ofNullable(text)
          .filter(path -> !path.isBlank())
          .map(Path::of)
          .filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
