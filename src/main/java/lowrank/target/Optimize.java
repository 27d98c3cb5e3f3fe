package lowrank.target;

/** What generated code is to be good at. */
public enum Optimize {
  /** Few bytes: loops are not written out, and the compiler is told so. */
  SIZE,
  /** Speed with code that stays small and weights of one byte. */
  BALANCED,
  /** Speed, with weights of two bytes where the core gains from it and the flash holds them. */
  SPEED
}
