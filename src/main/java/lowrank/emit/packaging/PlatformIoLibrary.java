package lowrank.emit.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lowrank.program.SourceBundle;

/** A PlatformIO library: its manifest, with the sources under {@code src}. */
final class PlatformIoLibrary implements PackageWriter {
  @Override
  public SourceBundle files(PackageModel model, PackageTemplates templates) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("name", model.id());
    manifest.put("version", model.settings().version());
    manifest.put("description", model.title() + " " + model.details());
    manifest.put("keywords", List.of("neural network", "inference", "fixed point"));
    manifest.put("authors", List.of(Map.of("name", model.settings().author())));
    manifest.put("homepage", model.settings().url());
    manifest.put("license", model.settings().license());
    manifest.put("frameworks", "*");
    manifest.put("platforms", "*");
    manifest.put("headers", model.id() + ".h");
    Map<String, Object> build = new LinkedHashMap<>();
    build.put("srcDir", "src");
    build.put("includeDir", "src");
    build.put("flags", List.of("-O2"));
    manifest.put("build", build);
    return SourceBundle.empty().with("library.json", json(manifest));
  }

  private static String json(Map<String, Object> value) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return JsonMapper.builder().build().writer(printer).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
