/**
 * Wraps generated C sources for the build systems of firmware: CMake, ESP-IDF, Arduino, PlatformIO
 * and Zephyr. In goes a bundle with C files, out comes the same bundle with the files by which each
 * build system recognises a package; the sources stay where they are, one folder is a package of
 * all kinds at once. One class and its templates under {@code templates/packaging} for each kind.
 * Must not know what the C computes.
 */
package lowrank.emit.packaging;
