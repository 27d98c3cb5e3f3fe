package lowrank.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lowrank.emit.reference.ReferenceEmitter;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.PoolKernel;
import lowrank.kernel.TensorType;
import lowrank.kernel.Window;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import lowrank.tensor.IntTensor;
import lowrank.tensor.Shape;

/** A network of three layers with a folder of C written by hand, to be broken in one place. */
final class TinyModel {
  static final String IDENTIFIER = "tiny";

  private static final String HEADER =
      """
      #ifndef TINY_H
      #define TINY_H
      #include <stdint.h>
      #define TINY_INPUT_BYTES 32
      #define TINY_OUTPUT_BYTES 4
      #define TINY_ARENA_BYTES 80
      #define TINY_ARENA_ALIGN 4
      #define TINY_LAYERS 3
      int8_t *tiny_input(void *arena);
      const int8_t *tiny_invoke(void *arena);
      const void *tiny_run_layer(void *arena, int32_t layer, int32_t part, int32_t *bytes);
      #endif
      """;

  /** Arena: input at 0, conv at 32. pool's output is at 0 again, dense's at 32. */
  private static final String CODE =
      """
      #include "tiny.h"
      #include "tiny_weights.h"

      static int32_t scale(int32_t value, int32_t multiplier, int32_t right)
      {
          int64_t product = (int64_t)value * multiplier;
          int32_t high = (int32_t)((product + (1 << 30)) >> 31);
          int32_t half = (int32_t)1 << (right - 1);
          return (high + half - (high < 0 ? 1 : 0)) >> right;
      }

      static int8_t clamp(int32_t value)
      {
          return (int8_t)(value < -128 ? -128 : value > 127 ? 127 : value);
      }

      static void conv(const int8_t *input, int8_t *output)
      {
          for (int32_t pixel = 0; pixel < 16; pixel++)
          {
              for (int32_t channel = 0; channel < 3; channel++)
              {
                  int32_t sum = tiny_conv_bias[channel];
                  for (int32_t i = 0; i < 2; i++)
                  {
                      sum += (input[pixel * 2 + i] + 5) * tiny_conv_weights[channel * 2 + i];
                  }
                  output[pixel * 3 + channel] = clamp(scale(sum, 1503238554, 6) + 7);
              }
          }
      }

      static void pool(const int8_t *input, int8_t *output)
      {
          for (int32_t y = 0; y < 2; y++)
          {
              for (int32_t x = 0; x < 2; x++)
              {
                  for (int32_t channel = 0; channel < 3; channel++)
                  {
                      const int8_t *from = &input[(y * 8 + x * 2) * 3 + channel];
                      int32_t sum = from[0] + from[3] + from[12] + from[15];
                      output[(y * 2 + x) * 3 + channel] = (int8_t)((sum < 0 ? sum - 2 : sum + 2) / 4);
                  }
              }
          }
      }

      static void dense(const int8_t *input, int8_t *output)
      {
          for (int32_t channel = 0; channel < 4; channel++)
          {
              int32_t sum = tiny_dense_bias[channel];
              for (int32_t i = 0; i < 12; i++)
              {
                  sum += (input[i] - 7) * tiny_dense_weights[channel * 12 + i];
              }
              output[channel] = clamp(scale(sum, 1503238554, 7) - 3);
          }
      }

      int8_t *tiny_input(void *arena)
      {
          return arena;
      }

      const void *tiny_run_layer(void *arena, int32_t layer, int32_t part, int32_t *bytes)
      {
          int8_t *base = arena;
          if (part > 0)
          {
              return 0;
          }
          switch (layer)
          {
          case 0:
              conv(base, base + 32);
              *bytes = 48;
              return base + 32;
          case 1:
              pool(base + 32, base);
              *bytes = 12;
              return base;
          default:
              dense(base, base + 32);
              *bytes = 4;
              return base + 32;
          }
      }

      const int8_t *tiny_invoke(void *arena)
      {
          int8_t *base = arena;
          conv(base, base + 32);
          pool(base + 32, base);
          dense(base, base + 32);
          return base + 32;
      }
      """;

  private final FixedNetwork network;

