package lowrank.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import lowrank.network.Network;
import lowrank.program.Program;
import lowrank.provenance.Tool;

/** Makes, writes and reads {@code report.json}. */
public final class Reports {
  /** The report's file name in a generated folder. */
  public static final String FILE = "report.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Reports() {}

  /**
   * What is known of a program before it was compiled or run.
   *
   * @param tool name and version of this tool
   * @param network the program's network in float
   * @param weightBytes of the tables that the program's sources hold
   * @param rankLimits the largest ranks by source layer, of those that were decomposed
   * @param targets what every target would make of the model
   * @param predicted instructions of the whole; null if nothing predicts them
   * @param instructions predicted, by source layer; those that nothing predicts are absent
   */
  public static Report of(
      String tool,
      Network network,
      Program program,
      long weightBytes,
      Map<String, List<Integer>> rankLimits,
      List<TargetEntry> targets,
      Report.Predicted predicted,
      Map<String, Long> instructions) {
    List<LayerReport> layers = LayerReports.of(network);
    return new Report(
        tool,
        program.identifier(),
        network.provenance().model(),
        network.provenance().sha256(),
        program.target(),
        network.provenance().accuracy(),
        network.provenance().compression().holdout(),
        network.provenance().compression().calibration(),
        network.provenance().compression().search(),
        new Report.Multiplies(
            layers.stream().mapToLong(LayerReport::multipliesOriginal).sum(),
            program.network().multiplies()),
        new Report.Flash(weightBytes, null, null),
        new Report.Ram(program.arenaBytes(), program.arenaLowerBound(), null),
        predicted,
        layers.stream()
            .map(
                layer ->
                    LayerEntry.of(
                        layer,
                        rankLimits.getOrDefault(layer.name(), List.of()),
                        instructions.get(layer.name())))
            .toList(),
        null,
        null,
        PlanEntry.of(program),
        targets,
        null);
  }

  /** JSON with two-space indentation, {@code \n} line ends and a final one. */
  public static String toJson(Object report) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return JSON.writer(printer).writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a text is a report, of any version of this tool. */
  public static boolean isReport(String json) {
    try {
      return JSON.readTree(json).path("tool").asText().startsWith(Tool.NAME);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if the text is no report
   */
  public static Report fromJson(String json) {
    if (!isReport(json)) {
      throw new IllegalArgumentException("it is no report of this tool");
    }
    try {
      return JSON.readValue(json, Report.class);
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException("fields are missing", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
