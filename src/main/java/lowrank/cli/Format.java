package lowrank.cli;

/** How a command prints its results. */
enum Format {
  TABLE,
  JSON
}
