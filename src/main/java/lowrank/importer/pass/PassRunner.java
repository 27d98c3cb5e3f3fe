package lowrank.importer.pass;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import lowrank.network.Network;
import lowrank.network.NetworkChecker;

/** Applies passes in order and checks the network after each. */
public final class PassRunner {
  /** What every importer ends with; no {@link ChannelAffine} is left after it. */
  public static final List<Pass> STANDARD =
      List.of(
          new DeadLayerRemover(),
          new SoftmaxScaler(),
          new AffineFolder(),
          new AffineLowering(),
          new ActivationFuser());

  /** The same for a network in float, whose values get their types later. */
  public static final List<Pass> FLOAT =
      Stream.concat(STANDARD.stream(), Stream.of(new WholeImageMeans())).toList();

  /** The same as the standard ones for a part of a network, of which every layer is wanted. */
  public static final List<Pass> PARTIAL =
      STANDARD.stream().filter(pass -> !(pass instanceof DeadLayerRemover)).toList();

  private PassRunner() {}

  /**
   * The network after all passes.
   *
   * @param observer told the name of each pass and the network after it
   * @throws lowrank.diagnostic.CompileException if weights are not finite or shapes do not fit
   */
  public static Network run(
      Network network, List<Pass> passes, BiConsumer<String, Network> observer) {
    Network current = network;
    NetworkChecker.check(current);
    for (Pass pass : passes) {
      current = pass.apply(current);
      NetworkChecker.check(current);
      observer.accept(pass.name(), current);
    }
    return current;
  }
}
