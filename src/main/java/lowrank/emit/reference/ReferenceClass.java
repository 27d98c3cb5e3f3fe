package lowrank.emit.reference;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;
import lowrank.kernel.TensorType;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.tensor.ElementType;

/** The class for one program: constants, tables, one method per layer, and the run through them. */
final class ReferenceClass {
  private static final TypeName BYTES = ArrayTypeName.of(TypeName.BYTE);
  private static final TypeName TRACE = ArrayTypeName.of(BYTES);
  private final String name;
  private final FixedNetwork network;
  private final Names names;
  private final WeightResource resource = new WeightResource();
  private final Set<Helper> helpers = EnumSet.noneOf(Helper.class);
  private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();

  ReferenceClass(Program program) {
    name = ReferenceEmitter.className(program.identifier());
    network = program.network();
    names = new Names(program);
    for (FixedLayer layer : network.layers()) {
      Map<String, String> fields = new LinkedHashMap<>();
      layer
          .kernel()
          .constants()
          .forEach(
              (role, values) -> {
                fields.put(role, names.table(layer, role));
                resource.add(fields.get(role), values);
              });
      tables.put(layer.name(), fields);
    }
  }

  /** The tables that the class loads. */
  WeightResource resource() {
    return resource;
  }

  /** The class. */
  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc(ReferenceJavadoc.ofClass(network, name, resource));
    ReferenceConstants.addTo(type, network, resource);
    for (WeightResource.Table table : resource.tables()) {
      TypeName element = LayerScope.element(table.values().type());
      type.addField(ArrayTypeName.of(element), table.field(), Modifier.PRIVATE, Modifier.FINAL);
    }
    type.addMethod(constructor()).addMethod(run()).addMethod(trace());
    boolean wideInput = isWide(network.inputType());
    boolean wideOutput = isWide(network.outputType());
    type.addMethod(wideInput ? Conversions.quantiseWide() : Conversions.quantise());
    type.addMethod(wideOutput ? Conversions.dequantiseWide() : Conversions.dequantise());
    network.layers().forEach(layer -> type.addMethod(layer(layer)));
    helpers.forEach(helper -> type.addMethod(helper.method()));
    if (wideInput || network.layers().stream().anyMatch(l -> isWide(l.kernel().output()))) {
      type.addMethod(Conversions.toBytes());
    }
    if (wideInput || wideOutput) {
      type.addMethod(Conversions.toShorts());
    }
    type.addMethod(Conversions.load(name));
    loadHelpers().forEach(helper -> type.addMethod(helper.method()));
    return type.build();
  }

  private Set<LoadHelper> loadHelpers() {
    Set<LoadHelper> used = EnumSet.noneOf(LoadHelper.class);
    resource.tables().forEach(table -> used.add(LoadHelper.of(table.values().type())));
    return used;
  }

  private static boolean isWide(TensorType tensor) {
    return tensor.type().element() == ElementType.INT16;
  }

  private MethodSpec constructor() {
    MethodSpec.Builder method =
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(
                """
                Loads the tables.

                @throws IllegalStateException if $L.bin is missing or not the one that belongs to this class
                """,
                name)
            .addStatement("$T tables = load()", ByteBuffer.class);
    for (WeightResource.Table table : resource.tables()) {
      method.addStatement(
          "$L = $L(tables, $L)",
          table.field(),
          LoadHelper.of(table.values().type()).methodName(),
          table.values().size());
    }
    return method.build();
  }

  private MethodSpec run() {
    int index =
        IntStream.range(0, network.layers().size())
            .filter(i -> network.layers().get(i).name().equals(network.output()))
            .findFirst()
            .orElseThrow();
    return MethodSpec.methodBuilder("run")
        .addModifiers(Modifier.PUBLIC)
        .returns(BYTES)
        .addParameter(BYTES, "input")
        .addJavadoc(
            """
            Runs one inference.

            @param input INPUT_SIZE bytes, $L
            @return OUTPUT_SIZE bytes, $L
            @throws IllegalArgumentException if the input has another length
            """,
            network.inputType().shape(),
            network.outputType().shape())
        .addStatement("return trace(input)[$L]", index)
        .build();
  }

  private MethodSpec trace() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("trace")
            .addModifiers(Modifier.PUBLIC)
            .returns(TRACE)
            .addParameter(BYTES, "input")
            .addJavadoc(
                """
                Runs one inference and returns the output of every layer, in the network's order;
                16-bit values as two bytes each, the lower one first.

                @throws IllegalArgumentException if the input has another length
                """)
            .beginControlFlow("if (input.length != INPUT_SIZE)")
            .addStatement(
                "throw new IllegalArgumentException(input.length + $S + INPUT_SIZE)",
                " input bytes instead of ")
            .endControlFlow()
            .addStatement("$T[][] outputs = new $T[LAYERS][]", TypeName.BYTE, TypeName.BYTE);
    if (isWide(network.inputType())) {
      method.addStatement("$T integers = toShorts(input)", LayerScope.arrayOf(network.inputType()));
    }
    int index = 0;
    for (FixedLayer layer : network.layers()) {
      String variable = names.layer(layer.name());
      method.addStatement(
          "$T $L = $L($L)",
          LayerScope.arrayOf(layer.kernel().output()),
          variable,
          variable,
          String.join(", ", operands(layer)));
      method.addStatement(
          isWide(layer.kernel().output()) ? "outputs[$L] = toBytes($L)" : "outputs[$L] = $L",
          index++,
          variable);
    }
    return method.addStatement("return outputs").build();
  }

  private List<String> operands(FixedLayer layer) {
    String first = isWide(network.inputType()) ? "integers" : "input";
    return layer.inputs().stream()
        .map(input -> input.equals(network.input()) ? first : names.layer(input))
        .toList();
  }

  private MethodSpec layer(FixedLayer layer) {
    Map<String, String> fields = tables.get(layer.name());
    LayerScope scope = new LayerScope(layer.kernel(), fields, helpers);
    CodeBlock body = ReferenceBodies.body(layer.kernel(), scope);
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(names.layer(layer.name()))
            .addModifiers(Modifier.PRIVATE)
            .returns(LayerScope.arrayOf(layer.kernel().output()))
            .addJavadoc(ReferenceJavadoc.ofLayer(layer));
    if (fields.isEmpty()) {
      method.addModifiers(Modifier.STATIC);
    }
    for (int i = 0; i < layer.kernel().inputs().size(); i++) {
      method.addParameter(LayerScope.arrayOf(layer.kernel().inputs().get(i)), scope.input(i));
    }
    return method.addCode(body).build();
  }
}
