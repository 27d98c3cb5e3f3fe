package lowrank.importer.onnx;

import static lowrank.importer.onnx.TestModel.ints;
import static org.assertj.core.api.Assertions.assertThat;

import lowrank.network.Layer;
import lowrank.network.ModelSurvey;
import lowrank.network.SourceNode;
import lowrank.network.SourceNode.Support;
import org.junit.jupiter.api.Test;

/** A survey names all that is not supported and keeps all that is. */
class SurveyTest {
  /** Two branches, one through an unsupported operator, and another unsupported one behind both. */
  private static byte[] model() {
    TestModel model = TestModel.of(1, 3, 8, 8);
    model.node("Conv", model.inputs(model.weights(4, 3, 3, 3), model.weights(4)));
    String shared = model.last();
    String left = model.with("Erf").with("Relu").last();
    model.rewind(shared).node("Conv", model.inputs(model.weights(4, 4, 1, 1)));
    model.then("Add", left).with("Det");
    return model.bytes();
  }

  @Test
  void everyNodeIsListedWithItsSupport() {
    ModelSurvey survey = OnnxImporter.survey("m.onnx", model());
    assertThat(survey.complete()).isFalse();
    assertThat(survey.nodes())
        .extracting(SourceNode::operator)
        .containsExactly("Conv", "Erf", "Relu", "Conv", "Add", "Det");
    assertThat(survey.nodes())
        .extracting(SourceNode::support)
        .containsExactly(
            Support.SUPPORTED,
            Support.UNSUPPORTED,
            Support.UNREACHED,
            Support.SUPPORTED,
            Support.UNREACHED,
            Support.UNSUPPORTED);
  }

  @Test
  void layersBesideAnUnsupportedOperatorAreKept() {
    ModelSurvey survey = OnnxImporter.survey("m.onnx", model());
    assertThat(survey.model().orElseThrow().network().layers())
        .extracting(Layer::operator)
        .extracting(operator -> operator.kind())
        .containsExactly("Conv2d", "Conv2d");
  }

  @Test
  void anUnsupportedFormIsToldWithItsReason() {
    TestModel model = TestModel.of(1, 3, 8, 8);
    model.node("Conv", model.inputs(model.weights(4, 3, 3, 3))).with("Transpose", ints("perm", 9));
    SourceNode last = OnnxImporter.survey("m.onnx", model.bytes()).nodes().get(1);
    assertThat(last.support()).isEqualTo(Support.UNSUPPORTED);
    assertThat(last.note()).contains("m.onnx", "Transpose", ";");
  }

  @Test
  void aSupportedModelIsComplete() {
    TestModel model = TestModel.of(1, 3, 8, 8);
    model.node("Conv", model.inputs(model.weights(4, 3, 3, 3))).with("Relu");
    assertThat(OnnxImporter.survey("m.onnx", model.bytes()).complete()).isTrue();
  }
}
