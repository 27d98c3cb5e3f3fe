package lowrank.exporter;

import static lowrank.exporter.Protos.integer;
import static lowrank.exporter.Protos.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.Window;
import lowrank.operator.Mean;
import lowrank.operator.Pool2d;

/** Writers of pools and means, and the attributes of sliding windows. */
final class WindowWriters {
  private static final int DILATED_AVERAGE_OPSET = 19;

  /** Since then the axes are an input. */
  private static final int MEAN_OPSET = 18;

  private WindowWriters() {}

  static void pool(Pool2d operator, LayerWriter layer) {
    Window window = operator.window();
    boolean average = operator.mode() == PoolKernel.Mode.AVERAGE;
    List<AttributeProto> attributes = new ArrayList<>();
    if (average) {
      attributes.add(integer("count_include_pad", 0));
    }
    if (window.dilationHeight() > 1 || window.dilationWidth() > 1) {
      attributes.add(integers("dilations", dilations(window)));
      layer.requireOpset(average ? DILATED_AVERAGE_OPSET : 1);
    }
    attributes.add(integers("kernel_shape", kernel(window)));
    attributes.add(integers("pads", pads(window)));
    attributes.add(integers("strides", strides(window)));
    String pooled =
        layer.main(
            average ? "AveragePool" : "MaxPool",
            layer.inputs(),
            attributes.toArray(AttributeProto[]::new));
    layer.activate(pooled, operator.activation());
  }

  static void mean(Mean operator, LayerWriter layer) {
    layer.requireOpset(MEAN_OPSET);
    String axes = layer.constant("axes", List.of(2L, 3L));
    layer.main("ReduceMean", List.of(layer.inputs().get(0), axes), integer("keepdims", 1));
  }

  static long[] kernel(Window window) {
    return new long[] {window.kernelHeight(), window.kernelWidth()};
  }

  static long[] strides(Window window) {
    return new long[] {window.strideHeight(), window.strideWidth()};
  }

  static long[] dilations(Window window) {
    return new long[] {window.dilationHeight(), window.dilationWidth()};
  }

  /** All beginnings, then all ends. */
  static long[] pads(Window window) {
    return new long[] {window.padTop(), window.padLeft(), window.padBottom(), window.padRight()};
  }
}
