package lowrank.network;

import java.util.List;
import java.util.Optional;

/**
 * All operators of a model file, and as much of its network as can be imported.
 *
 * @param nodes that the model's output depends on, in the file's order
 * @param model the whole network if every operator is supported; else what does not depend on an
 *     unsupported operator, its last layer standing for the output; empty if that is nothing
 */
public record ModelSurvey(List<SourceNode> nodes, Optional<ImportedModel> model) {
  /** Copies the list. */
  public ModelSurvey {
    nodes = List.copyOf(nodes);
  }

  /** Whether every operator can be imported. */
  public boolean complete() {
    return nodes.stream().noneMatch(SourceNode::obstacle);
  }
}