  TinyModel() {
    Random random = new Random(42);
    TensorType input = type(Shape.of(4, 4, 2), -5);
    TensorType middle = type(Shape.of(4, 4, 3), 7);
    TensorType pooled = type(Shape.of(2, 2, 3), 7);
    TensorType output = type(Shape.of(4), -3);
    Window two = Window.of(2, 2).withStride(2, 2);
    List<FixedLayer> layers =
        List.of(
            layer("conv", convolution(input, middle, false, -6, random), "input"),
            layer(
                "pool",
                new PoolKernel(middle, pooled, two, PoolKernel.Mode.AVERAGE, -128, 127),
                "conv"),
            layer("dense", convolution(pooled, output, true, -7, random), "pool"));
    Provenance provenance = new Provenance("tiny.onnx", "", Preprocessing.NONE, List.of());
    network = new FixedNetwork("tiny", "input", input, layers, "dense", provenance);
  }

  private static TensorType type(Shape shape, int zeroPoint) {
    return new TensorType(shape, QuantizedType.int8(0.1f, zeroPoint));
  }

  private static FixedLayer layer(String name, Kernel kernel, String input) {
    return new FixedLayer(name, kernel, List.of(input), Origin.of(name));
  }

  private static ConvolutionKernel convolution(
      TensorType from, TensorType to, boolean dense, int shift, Random random) {
    int outputs = to.shape().channels();
    int terms = dense ? from.shape().elements() : from.shape().channels();
    int[] multipliers = IntStream.generate(() -> 1503238554).limit(outputs).toArray();
    int[] shifts = IntStream.generate(() -> shift).limit(outputs).toArray();
    return new ConvolutionKernel(
        from,
        to,
        Window.POINT,
        1,
        dense,
        new IntTensor(
            Shape.of(outputs, 1, 1, terms),
            ElementType.INT8,
            random.ints((long) outputs * terms, -127, 128).toArray()),
        IntTensor.vector(ElementType.INT32, random.ints(outputs, -500, 500).toArray()),
        new Requantiser(
            IntTensor.vector(ElementType.INT32, multipliers),
            IntTensor.vector(ElementType.INT8, shifts),
            to.type().zeroPoint(),
            -128,
            127));
  }

  FixedNetwork network() {
    return network;
  }

  /** The folder with the C and the generated Java class. */
  GeneratedModel write(Path folder) throws IOException {
    Files.writeString(folder.resolve("tiny.h"), HEADER);
    Files.writeString(folder.resolve("tiny.c"), CODE);
    StringBuilder declarations = new StringBuilder("#include <stdint.h>\n");
    StringBuilder definitions = new StringBuilder("#include \"tiny_weights.h\"\n");
    for (FixedLayer layer : List.of(network.layers().get(0), network.layers().get(2))) {
      IntTensor weights = layer.kernel().constants().get("weights");
      IntTensor bias = layer.kernel().constants().get("bias");
      table(declarations, definitions, "int8_t", layer.name() + "_weights", weights);
      table(declarations, definitions, "int32_t", layer.name() + "_bias", bias);
    }
    Files.writeString(folder.resolve("tiny_weights.h"), declarations);
    Files.writeString(folder.resolve("tiny_weights.c"), definitions);
    writeJava(folder);
    return new GeneratedModel(folder, IDENTIFIER, network);
  }

  private static void table(
      StringBuilder declarations,
      StringBuilder definitions,
      String type,
      String name,
      IntTensor values) {
    String head = "const " + type + " tiny_" + name + "[" + values.size() + "]";
    declarations.append("extern ").append(head).append(";\n");
    String list =
        IntStream.of(values.toArray()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    definitions.append(head).append(" = {").append(list).append("};\n");
  }

  private void writeJava(Path folder) throws IOException {
    Program program = Scheduler.schedule(network, Targets.load("host"), IDENTIFIER);
    for (var file : new ReferenceEmitter().emit(program).files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  List<int[]> inputs(int count) {
    Random random = new Random(7);
    return IntStream.range(0, count)
        .mapToObj(i -> RandomNetworks.bytes(random, network.inputType().shape().elements()))
        .toList();
  }

  /** Replaces a text that must occur exactly once in a file. */
  static void replace(GeneratedModel model, String file, String old, String replacement)
      throws IOException {
    Path path = model.folder().resolve(file);
    String text = Files.readString(path);
    int at = text.indexOf(old);
    if (at < 0 || text.indexOf(old, at + 1) >= 0) {
      throw new IllegalArgumentException(old + " does not occur once in " + file);
    }
    Files.writeString(path, text.replace(old, replacement));
  }
}
