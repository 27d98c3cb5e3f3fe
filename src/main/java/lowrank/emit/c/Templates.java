package lowrank.emit.c;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** Renders the templates of one target: its own folder first, then the common one. */
final class Templates {
  private static final String COMMON = "/templates/c";

  private final Configuration configuration;

  Templates(String target) {
    configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setTemplateLoader(
        new MultiTemplateLoader(
            new TemplateLoader[] {
              new ClassTemplateLoader(Templates.class, "/templates/" + target),
              new ClassTemplateLoader(Templates.class, COMMON)
            }));
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setBooleanFormat("c");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
  }

  /**
   * The template's text with the values put in.
   *
   * @throws IllegalStateException if a value is missing or the template is not valid
   */
  String render(String template, Map<String, Object> values) {
    StringWriter text = new StringWriter();
    try {
      configuration.getTemplate(template).process(values, text);
    } catch (TemplateException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
