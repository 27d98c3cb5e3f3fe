package lowrank.quantize;

/** Executes the float network on all calibration data; may be asked to do so several times. */
@FunctionalInterface
public interface CalibrationRun {
  /** Hands every batch of every value, the input included, to {@code observer}. */
  void execute(Observer observer);

  /** Takes the elements of one value for one batch of inputs. */
  @FunctionalInterface
  interface Observer {
    /**
     * Sees one batch.
     *
     * @param value name of the input or of a layer
     * @param elements of all inputs of the batch, not modified
     */
    void see(String value, float[] elements);
  }
}
