package lowrank.emit.reference;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Static methods of the generated class that several layers share; printed only where used. */
enum Helper {
  /** gemmlowp's {@code SaturatingRoundingDoublingHighMul} without the case that saturates. */
  HIGH_HALF("highHalf") {
    @Override
    MethodSpec method() {
      return start("a", "b")
          .addJavadoc(
              """
              Returns 2ab / 2^32, rounded to nearest with ties upwards; a and b must not both be the
              smallest integer.
              """)
          .addStatement("long product = (long) a * b")
          .addStatement("long nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30)")
          .addStatement("return (int) ((product + nudge) / (1L << 31))")
          .build();
    }
  },
  /** Multiplication by a 31-bit multiplier and a power of two, rounded twice. */
  SCALE("scale", HIGH_HALF) {
    @Override
    MethodSpec method() {
      return start("value", "multiplier", "shift")
          .addJavadoc(
              """
              Returns value * multiplier * 2^(shift - 31), rounded twice: the high half of the doubled
              product to nearest with ties upwards, then the right shift with ties away from zero.
              """)
          .beginControlFlow("if (shift >= 0)")
          .addStatement("return highHalf(value << shift, multiplier)")
          .endControlFlow()
          .addStatement("long high = highHalf(value, multiplier)")
          .addStatement("long half = 1L << (-shift - 1)")
          .addStatement(
              "return (int) (high >= 0 ? high + half >> -shift : -(half - high >> -shift))")
          .build();
    }
  },
  /** Multiplication by a 31-bit multiplier and a power of two, rounded once. */
  SCALE_ONCE("scaleOnce") {
    @Override
    MethodSpec method() {
      return start("value", "multiplier", "shift")
          .addJavadoc("Returns value * multiplier * 2^(shift - 31) to nearest, ties upwards.\n")
          .addStatement("long product = (long) value * multiplier")
          .addStatement(
              "return (int) $T.floorDiv(product + (1L << (30 - shift)), 1L << (31 - shift))",
              Math.class)
          .build();
    }
  },
  /** Limits a value to two bounds. */
  CLAMP("clamp") {
    @Override
    MethodSpec method() {
      return start("value", "minimum", "maximum")
          .addJavadoc("Returns the nearest value from minimum to maximum.\n")
          .addStatement("return value < minimum ? minimum : value > maximum ? maximum : value")
          .build();
    }
  },
  /** gemmlowp's {@code one_over_one_plus_x_for_x_in_0_1}. */
  RECIPROCAL("reciprocal", HIGH_HALF) {
    @Override
    MethodSpec method() {
      return start("a")
          .addJavadoc(
              """
              Returns 1 / (1 + a) by three steps of Newton's division from 48/17 - 32/17 d, where d is
              half of 1 + a. Argument and result are in units of 2^-31, the argument not negative.
              """)
          .addStatement("int d = (int) ((a + (1L << 31)) / 2)")
          .addStatement("int x = 1515870810 + highHalf(d, -1010580540)")
          .beginControlFlow("for (int step = 0; step < 3; step++)")
          .addStatement("long correction = 4L * highHalf(x, (1 << 29) - highHalf(d, x))")
          .addStatement(
              "x += (int) $1T.max($2T.MIN_VALUE, $1T.min($2T.MAX_VALUE, correction))",
              Math.class,
              Integer.class)
          .endControlFlow()
          .addStatement("return (int) $T.min($T.MAX_VALUE, 2L * x)", Math.class, Integer.class)
          .build();
    }
  };

  private final String methodName;
  private final List<Helper> needs;

  Helper(String methodName, Helper... needs) {
    this.methodName = methodName;
    this.needs = List.of(needs);
  }

  /** Name of the method. */
  String methodName() {
    return methodName;
  }

  /** Helpers that the method calls. */
  List<Helper> needs() {
    return needs;
  }

  /** The method. */
  abstract MethodSpec method();

  MethodSpec.Builder start(String... parameters) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(methodName)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(TypeName.INT);
    for (String parameter : parameters) {
      method.addParameter(TypeName.INT, parameter);
    }
    return method;
  }
}
