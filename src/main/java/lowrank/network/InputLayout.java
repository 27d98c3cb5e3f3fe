package lowrank.network;

/** How the source model's input is laid out; inside, everything is channels last. */
public enum InputLayout {
  /** Rows, columns, channels. */
  CHANNELS_LAST,
  /** Channels, rows, columns. */
  CHANNELS_FIRST
}
