package lowrank.emit.c;

import java.util.Set;

/** A layer whose output is its input's memory: there is nothing to do. */
public record ReshapeModel(Head head) implements LayerModel {

  static ReshapeModel of(LayerContext context) {
    return new ReshapeModel(context.head("another shape for the same bytes, no code"));
  }

  @Override
  public String template() {
    return "Reshape.c.ftl";
  }

  @Override
  public Set<Helper> helpers() {
    return Set.of();
  }

  @Override
  public boolean hasCode() {
    return false;
  }
}
