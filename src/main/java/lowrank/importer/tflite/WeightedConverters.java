package lowrank.importer.tflite;

import java.util.List;
import java.util.Optional;
import lowrank.diagnostic.CompileException;
import lowrank.diagnostic.Fault;
import lowrank.fixed.QuantizedWeights;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.operator.Conv2d;
import lowrank.operator.Dense;
import lowrank.operator.TransposedConv2d;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptions;
import org.tensorflow.lite.schema.DepthwiseConv2DOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.TransposeConvOptions;

/** Convolutions and dense layers. */
final class WeightedConverters {
  private WeightedConverters() {}

  /** What the options of both convolutions hold. */
  private record Form(int[] strides, int[] dilations, byte padding, byte activation) {}

  static void convolution(NodeInfo node, GraphBuilder graph) {
    Form form =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.Conv2DOptions,
                new Conv2DOptions(),
                o ->
                    new Form(
                        new int[] {o.strideH(), o.strideW()},
                        new int[] {o.dilationHFactor(), o.dilationWFactor()},
                        o.padding(),
                        o.fusedActivationFunction()));
    Value input = image(graph, node);
    Shape kernel = weightShape(graph, node, 4);
    int groups = input.shape().channels() / kernel.dimension(3);
    if (groups * kernel.dimension(3) != input.shape().channels()
        || kernel.dimension(0) % groups != 0) {
      throw graph.unsupported(
          node,
          "weights of shape " + kernel + " for " + input.shape().channels() + " input channels",
          "the model is inconsistent, export it again");
    }
    Weights weights = new Weights(graph, node, input, kernel, 0);
    add(graph, node, form, input, weights, groups);
  }

  static void depthwise(NodeInfo node, GraphBuilder graph) {
    Form form =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.DepthwiseConv2DOptions,
                new DepthwiseConv2DOptions(),
                o ->
                    new Form(
                        new int[] {o.strideH(), o.strideW()},
                        new int[] {o.dilationHFactor(), o.dilationWFactor()},
                        o.padding(),
                        o.fusedActivationFunction()));
    Value input = image(graph, node);
    Shape kernel = weightShape(graph, node, 4);
    int channels = input.shape().channels();
    if (kernel.dimension(0) != 1 || kernel.dimension(3) % channels != 0) {
      throw graph.unsupported(
          node,
          "weights of shape " + kernel + " for " + channels + " input channels",
          "the model is inconsistent, export it again");
    }
    Weights weights = new Weights(graph, node, input, kernel, 3).transposed();
    add(graph, node, form, input, weights, channels);
  }

  private static void add(
      GraphBuilder graph, NodeInfo node, Form form, Value input, Weights weights, int groups) {
    Shape kernel = weights.shape();
    Window unpadded =
        Windows.unpadded(
            graph,
            node,
            kernel.dimension(1),
            kernel.dimension(2),
            form.strides(),
            form.dilations());
    Window window = Windows.of(graph, node, input.shape(), unpadded, form.padding());
    Range activation = Activations.range(graph, node, form.activation());
    String name =
        graph.add(
            node, new Conv2d(weights.real(), weights.bias(), window, groups, activation), input);
    weights.quantized().ifPresent(integers -> graph.weights().put(name, integers));
  }

  static void dense(NodeInfo node, GraphBuilder graph) {
    byte function =
        graph
            .model()
            .options(
                node,
                BuiltinOptions.FullyConnectedOptions,
                new FullyConnectedOptions(),
                o -> {
                  if (o.weightsFormat() != 0) {
                    throw graph.unsupported(
                        node, "shuffled weights", "export the model with default weights");
                  }
                  return o.fusedActivationFunction();
                });
    Value input = graph.input(node, 0);
    Shape matrix = weightShape(graph, node, 2);
    if (input.shape().elements() != matrix.dimension(1)) {
      throw graph.unsupported(
          node,
          "input of shape " + input.shape() + " for " + matrix.dimension(1) + " inputs",
          "apply the layer to one vector only");
    }
    Weights weights = new Weights(graph, node, input, matrix, 0);
    Range activation = Activations.range(graph, node, function);
    String name = graph.addFlat(node, new Dense(weights.real(), weights.bias(), activation), input);
    weights.quantized().ifPresent(integers -> graph.weights().put(name, integers));
  }

  /**
   * TRANSPOSE_CONV: output size, weights OHWI, input and bias. The padding is that of the
   * convolution that would take the output back to the input (TFLite's {@code
   * ComputePaddingHeightWidth}).
   */
  static void transposed(NodeInfo given, GraphBuilder graph) {
    Form form =
        graph
            .model()
            .options(
                given,
                BuiltinOptions.TransposeConvOptions,
                new TransposeConvOptions(),
                o ->
                    new Form(
                        new int[] {o.strideH(), o.strideW()},
                        new int[] {1, 1},
                        o.padding(),
                        o.fusedActivationFunction()));
    if (!given.has(2)) {
      throw graph.unsupported(given, "no input", "the model is inconsistent, export it again");
    }
    int bias = given.has(3) ? given.inputs().get(3) : -1;
    NodeInfo node =
        given.with(List.of(given.inputs().get(2), given.inputs().get(1), bias), given.outputs());
    Value input = image(graph, node);
    Shape kernel = weightShape(graph, node, 4);
    Weights weights = new Weights(graph, node, input, kernel, 0);
    Window unpadded =
        Windows.unpadded(
            graph,
            node,
            kernel.dimension(1),
            kernel.dimension(2),
            form.strides(),
            new int[] {1, 1});
    Shape output = graph.shape(graph.output(node));
    TransposedSize rows =
        TransposedSize.of(
            input.shape().height(),
            output.height(),
            unpadded.kernelHeight(),
            unpadded.strideHeight(),
            form.padding());
    TransposedSize columns =
        TransposedSize.of(
            input.shape().width(),
            output.width(),
            unpadded.kernelWidth(),
            unpadded.strideWidth(),
            form.padding());
    Window window =
        unpadded.withPadding(rows.before(), columns.before(), rows.after(), columns.after());
    Range activation = Activations.range(graph, node, form.activation());
    String name =
        graph.add(
            node,
            new TransposedConv2d(
                weights.real(), weights.bias(), window, rows.extra(), columns.extra(), activation),
            input);
    weights.quantized().ifPresent(integers -> graph.weights().put(name, integers));
  }

  /** Padding cut off before and after one dimension of a transposed convolution's output. */
  private record TransposedSize(int before, int after, int extra) {
    static TransposedSize of(int input, int output, int kernel, int stride, byte padding) {
      int positions =
          padding == Padding.SAME
              ? (output + stride - 1) / stride
              : (output - kernel + stride) / stride;
      int before = Math.max(0, (positions - 1) * stride + kernel - output) / 2;
      long reached = (input - 1L) * stride + kernel - before;
      return new TransposedSize(
          before,
          Math.toIntExact(Math.max(0, reached - output)),
          Math.toIntExact(Math.max(0, output - reached)));
    }
  }

  private static Value image(GraphBuilder graph, NodeInfo node) {
    Value input = graph.input(node, 0);
    if (input.shape().rank() != 3) {
      throw graph.unsupported(
          node, "input of shape " + input.shape(), "give it one image, rows x columns x channels");
    }
    return input;
  }

  private static Shape weightShape(GraphBuilder graph, NodeInfo node, int rank) {
    if (!graph.constant(node, 1) || graph.constants().tensor(node, 1).rank() != rank) {
      throw graph.unsupported(
          node, "weights are no constant of rank " + rank, "freeze the model before exporting it");
    }
    try {
      return graph.constants().tensor(node, 1).constantShape();
    } catch (IllegalArgumentException e) {
      throw new CompileException(
          Fault.NOT_A_MODEL,
          graph.model().file(),
          GraphBuilder.label(node) + ": " + e.getMessage());
    }
  }

  /** Real and integer weights of one layer. */
  private record Weights(Tensor real, Tensor bias, Optional<QuantizedWeights> quantized) {
    /**
     * Reads input 1 as weights and input 2 as bias.
     *
     * @param sliced dimension of the output channels
     */
    Weights(GraphBuilder graph, NodeInfo node, Value input, Shape shape, int sliced) {
      this(
          graph.constants().floats(node, 1),
          shape.dimension(sliced),
          input.type().isPresent()
              ? Optional.of(
                  new WeightQuantization(graph, node).read(shape.dimension(sliced), sliced))
              : Optional.empty(),
          graph,
          node);
    }

    private Weights(
        Tensor real,
        int channels,
        Optional<QuantizedWeights> quantized,
        GraphBuilder graph,
        NodeInfo node) {
      this(real, bias(graph, node, channels, quantized), quantized);
    }

    private static Tensor bias(
        GraphBuilder graph, NodeInfo node, int channels, Optional<QuantizedWeights> quantized) {
      if (!node.has(2)) {
        return Tensor.zeros(Shape.of(channels));
      }
      if (quantized.isPresent()) {
        return WeightQuantization.realBias(graph, node, quantized.get(), channels);
      }
      Tensor bias = graph.constants().floats(node, 2);
      if (bias.size() != channels) {
        throw graph.unsupported(
            node,
            bias.size() + " biases for " + channels + " output channels",
            "the model is inconsistent, export it again");
      }
      return bias.reshape(Shape.of(channels));
    }

    Shape shape() {
      return real.shape();
    }

    /** From TFLite's depthwise layout 1 × H × W × C to C × H × W × 1. */
    Weights transposed() {
      Shape from = real.shape();
      int channels = from.dimension(3);
      int taps = from.dimension(1) * from.dimension(2);
      Shape to = Shape.of(channels, from.dimension(1), from.dimension(2), 1);
      float[] values = new float[real.size()];
      int[] integers = new int[real.size()];
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < taps; tap++) {
          int source = tap * channels + channel;
          values[channel * taps + tap] = real.at(source);
          integers[channel * taps + tap] = quantized.map(q -> q.weights().at(source)).orElse(0);
        }
      }
      return new Weights(
          new Tensor(to, values),
          bias,
          quantized.map(
              q ->
                  new QuantizedWeights(
                      new IntTensor(to, ElementType.INT8, integers), q.scales(), q.bias())));
    }
  }
}
