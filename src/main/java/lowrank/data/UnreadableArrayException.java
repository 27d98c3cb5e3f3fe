package lowrank.data;

/** Why a file is no array; becomes a fault where the file's name is known. */
final class UnreadableArrayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableArrayException(String reason) {
    super(reason);
  }
}
