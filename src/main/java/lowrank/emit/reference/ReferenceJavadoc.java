package lowrank.emit.reference;

import com.palantir.javapoet.CodeBlock;
import java.util.Locale;
import java.util.stream.Collectors;
import lowrank.kernel.TensorType;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.provenance.Origin;

/** The comments of the generated class. */
final class ReferenceJavadoc {
  private ReferenceJavadoc() {}

  /** What the class is, and the layout of its resource. */
  static CodeBlock ofClass(FixedNetwork network, String name, WeightResource resource) {
    CodeBlock.Builder text = CodeBlock.builder();
    text.add("The network $L in integer arithmetic, ", Names.comment(network.name()));
    text.add("equal to the generated C to the bit.\n");
    text.add("$L multiplies an inference. ", network.multiplies());
    text.add("Instances do not change and may be shared between threads.\n\n");
    text.add("<p>The tables are in $L.bin, beside the class file, ", name);
    text.add("little-endian and back to back:\n\n<pre>\n");
    text.add("  offset     bytes  element  table\n");
    for (WeightResource.Table table : resource.tables()) {
      text.add(
          "$L",
          String.format(
                  Locale.ROOT,
                  "%8d  %8d  %7s  %s[%s]%n",
                  table.offset(),
                  table.values().bytes(),
                  table.values().type().name().toLowerCase(Locale.ROOT),
                  table.field(),
                  table.values().shape())
              .replace("\r", ""));
    }
    return text.add("</pre>\n").build();
  }

  /** What a layer is, where it came from and what it costs. */
  static CodeBlock ofLayer(FixedLayer layer) {
    CodeBlock.Builder text = CodeBlock.builder();
    String inputs =
        layer.kernel().inputs().stream()
            .map(ReferenceJavadoc::type)
            .collect(Collectors.joining(" and "));
    text.add("$L: $L, ", Names.comment(layer.name()), layer.kernel().kind());
    text.add("$L to $L.\n", inputs, type(layer.kernel().output()));
    Origin origin = layer.origin();
    text.add("From layer $L", Names.comment(origin.sourceLayer()));
    if (origin.decomposed()) {
      String ranks = origin.ranks().stream().map(String::valueOf).collect(Collectors.joining(", "));
      text.add(" by $L, ranks $L", Names.comment(origin.method()), ranks);
    }
    text.add(".\n");
    if (layer.kernel().multiplies() > 0) {
      text.add(
          "Multiplies: $L = $L.\n",
          layer.kernel().multipliesFormula(),
          layer.kernel().multiplies());
    }
    return text.build();
  }

  private static String type(TensorType tensor) {
    return tensor.type().element().name().toLowerCase(Locale.ROOT) + " " + tensor.shape();
  }
}
