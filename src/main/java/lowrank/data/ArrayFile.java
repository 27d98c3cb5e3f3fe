package lowrank.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;

/**
 * An array read from a {@code .npy} file, or out of a {@code .npz} archive. Headers are checked
 * against the file's size before anything is allocated.
 *
 * @param name of the file, for messages
 * @param shape dimensions, outermost first, each at least 1; at least one dimension
 * @param values row-major
 */
record ArrayFile(String name, DataType type, List<Integer> shape, IntToDoubleFunction values) {
  private static final String SUFFIX = ".npy";

  /** Deflate cannot shrink more than this (RFC 1951: 258 bytes in 2 bits), with some slack. */
  private static final long LARGEST_RATIO = 1100;

  /**
   * Reads the only array in a file.
   *
   * @param preferred array taken of an archive that holds several
   * @throws CompileException UNREADABLE_FILE, NOT_AN_ARRAY or DATA_TYPE
   */
  static ArrayFile read(Path path, String preferred) {
    try {
      return isArchive(path) ? readArchive(path, preferred) : readPlain(path);
    } catch (NoSuchFileException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, "no such file");
    } catch (AccessDeniedException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, "access denied");
    } catch (ZipException | UnreadableArrayException e) {
      throw new CompileException(Fault.NOT_AN_ARRAY, path, e.getMessage());
    } catch (IOException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, path, e.getMessage());
    }
  }

  private static boolean isArchive(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("it is a folder");
    }
    try (InputStream input = Files.newInputStream(path)) {
      byte[] start = input.readNBytes(6);
      boolean archive = start.length > 1 && start[0] == 'P' && start[1] == 'K';
      if (!archive && !NpyHeader.startsSo(start)) {
        throw new UnreadableArrayException("it starts neither as .npy nor as .npz");
      }
      return archive;
    }
  }

  private static ArrayFile readPlain(Path path) throws IOException {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(path))) {
      return read(path, input, Files.size(path));
    }
  }

  private static ArrayFile readArchive(Path path, String preferred) throws IOException {
    try (ZipFile archive = new ZipFile(path.toFile())) {
      ZipEntry entry = choose(archive, preferred);
      if (entry.getSize() / LARGEST_RATIO > Files.size(path)) {
        throw new UnreadableArrayException("its directory claims " + entry.getSize() + " bytes");
      }
      try (InputStream input = archive.getInputStream(entry)) {
        return read(path, input, entry.getSize());
      }
    }
  }

  private static ArrayFile read(Path path, InputStream input, long bytes) throws IOException {
    NpyHeader header = NpyHeader.read(input);
    DataType type = check(path, header, bytes);
    IntToDoubleFunction values = ElementReader.read(input, type, header.order(), header.elements());
    List<Integer> shape = header.shape().stream().map(Math::toIntExact).toList();
    return new ArrayFile(path.toString(), type, shape, values);
  }

  private static ZipEntry choose(ZipFile archive, String preferred) {
    List<String> names =
        archive.stream().map(ZipEntry::getName).filter(n -> n.endsWith(SUFFIX)).sorted().toList();
    Optional<String> named = names.stream().filter(n -> n.equals(preferred + SUFFIX)).findFirst();
    if (names.size() != 1 && named.isEmpty()) {
      throw new UnreadableArrayException(
          names.isEmpty()
              ? "the archive holds no array"
              : "the archive holds " + names + " and none is called " + preferred);
    }
    return archive.getEntry(named.orElse(names.get(0)));
  }

  /** Checks that a header can be right for so many bytes, itself included. */
  private static DataType check(Path path, NpyHeader header, long bytes) {
    String code = header.code();
    DataType type =
        DataType.ofCode(code)
            .orElseThrow(
                () ->
                    new CompileException(
                        Fault.DATA_TYPE, path, describe(code), "uint8, int8 or float32"));
    if (header.fortranOrder() && header.shape().size() > 1) {
      throw new UnreadableArrayException("stored in Fortran order, numpy.ascontiguousarray helps");
    }
    if (header.shape().isEmpty() || header.shape().contains(0L)) {
      throw new UnreadableArrayException("it has the shape " + header.shape() + ", no samples");
    }
    long needed = header.length() + (long) header.elements() * type.bytes();
    if (bytes < needed) {
      throw new UnreadableArrayException("cut short: " + bytes + " of " + needed + " bytes");
    }
    return type;
  }

  private static String describe(String code) {
    return switch (code) {
      case "f2" -> "float16";
      case "O" -> "object";
      case "b1" -> "bool";
      default -> code;
    };
  }

  /** Product of the dimensions. */
  int elements() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
