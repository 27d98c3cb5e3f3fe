package lowrank.verify.trace;

/**
 * What an instruction does.
 *
 * @param kind name under which a core's timings are listed
 * @param amount products of a multiply, 32-bit words of a load or store, else 1
 */
record Operation(Class does, String kind, int amount) {
  /** Classes that a histogram keeps apart. */
  enum Class {
    /** Products, added up or not. */
    MULTIPLY,
    /** Reads memory. */
    LOAD,
    /** Writes memory. */
    STORE,
    /** Quotients. */
    DIVIDE,
    /** Does nothing but to go on elsewhere, perhaps. */
    BRANCH,
    /** All others: additions, logic, moves. */
    OTHER
  }
}
