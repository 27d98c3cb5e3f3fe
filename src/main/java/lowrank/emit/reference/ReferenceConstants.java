package lowrank.emit.reference;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import javax.lang.model.element.Modifier;
import lowrank.fixed.QuantizedType;
import lowrank.program.FixedNetwork;

/** The constants of the generated class. */
final class ReferenceConstants {
  private static final MathContext FLOAT_DIGITS = new MathContext(9);

  private ReferenceConstants() {}

  /** Adds sizes, scales, zero points and the resource's length and checksum. */
  static void addTo(TypeSpec.Builder type, FixedNetwork network, WeightResource resource) {
    QuantizedType input = network.inputType().type();
    QuantizedType output = network.outputType().type();
    type.addField(integer("INPUT_SIZE", network.inputType().bytes(), "Bytes of an input").build());
    type.addField(
        integer("OUTPUT_SIZE", network.outputType().bytes(), "Bytes of an output").build());
    type.addField(integer("LAYERS", network.layers().size(), "Number of layers").build());
    type.addField(real("INPUT_SCALE", input.scale(), "Real value of one step of the input"));
    type.addField(
        integer("INPUT_ZERO_POINT", input.zeroPoint(), "The input's integer for 0").build());
    type.addField(real("OUTPUT_SCALE", output.scale(), "Real value of one step of the output"));
    type.addField(
        integer("OUTPUT_ZERO_POINT", output.zeroPoint(), "The output's integer for 0").build());
    type.addField(
        constant(TypeName.get(String.class), "MODEL_SHA256", "SHA-256 of the model file")
            .initializer("$S", network.provenance().sha256())
            .build());
    type.addField(hidden("RESOURCE_BYTES", String.valueOf(resource.bytes().length)));
    type.addField(hidden("RESOURCE_CRC", "0x" + Integer.toHexString(resource.checksum())));
  }

  private static FieldSpec.Builder constant(TypeName type, String name, String meaning) {
    return FieldSpec.builder(type, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L.\n", meaning);
  }

  private static FieldSpec.Builder integer(String name, int value, String meaning) {
    return constant(TypeName.INT, name, meaning).initializer("$L", value);
  }

  private static FieldSpec hidden(String name, String value) {
    return FieldSpec.builder(TypeName.INT, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(value)
        .build();
  }

  /** Nine digits identify a float; Float.toString is not used, its text differs between JDKs. */
  private static FieldSpec real(String name, float value, String meaning) {
    return constant(TypeName.FLOAT, name, meaning)
        .initializer("$Lf", new BigDecimal(value).round(FLOAT_DIGITS))
        .build();
  }
}
