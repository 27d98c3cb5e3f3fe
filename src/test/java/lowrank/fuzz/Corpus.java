package lowrank.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lowrank.oracle.TfliteCases;
import lowrank.target.Targets;

/** Well-formed files to start from, kind by kind. */
final class Corpus {
  private static final long SEED = 5;

  private Corpus() {}

  /** Models of every importer's operators, and the bundled one. */
  static List<byte[]> onnx() {
    List<byte[]> files = read(Path.of("src/test/resources/conformance"), ".onnx");
    files.addAll(read(Path.of("src/test/resources/samples/lenet_mnist"), ".onnx"));
    files.addAll(read(Path.of("src/samples/bundled"), ".onnx"));
    return files;
  }

  /** A model of each operator, and the published ones that lie beside the checkout. */
  static List<byte[]> tflite() {
    List<byte[]> files = new ArrayList<>();
    Random random = new Random(SEED);
    TfliteCases.all().values().forEach(operator -> files.add(operator.generate(random)));
    Path models = Path.of(System.getProperty("lowrank.shared", "../shared"), "data/models");
    if (Files.isDirectory(models)) {
      for (String name : List.of("kws_int8.tflite", "resnet8_int8.tflite", "kws_float.tflite")) {
        files.add(bytes(models.resolve(name)));
      }
    }
    return files;
  }

  /** Arrays of all types and both containers. */
  static List<byte[]> arrays() {
    List<byte[]> files = new ArrayList<>();
    for (String type : List.of("|u1", "|i1", "<f4", ">f4", "<f8", "<i8", "<i4", "|b1")) {
      for (String shape : List.of("(6,)", "(2, 3)", "(1, 3, 1, 2)")) {
        files.add(array(type, shape, 6 * (type.charAt(2) - '0')));
      }
    }
    byte[] small = array("<f4", "(2, 3)", 24);
    files.add(archive(small, ZipEntry.DEFLATED));
    files.add(archive(small, ZipEntry.STORED));
    return files;
  }

  /** All built-in targets. */
  static List<byte[]> targets() {
    return Targets.names().stream()
        .map(name -> Targets.text(name).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static byte[] array(String type, String shape, int bytes) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    file.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < bytes; i++) {
      file.write(i % 3);
    }
    return file.toByteArray();
  }

  private static byte[] archive(byte[] content, int method) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      ZipEntry entry = new ZipEntry("x.npy");
      if (method == ZipEntry.STORED) {
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setSize(content.length);
      }
      entry.setMethod(method);
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static List<byte[]> read(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.filter(f -> f.toString().endsWith(ending)).sorted().map(Corpus::bytes).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
