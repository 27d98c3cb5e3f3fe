package lowrank.emit.c;

import java.util.List;
import java.util.Set;

/** What a template prints of one layer. All decisions are taken. */
public interface LayerModel {
  /** Name and comment. */
  Head head();

  /** File name under {@code templates/c}. */
  String template();

  /** Name of the C, alike for layers whose instructions follow one rule. */
  default String form() {
    return template().replace(".c.ftl", "");
  }

  /** Shared functions that the text calls. */
  Set<Helper> helpers();

  /** Shared C that the text calls, each section after those that it calls itself. */
  default List<Section> sections() {
    return List.of();
  }

  /** Tables in flash that the text reads. */
  default List<ConstantModel> constants() {
    return List.of();
  }

  /** Whether the function takes the step's working memory as its last argument. */
  default boolean usesScratch() {
    return false;
  }

  /** Whether there is a function at all. */
  default boolean hasCode() {
    return true;
  }
}
