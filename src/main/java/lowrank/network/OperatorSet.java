package lowrank.network;

import java.util.List;

/**
 * The operators of one model format that are imported.
 *
 * @param format its name
 * @param operators as the format calls them, sorted
 */
public record OperatorSet(String format, List<String> operators) {
  /** Copies the list. */
  public OperatorSet {
    operators = List.copyOf(operators);
  }
}
