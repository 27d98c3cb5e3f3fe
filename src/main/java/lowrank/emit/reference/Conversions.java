package lowrank.emit.reference;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import javax.lang.model.element.Modifier;

/** Methods of the generated class that are the same for every network. */
final class Conversions {
  private static final TypeName BYTES = ArrayTypeName.of(TypeName.BYTE);
  private static final TypeName FLOATS = ArrayTypeName.of(TypeName.FLOAT);

  private Conversions() {}

  /** Real numbers to input integers of 16 bits. */
  static MethodSpec quantiseWide() {
    return MethodSpec.methodBuilder("quantise")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(BYTES)
        .addParameter(FLOATS, "values")
        .addJavadoc(
            """
            Returns the input's integers nearest to real values, two bytes each, the lower one
            first: ties away from zero, saturated; NaN becomes 0.
            """)
        .addStatement("$T[] integers = new $T[values.length]", TypeName.SHORT, TypeName.SHORT)
        .beginControlFlow("for (int i = 0; i < values.length; i++)")
        .addStatement("double steps = values[i] / INPUT_SCALE")
        .addStatement(
            "long nearest = (long) $1T.min($1T.floor($1T.abs(steps) + 0.5), 100000)", Math.class)
        .addStatement("long integer = steps < 0 ? -nearest : nearest")
        .addStatement("integers[i] = (short) $1T.max(-32768, $1T.min(32767, integer))", Math.class)
        .endControlFlow()
        .addStatement("return toBytes(integers)")
        .build();
  }

  /** Output integers of 16 bits to real numbers. */
  static MethodSpec dequantiseWide() {
    return MethodSpec.methodBuilder("dequantise")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(FLOATS)
        .addParameter(BYTES, "output")
        .addJavadoc(
            """
            Returns the real values that an output's integers stand for, which are two bytes each,
            the lower one first.
            """)
        .addStatement("$T[] integers = toShorts(output)", TypeName.SHORT)
        .addStatement("$T[] values = new $T[integers.length]", TypeName.FLOAT, TypeName.FLOAT)
        .beginControlFlow("for (int i = 0; i < integers.length; i++)")
        .addStatement("values[i] = OUTPUT_SCALE * integers[i]")
        .endControlFlow()
        .addStatement("return values")
        .build();
  }

  /** Real numbers to input integers. */
  static MethodSpec quantise() {
    return MethodSpec.methodBuilder("quantise")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(BYTES)
        .addParameter(FLOATS, "values")
        .addJavadoc(
            """
            Returns the input's integers nearest to real values: ties away from zero, saturated;
            NaN becomes the zero point.
            """)
        .addStatement("$T[] integers = new $T[values.length]", TypeName.BYTE, TypeName.BYTE)
        .beginControlFlow("for (int i = 0; i < values.length; i++)")
        .addStatement("double steps = values[i] / INPUT_SCALE")
        .addStatement(
            "long nearest = (long) $1T.min($1T.floor($1T.abs(steps) + 0.5), 1000)", Math.class)
        .addStatement("long integer = (steps < 0 ? -nearest : nearest) + INPUT_ZERO_POINT")
        .addStatement("integers[i] = (byte) $1T.max(-128, $1T.min(127, integer))", Math.class)
        .endControlFlow()
        .addStatement("return integers")
        .build();
  }

  /** Output integers to real numbers. */
  static MethodSpec dequantise() {
    return MethodSpec.methodBuilder("dequantise")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(FLOATS)
        .addParameter(BYTES, "output")
        .addJavadoc("Returns the real values that an output's integers stand for.\n")
        .addStatement("$T[] values = new $T[output.length]", TypeName.FLOAT, TypeName.FLOAT)
        .beginControlFlow("for (int i = 0; i < output.length; i++)")
        .addStatement("values[i] = OUTPUT_SCALE * (output[i] - OUTPUT_ZERO_POINT)")
        .endControlFlow()
        .addStatement("return values")
        .build();
  }

  /** 16-bit values as bytes. */
  static MethodSpec toBytes() {
    return MethodSpec.methodBuilder("toBytes")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(BYTES)
        .addParameter(ArrayTypeName.of(TypeName.SHORT), "values")
        .addStatement("$T[] bytes = new $T[2 * values.length]", TypeName.BYTE, TypeName.BYTE)
        .addStatement(
            "$T.wrap(bytes).order($T.LITTLE_ENDIAN).asShortBuffer().put(values)",
            ByteBuffer.class,
            ByteOrder.class)
        .addStatement("return bytes")
        .build();
  }

  /** Bytes as 16-bit values. */
  static MethodSpec toShorts() {
    return MethodSpec.methodBuilder("toShorts")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(ArrayTypeName.of(TypeName.SHORT))
        .addParameter(BYTES, "bytes")
        .addStatement("$T[] values = new $T[bytes.length / 2]", TypeName.SHORT, TypeName.SHORT)
        .addStatement(
            "$T.wrap(bytes).order($T.LITTLE_ENDIAN).asShortBuffer().get(values)",
            ByteBuffer.class,
            ByteOrder.class)
        .addStatement("return values")
        .build();
  }

  /** Reads and checks the resource. */
  static MethodSpec load(String name) {
    String file = name + ".bin";
    return MethodSpec.methodBuilder("load")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(ByteBuffer.class)
        .addStatement("$T[] content = new $T[RESOURCE_BYTES]", TypeName.BYTE, TypeName.BYTE)
        .addStatement("$T checksum = new $T()", CRC32.class, CRC32.class)
        .beginControlFlow(
            "try ($T stream = $T.class.getResourceAsStream($S))",
            InputStream.class,
            ClassName.get("", name),
            file)
        .beginControlFlow("if (stream == null)")
        .addStatement(
            "throw new IllegalStateException($S)", file + " is missing beside the class file")
        .endControlFlow()
        .addStatement("new $T(stream).readFully(content)", DataInputStream.class)
        .addStatement("checksum.update(content, 0, content.length)")
        .beginControlFlow("if (stream.read() >= 0 || (int) checksum.getValue() != RESOURCE_CRC)")
        .addStatement(
            "throw new IllegalStateException($S)", file + " does not belong to this class")
        .endControlFlow()
        .nextControlFlow("catch ($T e)", IOException.class)
        .addStatement("throw new IllegalStateException($S, e)", file + " cannot be read")
        .endControlFlow()
        .addStatement(
            "return $T.wrap(content).order($T.LITTLE_ENDIAN)", ByteBuffer.class, ByteOrder.class)
        .build();
  }
}
