package lowrank.emit.c;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lowrank.kernel.Kernel;
import lowrank.target.Target;
import lowrank.tensor.ElementType;

/**
 * C written for what some instruction sets can do. A dialect has forms for the kernels that gain
 * from it, each with its own order of the weights; the portable C serves for the others.
 *
 * @param name folder of the templates under {@code templates/c}
 * @param serves which targets it is for, told by their features, never by their names
 * @param forms tried in order
 */
public record Dialect(String name, Predicate<Target> serves, List<KernelForm> forms) {
  /** Copies the list. */
  public Dialect {
    forms = List.copyOf(forms);
  }

  /** The first form that takes a kernel. */
  Optional<KernelForm> form(Kernel kernel) {
    boolean bytes =
        Stream.concat(kernel.inputs().stream(), Stream.of(kernel.output()))
            .allMatch(value -> value.type().element() == ElementType.INT8);
    return forms.stream()
        .filter(form -> bytes || form.halfwords())
        .filter(form -> form.takes(kernel))
        .findFirst();
  }
}
