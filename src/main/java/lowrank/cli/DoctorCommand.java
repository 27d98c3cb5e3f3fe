package lowrank.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import lowrank.data.Samples;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.doctor.Diagnosis;
import lowrank.importer.ModelImporter;
import lowrank.network.ImportedModel;
import lowrank.network.ModelSurvey;
import lowrank.network.Network;
import lowrank.pipeline.CompressionSettings;
import lowrank.pipeline.Dataset;
import lowrank.pipeline.Doctor;
import lowrank.pipeline.TargetFile;
import lowrank.quantize.RangeMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Examines a model before anything is generated from it. */
@Command(
    name = "doctor",
    sortOptions = false,
    description = {
      "Examine a model before code is generated from it.",
      "Lists every operator with whether it is supported, the weights' ranges and outliers, the"
          + " sums' headroom, whether the model fits the target and, given calibration data, the"
          + " signal-to-noise ratio of every layer after quantisation and measured repairs of the"
          + " weak ones. Exit status 1 if something stops code from being generated."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Console console;
  @Mixin private PreprocessingOptions preprocessing;

  @Parameters(paramLabel = "MODEL", description = "ONNX or TFLite model, float or quantised.")
  private Path model;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NAME",
      description = "A target of `lowrank targets`, or a .yaml descriptor.")
  private String target;

  @Option(
      names = "--calibration",
      paramLabel = "X.npy",
      description = "Samples on which ranges are chosen and signals are measured.")
  private Path calibration;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "64",
      description = "Use at most the first N calibration samples (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--range",
      defaultValue = "mse",
      paramLabel = "RANGE",
      description = "Activation ranges: minmax, percentile or mse (default: ${DEFAULT-VALUE}).")
  private RangeMethod range;

  @Option(
      names = "--method",
      defaultValue = "none",
      paramLabel = "METHOD",
      description = "Decompose a float model first, as compress does (default: ${DEFAULT-VALUE}).")
  private String method;

  @Option(
      names = "--ranks",
      defaultValue = "energy",
      paramLabel = "RANKS",
      description = "Ranks of that decomposition, as for compress (default: ${DEFAULT-VALUE}).")
  private String ranks;

  @Option(
      names = "--energy",
      defaultValue = "0.9",
      paramLabel = "E",
      description = "Share of the squared singular values kept (default: ${DEFAULT-VALUE}).")
  private double energy;

  @Option(
      names = "--weak",
      defaultValue = "20",
      paramLabel = "DB",
      description = "Measure repairs of layers below this ratio (default: ${DEFAULT-VALUE}).")
  private double weak;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TargetFile loaded = TargetFile.load(target);
    checkOptions();
    ModelSurvey survey = preprocessed(ModelImporter.survey(model));
    Optional<Dataset> data =
        survey.complete() ? data(survey.model().orElseThrow()) : Optional.empty();
    CompressionSettings settings =
        CompressionSettings.builder()
            .method(method)
            .ranks(ranks)
            .energyShare(energy)
            .range(range)
            .build();
    String file = model.getFileName().toString();
    Diagnosis diagnosis = new Doctor(survey, file, loaded.target(), settings, weak).examine(data);
    format.print(console, diagnosis, out -> DoctorTables.print(diagnosis, out));
    return diagnosis.obstacles().isEmpty() ? Main.DONE : Main.FAILED;
  }

  private void checkOptions() {
    if (samples < 1) {
      throw new CompileException(Fault.BAD_OPTION, "--samples", samples, "a number above 0");
    }
    if (!(energy > 0 && energy <= 1)) {
      throw new CompileException(
          Fault.BAD_OPTION, "--energy", energy, "a share above 0 and at most 1");
    }
    if (!method.equals("none") && calibration == null) {
      throw new CompileException(Fault.MISSING_OPTION, "--method", "--calibration X.npy");
    }
  }

  private ModelSurvey preprocessed(ModelSurvey survey) {
    return new ModelSurvey(
        survey.nodes(),
        survey.model().map(imported -> Models.preprocessed(imported, preprocessing)));
  }

  private Optional<Dataset> data(ImportedModel imported) {
    if (calibration == null) {
      return Optional.empty();
    }
    Network network = imported.network();
    Samples read = Samples.read(calibration);
    Dataset data =
        imported.quantization().isPresent()
            ? Dataset.ofQuantized(network, read)
            : Dataset.of(network, read);
    return Optional.of(data.first(samples));
  }
}
