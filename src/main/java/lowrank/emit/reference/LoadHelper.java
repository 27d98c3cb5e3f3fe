package lowrank.emit.reference;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.nio.ByteBuffer;
import javax.lang.model.element.Modifier;
import lowrank.tensor.ElementType;

/** Static methods of the generated class that read one table from the resource. */
enum LoadHelper {
  /** Reads bytes. */
  BYTES("bytes", TypeName.BYTE, "tables.get(values)"),
  /** Reads 16-bit integers. */
  SHORTS("shorts", TypeName.SHORT, "tables.asShortBuffer().get(values)"),
  /** Reads 32-bit integers. */
  INTS("ints", TypeName.INT, "tables.asIntBuffer().get(values)");

  private final String methodName;
  private final TypeName element;
  private final String read;

  LoadHelper(String methodName, TypeName element, String read) {
    this.methodName = methodName;
    this.element = element;
    this.read = read;
  }

  /** The helper that reads elements of {@code type}. */
  static LoadHelper of(ElementType type) {
    return switch (type) {
      case INT8 -> BYTES;
      case INT16 -> SHORTS;
      case INT32 -> INTS;
    };
  }

  /** Name of the method. */
  String methodName() {
    return methodName;
  }

  /** The method. */
  MethodSpec method() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(methodName)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(ArrayTypeName.of(element))
            .addParameter(ByteBuffer.class, "tables")
            .addParameter(TypeName.INT, "count")
            .addStatement("$T[] values = new $T[count]", element, element)
            .addStatement(read);
    if (this != BYTES) {
      int size = this == SHORTS ? Short.BYTES : Integer.BYTES;
      method.addStatement("tables.position(tables.position() + $L * count)", size);
    }
    return method.addStatement("return values").build();
  }
}
