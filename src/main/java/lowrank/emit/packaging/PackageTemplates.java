package lowrank.emit.packaging;

import java.util.Map;
import lowrank.emit.c.CLayout;
import lowrank.template.Templates;

/** Renders the templates under {@code templates/packaging} for one package. */
final class PackageTemplates {
  private final Templates templates = Templates.in("/templates/packaging");
  private final PackageModel model;

  PackageTemplates(PackageModel model) {
    this.model = model;
  }

  /** A template's text as it is. */
  String text(String template) {
    return templates.render(template, Map.of("package", model));
  }

  /** The text of a template of C, laid out. */
  String c(String template) {
    return CLayout.format(text(template));
  }

  /** The C file that stands for another one and includes it. */
  String wrapper(String template, String file) {
    return CLayout.format(templates.render(template, Map.of("package", model, "file", file)));
  }
}
