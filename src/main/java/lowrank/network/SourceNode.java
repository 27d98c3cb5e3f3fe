package lowrank.network;

/**
 * One operator of a model file.
 *
 * @param name the node's name in the file, or its number where the format has no names
 * @param operator as the format calls it
 * @param note what is wrong and the way out; empty if nothing is
 */
public record SourceNode(String name, String operator, Support support, String note) {
  /** What the importer makes of an operator. */
  public enum Support {
    /** It becomes part of the network. */
    SUPPORTED,
    /** It reads constants only and is evaluated at import. */
    CONSTANT,
    /** It cannot be imported. */
    UNSUPPORTED,
    /** It reads what an unsupported operator writes, so that nothing more can be said. */
    UNREACHED
  }

  /** Whether the operator stands in the way of an import. */
  public boolean obstacle() {
    return support == Support.UNSUPPORTED || support == Support.UNREACHED;
  }
}
