package lowrank.importer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.importer.onnx.OnnxImporter;
import lowrank.importer.tflite.TfliteImporter;
import lowrank.network.ImportedModel;
import lowrank.network.ModelSurvey;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;
import lowrank.network.OperatorSet;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;

/** Reads a model file of any supported format. */
public final class ModelImporter {
  /** Larger files are refused: no microcontroller holds such a model. */
  private static final long LARGEST_FILE = 1 << 30;

  private static final byte[] TFLITE_IDENTIFIER = "TFL3".getBytes(StandardCharsets.US_ASCII);

  /** The formats in the order in which they are tried; ONNX has no magic number and stands last. */
  private static final List<Format> FORMATS =
      List.of(
          new Format(
              "TFLite",
              ModelImporter::isTflite,
              TfliteImporter::read,
              TfliteImporter::survey,
              TfliteImporter.operators()),
          new Format(
              "ONNX",
              bytes -> true,
              OnnxImporter::read,
              OnnxImporter::survey,
              OnnxImporter.operators()));

  private ModelImporter() {}

  private record Format(
      String name,
      Predicate<byte[]> matches,
      ModelReader reader,
      BiFunction<String, byte[], ModelSurvey> surveyor,
      List<String> operators) {}

  /** The operators that are imported, format by format: the importers' own tables. */
  public static List<OperatorSet> operators() {
    return FORMATS.stream()
        .map(format -> new OperatorSet(format.name(), format.operators()))
        .toList();
  }

  /**
   * All operators of a model, supported or not, and as much of its network as can be imported.
   *
   * @throws CompileException if the file cannot be read, or something is wrong with it that no
   *     single operator stands for
   */
  public static ModelSurvey survey(Path file) {
    byte[] bytes = bytes(file);
    ModelSurvey survey = format(bytes).surveyor().apply(file.toString(), bytes);
    Optional<ImportedModel> model =
        survey.complete()
            ? Optional.of(read(file.toString(), bytes))
            : survey.model().map(part -> checked(part, file.toString(), bytes));
    return new ModelSurvey(survey.nodes(), model);
  }

  /**
   * Imports a model; the format is recognised by content. The network is checked and carries the
   * provenance of every layer.
   *
   * @throws CompileException if the file cannot be read or imported
   */
  public static ImportedModel read(Path file) {
    return read(file.toString(), bytes(file));
  }

  /**
   * Imports a model that is in memory.
   *
   * @param file its name, with folders, for messages
   * @throws CompileException if it cannot be imported
   */
  public static ImportedModel read(String file, byte[] bytes) {
    return checked(format(bytes).reader().read(file, bytes), file, bytes);
  }

  private static Format format(byte[] bytes) {
    return FORMATS.stream()
        .filter(format -> format.matches().test(bytes))
        .findFirst()
        .orElseThrow();
  }

  private static ImportedModel checked(ImportedModel model, String file, byte[] bytes) {
    Network network = withProvenance(model.network(), file, bytes);
    NetworkChecker.check(network);
    Preprocessing preprocessing = network.provenance().preprocessing();
    if (preprocessing == null || !preprocessing.fits(network.inputShape().channels())) {
      throw new CompileException(
          Fault.NOT_A_MODEL, file, "its preprocessing does not fit its input");
    }
    return new ImportedModel(network, model.quantization());
  }

  /**
   * A model file's content.
   *
   * @throws CompileException if it cannot be read
   */
  public static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new CompileException(Fault.UNREADABLE_FILE, file, "it is a folder");
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new CompileException(Fault.NOT_A_MODEL, file, "more than 1 GiB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, file, "no such file");
    } catch (AccessDeniedException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, file, "access denied");
    } catch (IOException e) {
      throw new CompileException(Fault.UNREADABLE_FILE, file, e.getMessage());
    }
  }

  private static boolean isTflite(byte[] bytes) {
    int start = 4;
    int end = start + TFLITE_IDENTIFIER.length;
    return bytes.length >= end
        && Arrays.equals(bytes, start, end, TFLITE_IDENTIFIER, 0, TFLITE_IDENTIFIER.length);
  }

  private static Network withProvenance(Network network, String file, byte[] bytes) {
    if (!network.provenance().layers().isEmpty()) {
      return network;
    }
    return network.withProvenance(
        new Provenance(
            Path.of(file).getFileName().toString(),
            sha256(bytes),
            Preprocessing.NONE,
            SourceLayers.of(network)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
