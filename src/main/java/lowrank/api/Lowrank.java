package lowrank.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lowrank.data.Labels;
import lowrank.data.Samples;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.Network;
import lowrank.pipeline.Compressed;
import lowrank.pipeline.Compressor;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.FolderVerification;
import lowrank.pipeline.GeneratedFolder;
import lowrank.pipeline.Generator;
import lowrank.pipeline.MeasuredImage;
import lowrank.pipeline.ModelFile;
import lowrank.pipeline.OutputFolder;
import lowrank.program.SourceBundle;
import lowrank.provenance.Preprocessing;
import lowrank.verify.VerificationResult;

/**
 * From a trained network to verified firmware, in four calls:
 *
 * <pre>{@code
 * ImportedModel model = Lowrank.read(Path.of("net.onnx"), new Preprocessing(1 / 255.0, mean, std));
 * Compressed small =
 *     Lowrank.compress(model, CompressOptions.on(Lowrank.samples(model, Path.of("images.npy"))));
 * SourceBundle files =
 *     Lowrank.generate(small.seam("net.onnx"), GenerateOptions.of("cortex-m4", "net"));
 * Lowrank.write(Path.of("firmware"), files, false);
 * boolean exact = Lowrank.verify(Path.of("firmware"), VerifyOptions.onHost()).passed();
 * }</pre>
 *
 * <p>The commands of the same names do no more than call these methods. Nothing is printed.
 */
public final class Lowrank {
  private Lowrank() {}

  /**
   * Reads an ONNX or TFLite model, float or quantised.
   *
   * @param file the model
   * @return the network, with its scales and integers if it is quantised
   * @throws lowrank.diagnostic.CompileException if it cannot be read or holds what is not supported
   */
  public static ImportedModel read(Path file) {
    return ModelImporter.read(file);
  }

  /**
   * The same with what turns raw data into the model's input.
   *
   * @param file the model
   * @param preprocessing of raw data
   * @return the network, with its scales and integers if it is quantised
   * @throws lowrank.diagnostic.CompileException if it cannot be read or holds what is not supported
   */
  public static ImportedModel read(Path file, Preprocessing preprocessing) {
    ImportedModel model = read(file);
    Network network = model.network();
    return new ImportedModel(
        network.withProvenance(network.provenance().withPreprocessing(preprocessing)),
        model.quantization());
  }

  /**
   * Reads samples in the model's layout; they are preprocessed as the model says.
   *
   * @param model that they are for
   * @param file {@code .npy} or {@code .npz}, uint8, int8 or float32
   * @return the samples, without labels
   * @throws lowrank.diagnostic.CompileException if they cannot be read or do not fit the model
   */
  public static Dataset samples(ImportedModel model, Path file) {
    return Dataset.of(model.network(), Samples.read(file));
  }

  /**
   * The same with labels.
   *
   * @param model that they are for
   * @param file {@code .npy} or {@code .npz}, uint8, int8 or float32
   * @param labels classes from 0, one for each sample
   * @return the samples with their labels
   * @throws lowrank.diagnostic.CompileException if they cannot be read or do not fit
   */
  public static Dataset samples(ImportedModel model, Path file, Path labels) {
    Dataset data = samples(model, file);
    Network network = model.network();
    int classes = network.shapes().get(network.output()).elements();
    return data.withLabels(Labels.read(labels, data.count(), classes));
  }

  /**
   * Decomposes layers, chooses their ranks and quantises, as {@code lowrank compress} does.
   *
   * @param model float, or quantised: then its dequantised weights count
   * @param options how, and on which data
   * @return the network in float and in integers, and {@link Compressed#seam its file}
   * @throws lowrank.diagnostic.CompileException for options that do not fit the model, and for a
   *     budget that cannot be met
   */
  public static Compressed compress(ImportedModel model, CompressOptions options) {
    return Compressor.compress(
        model.network(),
        options.calibration(),
        options.holdout(),
        options.settings(),
        options.progress());
  }

  /**
   * The firmware folder of a quantised model, as {@code lowrank generate} writes it: C, Java
   * reference, report, and the model. The same arguments give the same bytes on every machine.
   *
   * @param model name and bytes of a quantised model: of {@link Compressed#seam}, any int8 QDQ ONNX
   *     or int8 TFLite
   * @param options for which target and under which name
   * @return the files
   * @throws lowrank.diagnostic.CompileException if the model cannot be read or is not quantised
   */
  public static SourceBundle generate(ModelFile model, GenerateOptions options) {
    return generate(ModelImporter.read(model.name(), model.content()), model, options);
  }

  /**
   * The same for a model that was read already, perhaps with other preprocessing.
   *
   * @param model as read from {@code file}
   * @param file name and bytes of the quantised model
   * @param options for which target and under which name
   * @return the files
   * @throws lowrank.diagnostic.CompileException if the model is not quantised
   */
  public static SourceBundle generate(
      ImportedModel model, ModelFile file, GenerateOptions options) {
    return Generator.generate(model, file, options.target(), options.name(), options.settings());
  }

  /**
   * Compiles the C for its target and enters code and stack in the report, where the target's
   * compiler is installed.
   *
   * @param files what {@link #generate} made
   * @param options it was made with
   * @return the files with the figures, or as they were and why
   */
  public static MeasuredImage measure(SourceBundle files, GenerateOptions options) {
    return MeasuredImage.of(files, options.target().target());
  }

  /**
   * Writes a folder; a reader sees all of it or nothing.
   *
   * @param folder new or empty
   * @param files what {@link #generate} made
   * @param replace whether a folder that this tool wrote earlier may be replaced, with all in it
   * @throws lowrank.diagnostic.CompileException if the folder cannot be written
   */
  public static void write(Path folder, SourceBundle files, boolean replace) {
    OutputFolder.write(folder, files, replace);
  }

  /**
   * Compiles a folder's C and Java, runs them, and compares every tensor with the fixed-point
   * interpreter's; the outcome is entered in the folder's report.
   *
   * @param folder that {@link #write} wrote
   * @param options on what and where
   * @return what was run and what differs
   * @throws lowrank.diagnostic.CompileException if the folder is damaged or a tool is missing
   */
  public static VerificationResult verify(Path folder, VerifyOptions options) {
    GeneratedFolder generated = GeneratedFolder.open(folder);
    List<int[]> runs = new ArrayList<>();
    options
        .inputs()
        .map(file -> Dataset.ofQuantized(generated.model().network(), Samples.read(file)))
        .map(data -> data.first(options.samples()))
        .ifPresent(
            data -> {
              for (int i = 0; i < data.count(); i++) {
                runs.add(data.integers(i, generated.network().inputType().type()));
              }
            });
    runs.addAll(FolderVerification.randomInputs(generated, options.random()));
    return FolderVerification.verify(
        generated,
        runs,
        options.places(),
        FolderVerification.targets(generated, options.targets()));
  }
}
