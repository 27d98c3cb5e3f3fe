package lowrank.cli;

import java.nio.file.Path;
import java.util.Set;
import lowrank.pipeline.ModelFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Where options are read from that the command line does not give. */
@Command
final class ConfigOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The option, for the commands that take it. */
  static final OptionSpec FILE =
      OptionSpec.builder("--config")
          .paramLabel("FILE.yaml")
          .type(Path.class)
          .description(
              "Read options from a file; those given here stand for the file's. Keys are the"
                  + " options' names without dashes, and model; paths are relative to the file."
                  + " `lowrank build` without a MODEL reads lowrank.yaml in the working directory.")
          .build();

  /** What the command was told, defaults included. */
  EffectiveConfig effective() {
    return EffectiveConfig.of(spec.commandLine().getParseResult());
  }

  /** The same for firmware of a model that is quantised already: the folder holds the model. */
  EffectiveConfig ofQuantised(ModelFile model) {
    Set<String> keys = ConfigKeys.of(new CommandLine(new GenerateCommand())).keySet();
    return effective().ofQuantised(model.name(), keys);
  }
}
