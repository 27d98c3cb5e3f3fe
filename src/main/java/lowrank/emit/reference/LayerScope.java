package lowrank.emit.reference;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.Map;
import java.util.Set;
import lowrank.fixed.Rounding;
import lowrank.kernel.Kernel;
import lowrank.kernel.TensorType;
import lowrank.tensor.ElementType;

/**
 * The names that one layer's method may use, and the forms in which values are read and written.
 *
 * @param tables field name of each constant table by role
 * @param helpers the helpers that the class needs so far; {@link #use} adds to it
 */
record LayerScope(Kernel kernel, Map<String, String> tables, Set<Helper> helpers) {
  /** Name of the array that receives the result. */
  static final String OUTPUT = "output";

  /** Parameter name of the first input. */
  String input() {
    return input(0);
  }

  /** Parameter name of an input. */
  String input(int index) {
    return kernel.inputs().size() == 1 ? "input" : "input" + index;
  }

  /** Field name of a constant table. */
  String table(String role) {
    String name = tables.get(role);
    if (name == null) {
      throw new IllegalArgumentException(kernel.kind() + " has no table " + role);
    }
    return name;
  }

  /** Name of a helper method, which is then printed into the class. */
  String use(Helper helper) {
    helpers.add(helper);
    helpers.addAll(helper.needs());
    return helper.methodName();
  }

  /** The Java array that holds an activation. */
  static TypeName arrayOf(TensorType tensor) {
    return ArrayTypeName.of(element(tensor.type().element()));
  }

  /** The Java type of an element. */
  static TypeName element(ElementType type) {
    return switch (type) {
      case INT8 -> TypeName.BYTE;
      case INT16 -> TypeName.SHORT;
      case INT32 -> TypeName.INT;
    };
  }

  /** {@code byte[] output = new byte[N];}. */
  CodeBlock declareOutput() {
    TypeName element = element(kernel.output().type().element());
    return CodeBlock.builder()
        .addStatement(
            "$T[] $L = new $T[$L]", element, OUTPUT, element, kernel.output().shape().elements())
        .build();
  }

  /** {@code output[index] = (byte) value;}. */
  CodeBlock store(String index, CodeBlock value) {
    TypeName element = element(kernel.output().type().element());
    return CodeBlock.builder()
        .addStatement("$L[$L] = ($T) $L", OUTPUT, index, element, value)
        .build();
  }

  /** {@code value * multiplier * 2^(shift - 31)}, rounded twice to an int. */
  String scale(String value, Object multiplier, Object shift) {
    return scale(Rounding.TWICE, value, multiplier, shift);
  }

  /** {@code value * multiplier * 2^(shift - 31)} as an int. */
  String scale(Rounding rounding, String value, Object multiplier, Object shift) {
    Helper helper =
        switch (rounding) {
          case TWICE -> Helper.SCALE;
          case ONCE -> Helper.SCALE_ONCE;
        };
    return use(helper) + "(" + value + ", " + multiplier + ", " + shift + ")";
  }

  /** {@code value} limited to the bounds. */
  CodeBlock clamp(String value, int minimum, int maximum) {
    return CodeBlock.of("$L($L, $L, $L)", use(Helper.CLAMP), value, minimum, maximum);
  }

  /** {@code name - zeroPoint}, in brackets, or the name alone if the zero point is 0. */
  static String centred(String name, int zeroPoint) {
    return zeroPoint == 0 ? name : "(" + name + signed(-(long) zeroPoint) + ")";
  }

  /** {@code + 3} or {@code - 3}; nothing for 0. */
  static String signed(long summand) {
    return summand == 0 ? "" : summand < 0 ? " - " + -summand : " + " + summand;
  }
}
