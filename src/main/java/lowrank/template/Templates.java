package lowrank.template;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Renders templates that are found in the first of some folders that has them. */
public final class Templates {
  /** By folders: a template is parsed once, however many networks are printed. */
  private static final Map<List<String>, Templates> KNOWN = new ConcurrentHashMap<>();

  private final Configuration configuration;

  private Templates(List<String> folders) {
    configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setTemplateLoader(
        new MultiTemplateLoader(
            folders.stream()
                .map(folder -> new ClassTemplateLoader(Templates.class, folder))
                .toArray(TemplateLoader[]::new)));
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setBooleanFormat("c");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
  }

  /**
   * Templates of some folders; several threads may use them at a time.
   *
   * @param folders of the class path, searched in this order
   */
  public static Templates in(String... folders) {
    return KNOWN.computeIfAbsent(List.of(folders), Templates::new);
  }

  /**
   * The template's text with the values put in.
   *
   * @throws IllegalStateException if a value is missing or the template is not valid
   */
  public String render(String template, Map<String, Object> values) {
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
