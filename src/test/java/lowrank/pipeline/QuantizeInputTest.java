package lowrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import lowrank.data.InputEncoder;
import lowrank.data.Samples;
import lowrank.emit.c.CEmitter;
import lowrank.fixed.QuantizedType;
import lowrank.kernel.ReshapeKernel;
import lowrank.kernel.TensorType;
import lowrank.network.InputLayout;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Preprocessing.ChannelOrder;
import lowrank.provenance.Provenance;
import lowrank.schedule.Scheduler;
import lowrank.target.Target;
import lowrank.target.Targets;
import lowrank.tensor.ElementType;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Raw data become the same integers in the generated C as in the tool. */
class QuantizeInputTest {
  private static final int SIDE = 16;

  @TempDir Path folder;

  /** A way from raw data to integers. */
  record Case(String name, int channels, Preprocessing preprocessing, QuantizedType type) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    QuantizedType fine = QuantizedType.int8(0.018658448f, -14);
    List<Double> means = List.of(0.485, 0.456, 0.406);
    List<Double> deviations = List.of(0.229, 0.224, 0.225);
    Preprocessing colours = new Preprocessing(1 / 255.0, means, deviations);
    Preprocessing swapped = new Preprocessing(1 / 255.0, means, deviations, ChannelOrder.BGR);
    Preprocessing gray = new Preprocessing(1 / 255.0, List.of(0.1307), List.of(0.3081));
    return Stream.of(
        new Case("nothing", 1, Preprocessing.NONE, QuantizedType.int8(1, -128)),
        new Case("ties", 3, Preprocessing.NONE, QuantizedType.int8(2, 3)),
        new Case("gray", 1, gray, QuantizedType.int8(0.0127282329f, -95)),
        new Case("colours", 3, colours, fine),
        new Case("blue first", 3, swapped, fine),
        new Case(
            "blue first, one mean",
            3,
            new Preprocessing(0.5, List.of(64.0), List.of(3.0), ChannelOrder.BGR),
            fine),
        new Case(
            "five channels",
            5,
            new Preprocessing(-0.25, List.of(1.0, 2.0, -3.0, 1e-9, 7.5), List.of(0.7)),
            QuantizedType.int8(0.3f, 5)),
        new Case("16 bits", 3, colours, QuantizedType.int16(6.1e-5f)));
  }

  private static FixedNetwork network(Case one) {
    Shape shape = Shape.of(SIDE, SIDE, one.channels());
    TensorType input = new TensorType(shape, one.type());
    TensorType output = new TensorType(Shape.of(shape.elements()), one.type());
    FixedLayer layer =
        new FixedLayer(
            "flat", new ReshapeKernel(input, output), List.of("input"), Origin.of("flat"));
    Provenance provenance = new Provenance("m.onnx", "0", one.preprocessing(), List.of());
    return new FixedNetwork("m", "input", input, List.of(layer), "flat", provenance);
  }

  /** A program that reads raw values and prints the network's input. */
  private void compile(Case one, String type, String function, String... flags) throws IOException {
    Target target = Targets.load("host");
    FixedNetwork network = network(one);
    Program program = Scheduler.schedule(network, target, "net", CEmitter.scratchBytes(target));
    for (var file :
        CEmitter.emit(program, target, Generator.testVectors(network)).files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(
        folder.resolve("print.c"),
        """
        #include "net.h"
        #include <stdio.h>
        static uint32_t arena[NET_ARENA_BYTES / 4 + 1];
        static %s raw[NET_INPUTS];
        int main(void)
        {
          if (fread(raw, sizeof raw, 1, stdin) != 1) return 1;
          %s(arena, raw);
          return fwrite(net_input(arena), NET_INPUT_BYTES, 1, stdout) != 1;
        }
        """
            .formatted(type, function));
    List<String> command =
        new ArrayList<>(List.of("gcc", "print.c", "net.c", "net_weights.c", "net_quantize.c"));
    command.addAll(List.of("net_quantize_float.c", "-o", "print"));
    command.addAll(List.of(flags));
    Processes.run(folder, command.toArray(String[]::new));
  }

  private int[] run(Case one, byte[] raw) throws IOException {
    Files.write(folder.resolve("raw.bin"), raw);
    Processes.run(folder, "sh", "-c", "./print < raw.bin > integers.bin");
    ByteBuffer written =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("integers.bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    boolean wide = one.type().element() == ElementType.INT16;
    int[] integers = new int[written.capacity() / (wide ? 2 : 1)];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = wide ? written.getShort() : written.get();
    }
    return integers;
  }

  private int[] expected(Case one, Path array) {
    Shape shape = Shape.of(SIDE, SIDE, one.channels());
    return new InputEncoder(
            shape, InputLayout.CHANNELS_LAST, one.preprocessing(), Samples.read(array))
        .quantized(0, one.type());
  }

  /** A {@code .npy} file of one sample. */
  private Path array(Case one, String type, byte[] content) throws IOException {
    String header =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': (1, %d, %d, %d), }",
            type,
            SIDE,
            SIDE,
            one.channels());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    file.writeBytes(
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(content);
    return Files.write(folder.resolve("raw.npy"), file.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyByteInEveryChannel(Case one) throws IOException {
    byte[] raw = new byte[SIDE * SIDE * one.channels()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (i / one.channels() + 41 * (i % one.channels()));
    }
    compile(one, "uint8_t", "net_quantize_input", "-std=c99", "-O1", "-fsanitize=undefined");
    assertThat(run(one, raw)).isEqualTo(expected(one, array(one, "|u1", raw)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void floatsOfAllSizes(Case one) throws IOException {
    int count = SIDE * SIDE * one.channels();
    ByteBuffer raw = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(9);
    for (int i = 0; i < count; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 3));
      raw.putFloat(i % 7 == 0 ? Math.round(value) : i == 1 ? 1e30f : value);
    }
    int[] expected = expected(one, array(one, "<f4", raw.array()));
    compile(one, "float", "net_quantize_input_float", "-std=c99", "-O1", "-fsanitize=undefined");
    assertThat(run(one, raw.array())).isEqualTo(expected);
    compile(one, "float", "net_quantize_input_float", "-O3", "-mfma", "-ffp-contract=fast");
    assertThat(run(one, raw.array())).isEqualTo(expected);
  }
}
