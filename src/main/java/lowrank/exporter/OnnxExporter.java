package lowrank.exporter;

import static lowrank.exporter.Protos.integers;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.network.Quantization;
import lowrank.onnx.SeamMetadata;
import lowrank.tensor.Shape;

/**
 * Writes networks as ONNX models (IR version 8, operator set 17; more only where an operator needs
 * it). Input and output are float32 with a symbolic batch dimension {@code N}. The input is N×C×H×W
 * if the network's layout is channels first and N×H×W×C otherwise; every other value of three
 * dimensions is N×C×H×W, values of another rank keep their order. Each layer's main node and its
 * result, after the fused activation, carry the layer's name. The same network always gives the
 * same bytes.
 */
public final class OnnxExporter {
  private OnnxExporter() {}

  /** The float model, with the network's {@link SeamMetadata}. */
  public static byte[] write(Network network) {
    return model(network, new FloatPrecision(), List.of());
  }

  /**
   * The float model with more outputs.
   *
   * @param values names of layers; the network's output comes first in any case
   * @throws IllegalArgumentException if there is no such layer
   */
  public static byte[] write(Network network, List<String> values) {
    return model(network, new FloatPrecision(), values);
  }

  /**
   * The quantised model in the QDQ convention: the input and every layer's result pass through
   * QuantizeLinear and DequantizeLinear, weights are int8 and biases int32 constants behind a
   * DequantizeLinear. Read back, it gives the same integers, scales and zero points. Where the
   * integer kernel rounds otherwise than QuantizeLinear, a function of domain {@code lowrank} that
   * the model defines in standard operators rounds the real result as the kernel does.
   *
   * @throws IllegalArgumentException if a value's type or a layer's weights are missing
   */
  public static byte[] write(Network network, Quantization quantization) {
    return model(network, new QuantizedPrecision(quantization), List.of());
  }

  private static byte[] model(Network network, Precision precision, List<String> values) {
    Map<String, Shape> shapes = network.shapes();
    GraphWriter writer = new GraphWriter(shapes.keySet());
    writeNodes(network, precision, shapes, writer);
    GraphProto graph =
        writer.build(network.name(), input(network), outputs(network, shapes, values));
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(irVersion(writer.opset()))
            .setProducerName("lowrank-mcu")
            .setGraph(graph);
    model.addOpsetImportBuilder().setDomain("").setVersion(writer.opset());
    if (!writer.functions().isEmpty()) {
      model.addOpsetImportBuilder().setDomain(SeamMetadata.ROUNDING_DOMAIN).setVersion(1);
      writer.functions().forEach(f -> model.addFunctions(f.define(writer.opset())));
    }
    model
        .addMetadataPropsBuilder()
        .setKey(SeamMetadata.KEY)
        .setValue(SeamMetadata.of(network).toJson());
    return model.build().toByteArray();
  }

  /** The file format's version that came with a version of the operators (ONNX Versioning.md). */
  static int irVersion(int opset) {
    return opset < 19 ? 8 : opset < 21 ? 9 : 10;
  }

  /** Writes the nodes of all layers and gives back what each value is called. */
  static Map<String, String> writeNodes(
      Network network, Precision precision, Map<String, Shape> shapes, GraphWriter graph) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(network.input(), firstValue(network, precision, graph));
    for (Layer layer : network.layers()) {
      List<String> inputs = layer.inputs().stream().map(values::get).toList();
      LayerWriter writer =
          new LayerWriter(graph, precision, layer, inputs, Network.inputShapes(layer, shapes));
      String result = precision.resultName(graph, layer);
      OperatorWriters.write(layer.operator(), writer);
      graph.renameNewestOutput(result);
      precision.finish(graph, layer, result);
      values.put(layer.name(), layer.name());
    }
    return values;
  }

  /** The input as layers read it: channels first. */
  private static String firstValue(Network network, Precision precision, GraphWriter graph) {
    String input = precision.input(graph, network.input());
    if (!channelsLast(network)) {
      return input;
    }
    return graph.node(
        network.input() + "/channels_first",
        "Transpose",
        List.of(input),
        integers("perm", ChannelsFirst.TO_FIRST));
  }

  private static boolean channelsLast(Network network) {
    return network.layout() == InputLayout.CHANNELS_LAST && network.inputShape().rank() == 3;
  }

  static ValueInfoProto input(Network network) {
    Shape shape = network.inputShape();
    long[] dimensions =
        channelsLast(network)
            ? shape.dimensions().stream().mapToLong(Integer::longValue).toArray()
            : ChannelsFirst.dimensions(shape);
    return Protos.signature(network.input(), dimensions);
  }

  private static List<ValueInfoProto> outputs(
      Network network, Map<String, Shape> shapes, List<String> values) {
    Set<String> names = new LinkedHashSet<>();
    names.add(network.output());
    names.addAll(values);
    List<ValueInfoProto> outputs = new ArrayList<>();
    for (String name : names) {
      if (!shapes.containsKey(name) || name.equals(network.input())) {
        throw new IllegalArgumentException("no layer is called " + name);
      }
      outputs.add(Protos.signature(name, ChannelsFirst.dimensions(shapes.get(name))));
    }
    return outputs;
  }
}
