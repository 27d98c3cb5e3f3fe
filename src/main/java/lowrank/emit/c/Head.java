package lowrank.emit.c;

import java.util.List;

/**
 * Name and comment of a layer's function.
 *
 * @param prefix of all names of the model
 * @param function {@code <prefix>_<layer>}
 * @param comment lines over the function
 */
public record Head(String prefix, String function, List<String> comment) {
  /** Copies the list. */
  public Head {
    comment = List.copyOf(comment);
  }
}
