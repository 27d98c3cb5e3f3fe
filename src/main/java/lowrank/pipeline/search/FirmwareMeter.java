package lowrank.pipeline.search;

import java.util.List;
import java.util.Optional;
import lowrank.network.Network;
import lowrank.program.Program;

/** Tells what the firmware of a network takes, whatever its weights are. */
public interface FirmwareMeter {
  /** The memory plan. */
  Program program(Network network);

  /** The memory plan if each layer ran alone. */
  Program layerByLayer(Network network);

  /** Bytes of a value between the factors of a layer. */
  int factorBytes();

  /** The program of a decomposed network with its true scales: refitted and quantised. */
  Program finished(Network decomposed);

  /** Bytes of the tables that the firmware keeps in flash. */
  long constantBytes(Program program);

  /**
   * Instructions that each layer of the firmware will take, in its order; empty if nothing predicts
   * them.
   */
  Optional<List<Long>> instructions(Program program);

  /** What the compiled firmware takes; empty if there is no compiler to ask. */
  Optional<Image> image(Program program);

  /**
   * A compiled program.
   *
   * @param flash bytes of code and tables
   * @param stack bytes of the deepest calls
   */
  record Image(long flash, long stack) {}
}
