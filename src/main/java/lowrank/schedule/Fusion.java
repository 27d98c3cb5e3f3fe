package lowrank.schedule;

/** Whether convolutions may run together, row by row. */
public enum Fusion {
  /** Each layer runs alone. */
  OFF,
  /** Layers run together where the planned peak of memory falls by more than a hundredth. */
  AUTO,
  /** Layers run together wherever they can, even where that takes more memory. */
  ALWAYS
}
