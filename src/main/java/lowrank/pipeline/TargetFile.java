package lowrank.pipeline;

import lowrank.target.Optimize;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.verify.FeatureProbe;

/** A target with the text of its descriptor, so that a generated folder can carry it. */
public record TargetFile(Target target, String text) {
  /**
   * The built-in target of that name, or the one that a {@code .yaml} file describes.
   *
   * @throws lowrank.diagnostic.CompileException if there is none or it is not valid
   */
  public static TargetFile load(String name) {
    Target target = Targets.load(name);
    if (!Targets.names().contains(name)) {
      FeatureProbe.check(name, target);
    }
    return new TargetFile(target, Targets.text(name));
  }

  /** The same for other wishes; a descriptor's compiler flags change with them. */
  public TargetFile optimized(Optimize wish) {
    return new TargetFile(
        target.optimized(wish),
        wish == Optimize.SIZE ? text.replaceFirst("(?m)^(\\s+optimize:).*", "$1 -Os") : text);
  }
}
