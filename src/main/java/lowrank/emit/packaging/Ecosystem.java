package lowrank.emit.packaging;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A build system that a generated folder can be a package of. */
public enum Ecosystem {
  /** CMake: {@code add_subdirectory}, {@code find_package}, {@code cmake --install}. */
  CMAKE(new CMakePackage()),
  /** A component of Espressif's IoT development framework. */
  ESP_IDF(new EspIdfComponent()),
  /** An Arduino library, format 1.5. */
  ARDUINO(new ArduinoLibrary()),
  /** A PlatformIO library. */
  PLATFORMIO(new PlatformIoLibrary()),
  /** A Zephyr module. */
  ZEPHYR(new ZephyrModule());

  private final PackageWriter writer;

  Ecosystem(PackageWriter writer) {
    this.writer = writer;
  }

  /** Adds the files of this build system. */
  PackageWriter writer() {
    return writer;
  }

  /** The name on the command line: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The build system of that name. */
  public static Optional<Ecosystem> named(String text) {
    return Arrays.stream(values()).filter(one -> one.toString().equals(text)).findFirst();
  }

  /** All of them. */
  public static List<Ecosystem> all() {
    return List.of(values());
  }
}
