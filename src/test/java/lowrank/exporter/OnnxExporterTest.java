package lowrank.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.onnx.SeamMetadata;
import lowrank.oracle.TestQuantizer;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.provenance.SourceLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExporterTest {
  static Stream<Network> networks() {
    return TestNetworks.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void namesAreUniqueDefinedBeforeUseAndThoseOfTheLayers(Network network) {
    for (byte[] bytes : models(network)) {
      GraphProto graph = model(bytes).getGraph();
      List<String> defined = new ArrayList<>(List.of(graph.getInput(0).getName()));
      graph.getInitializerList().forEach(tensor -> defined.add(tensor.getName()));
      List<String> nodes = new ArrayList<>();
      for (NodeProto node : graph.getNodeList()) {
        node.getInputList().stream()
            .filter(input -> !input.isEmpty())
            .forEach(input -> assertThat(defined).contains(input));
        defined.addAll(node.getOutputList());
        nodes.add(node.getName());
      }
      assertThat(defined).doesNotHaveDuplicates();
      assertThat(nodes).doesNotHaveDuplicates();
      Set<String> layers = new HashSet<>();
      network.layers().forEach(layer -> layers.add(layer.name()));
      assertThat(defined).containsAll(layers);
      assertThat(nodes).containsAll(layers);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theSameNetworkGivesTheSameBytes(Network network) {
    assertThat(models(network)).containsExactlyElementsOf(models(network));
  }

  private static List<byte[]> models(Network network) {
    List<byte[]> models = new ArrayList<>(List.of(OnnxExporter.write(network)));
    if (TestQuantizer.supports(network)) {
      models.add(OnnxExporter.write(network, TestQuantizer.quantize(network)));
    }
    return models;
  }

  @Test
  void inputAndOutputAreFloatWithASymbolicBatchInTheNetworksLayout() {
    GraphProto last = graph("average_pool_channels_last");
    assertThat(dimensions(last.getInput(0))).containsExactly("N", "6", "8", "3");
    assertThat(last.getNode(0).getOpType()).isEqualTo("Transpose");
    assertThat(dimensions(last.getOutput(0))).containsExactly("N", "3", "3", "4");
    GraphProto first = graph("average_pool_channels_first");
    assertThat(dimensions(first.getInput(0))).containsExactly("N", "3", "6", "8");
    assertThat(first.getNodeCount()).isEqualTo(2);
    assertThat(dimensions(graph("dense_vector_channels_last").getInput(0)))
        .containsExactly("N", "10");
    assertThat(last.getInput(0).getType().getTensorType().getElemType())
        .isEqualTo(TensorProto.DataType.FLOAT.getNumber());
  }

  @Test
  void theOldestOperatorSetThatHasAllOperatorsIsAskedFor() {
    ModelProto usual = model(OnnxExporter.write(network("residual_channels_last")));
    assertThat(usual.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(usual.getIrVersion()).isEqualTo(8);
    ModelProto mean = model(OnnxExporter.write(network("mean_channels_last")));
    assertThat(mean.getOpsetImport(0).getVersion()).isEqualTo(18);
    assertThat(mean.getIrVersion()).isEqualTo(8);
    ModelProto dilated = model(OnnxExporter.write(network("average_pool_dilated_channels_last")));
    assertThat(dilated.getOpsetImport(0).getVersion()).isEqualTo(19);
    assertThat(dilated.getIrVersion()).isEqualTo(9);
  }

  @Test
  void theMetadataRestoreNamesLayoutAndOrigins() {
    Network plain = network("residual_channels_first");
    List<Layer> layers = new ArrayList<>(plain.layers());
    Layer conv = layers.get(0);
    Origin origin = new Origin("conv", "tucker2", List.of(3, 2), 0.125);
    layers.set(0, new Layer(conv.name(), conv.operator(), conv.inputs(), origin));
    Preprocessing preprocessing =
        new Preprocessing(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    SourceLayer source = new SourceLayer("conv", "Conv2d", "3x3 3->4", 6912, 112, 124);
    Provenance provenance = new Provenance("m.onnx", "ab12", preprocessing, List.of(source));
    Network network = plain.withLayers(layers).withProvenance(provenance);
    ModelProto model = model(OnnxExporter.write(network));
    assertThat(model.getMetadataPropsList()).hasSize(1);
    assertThat(model.getMetadataProps(0).getKey()).isEqualTo(SeamMetadata.KEY);
    assertThat(SeamMetadata.fromJson(model.getMetadataProps(0).getValue()))
        .isEqualTo(SeamMetadata.of(network));
    assertThat(SeamMetadata.of(network).provenance()).isEqualTo(provenance);
  }

  @Test
  void moreOutputsComeBehindTheNetworksOwn() {
    Network network = network("residual_channels_last");
    GraphProto graph =
        model(OnnxExporter.write(network, List.of("conv1", "softmax", "sum"))).getGraph();
    assertThat(graph.getOutputList().stream().map(ValueInfoProto::getName))
        .containsExactly("softmax", "conv1", "sum");
    assertThatThrownBy(() -> OnnxExporter.write(network, List.of("nobody")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void rectifiersAndOtherRangesGetTheirOwnOperators() {
    assertThat(types("conv3x3_same_channels_first")).containsExactly("Conv", "Relu");
    assertThat(types("conv1x1_channels_first")).containsExactly("Conv", "Clip");
    assertThat(types("conv3x3_valid_channels_first")).containsExactly("Conv");
    assertThat(types("clamp_nothing_channels_first")).containsExactly("Identity");
    assertThat(types("dense_image_channels_first"))
        .containsExactly("Transpose", "Flatten", "Gemm", "Relu");
    assertThat(types("dense_gray_channels_first")).containsExactly("Flatten", "Gemm");
    NodeProto oneSided = graph("conv_depthwise_channels_first").getNode(1);
    assertThat(oneSided.getInputList()).hasSize(3);
    assertThat(oneSided.getInput(1)).isEmpty();
    assertThat(graph("conv_one_output_channels_first").getNode(1).getInputCount()).isEqualTo(2);
  }

  private static List<String> types(String network) {
    return graph(network).getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private static Network network(String name) {
    return TestNetworks.all().get(name);
  }

  private static GraphProto graph(String network) {
    return model(OnnxExporter.write(network(network))).getGraph();
  }

  private static ModelProto model(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> dimensions(ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimList().stream()
        .map((Dimension d) -> d.hasDimParam() ? d.getDimParam() : String.valueOf(d.getDimValue()))
        .toList();
  }
}
