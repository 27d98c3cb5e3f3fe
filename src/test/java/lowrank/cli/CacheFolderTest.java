package lowrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final String HOME = "/home/somebody";

  @Test
  void theEnvironmentComesFirst() {
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/var/cache"), "Linux", HOME))
        .contains(Path.of("/var/cache/lowrank-mcu"));
    assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "/local"), "Windows 11", HOME))
        .contains(Path.of("/local/lowrank-mcu"));
  }

  @Test
  void withoutItTheHomeHasTheUsualPlace() {
    assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "/local"), "Linux", HOME))
        .contains(Path.of(HOME, ".cache", "lowrank-mcu"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), "Mac OS X", HOME))
        .contains(Path.of(HOME, "Library", "Caches", "lowrank-mcu"));
  }

  @Test
  void withoutAHomeThereIsNone() {
    assertThat(CacheFolder.of(Map.of(), "Linux", "?")).isEmpty();
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", " "), "Linux", "")).isEmpty();
  }
}
