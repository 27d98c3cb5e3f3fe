package lowrank.emit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Requantiser;
import lowrank.fixed.Rounding;
import lowrank.interpret.FixedPointInterpreter;
import lowrank.kernel.ConvolutionKernel;
import lowrank.kernel.Kernel;
import lowrank.kernel.MeanKernel;
import lowrank.kernel.ReshapeKernel;
import lowrank.kernel.TensorType;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.provenance.Origin;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Targets;
import lowrank.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceEmitterTest {
  private static final int NETWORKS_PER_BATCH = 40;

  @TempDir Path folder;

  private static FixedNetwork network(long seed) {
    return roundingEveryWay(RandomNetworks.network(seed, 10));
  }

  /** The network with every other convolution rounding once, every other one twice. */
  private static FixedNetwork roundingEveryWay(FixedNetwork network) {
    List<FixedLayer> layers = new ArrayList<>();
    for (FixedLayer layer : network.layers()) {
      Rounding rounding = Rounding.values()[layers.size() % 2];
      layers.add(
          layer.kernel() instanceof ConvolutionKernel convolution
              ? new FixedLayer(
                  layer.name(), rounding(convolution, rounding), layer.inputs(), layer.origin())
              : layer);
    }
    return new FixedNetwork(
        network.name(),
        network.input(),
        network.inputType(),
        layers,
        network.output(),
        network.provenance());
  }

  private static ConvolutionKernel rounding(ConvolutionKernel kernel, Rounding rounding) {
    Requantiser requantiser = kernel.requantiser();
    return new ConvolutionKernel(
        kernel.input(),
        kernel.output(),
        kernel.window(),
        kernel.groups(),
        kernel.dense(),
        kernel.weights(),
        kernel.bias(),
        new Requantiser(
            requantiser.multipliers(),
            requantiser.shifts(),
            requantiser.zeroPoint(),
            requantiser.minimum(),
            requantiser.maximum(),
            rounding));
  }

  private static Program program(FixedNetwork network, String identifier) {
    return Scheduler.schedule(network, Targets.load("host"), identifier);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void everyLayerOfRandomNetworksEqualsTheInterpreter(int batch) throws Exception {
    List<Program> programs =
        LongStream.range(0, NETWORKS_PER_BATCH)
            .map(i -> batch * (long) NETWORKS_PER_BATCH + i)
            .mapToObj(seed -> program(network(seed), "net" + seed))
            .toList();
    List<CompiledReference> references = CompiledReference.of(programs, folder);
    for (int i = 0; i < NETWORKS_PER_BATCH; i++) {
      compare(programs.get(i).network(), references.get(i), new Random(i));
    }
  }

  private static void compare(FixedNetwork network, CompiledReference reference, Random random)
      throws Exception {
    FixedPointInterpreter interpreter = new FixedPointInterpreter(network);
    for (int run = 0; run < 5; run++) {
      int[] input = input(network, run, random);
      List<int[]> expected = interpreter.trace(input).outputs();
      byte[] bytes = bytes(input);
      byte[][] actual = reference.trace(bytes);
      assertThat(actual).hasNumberOfRows(expected.size());
      for (int layer = 0; layer < actual.length; layer++) {
        assertThat(actual[layer])
            .as("%s, input %d, layer %s", network.name(), run, network.layers().get(layer).name())
            .isEqualTo(bytes(expected.get(layer)));
      }
      assertThat(reference.run(bytes)).isEqualTo(bytes(interpreter.run(input)));
    }
  }

  /** All bytes at one extreme, then at the other, then random ones. */
  private static int[] input(FixedNetwork network, int run, Random random) {
    int[] input = RandomNetworks.bytes(random, network.inputType().shape().elements());
    if (run < 2) {
      Arrays.fill(input, run == 0 ? Byte.MIN_VALUE : Byte.MAX_VALUE);
    }
    return input;
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void meansOfImagesEqualTheInterpreter() throws Exception {
    Random random = new Random(1);
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Shape image = Shape.of(1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(5));
      TensorType from = new TensorType(image, type(random));
      TensorType to = new TensorType(Shape.of(image.channels()), type(random));
      FixedLayer layer =
          new FixedLayer("mean", MeanKernel.of(from, to), List.of("x"), Origin.of("mean"));
      Provenance provenance = new Provenance("m", "", Preprocessing.NONE, List.of());
      FixedNetwork network =
          new FixedNetwork("mean", "x", from, List.of(layer), "mean", provenance);
      programs.add(program(network, "mean" + i));
    }
    List<CompiledReference> references = CompiledReference.of(programs, folder);
    for (int i = 0; i < programs.size(); i++) {
      compare(programs.get(i).network(), references.get(i), new Random(i));
    }
  }

  private static QuantizedType type(Random random) {
    float scale = (float) Math.scalb(1 + random.nextDouble(), -random.nextInt(9));
    return QuantizedType.int8(scale, random.nextInt(256) - 128);
  }

  @Test
  void everyKernelRecordCanBePrinted() throws Exception {
    Set<Class<?>> records = new LinkedHashSet<>();
    Path classes = Path.of(Kernel.class.getResource("Kernel.class").toURI()).getParent();
    try (var files = Files.list(classes)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName("lowrank.kernel." + name);
        if (type.isRecord() && Kernel.class.isAssignableFrom(type)) {
          records.add(type);
        }
      }
    }
    assertThat(records).isNotEmpty();
    assertThat(new LinkedHashSet<Class<?>>(ReferenceBodies.kinds())).isEqualTo(records);
  }

  @Test
  void theSameProgramGivesTheSameBytes() {
    for (long seed = 0; seed < 20; seed++) {
      var first = new ReferenceEmitter().emit(program(network(seed), "a")).files();
      var second = new ReferenceEmitter().emit(program(network(seed), "a")).files();
      assertThat(first.keySet()).containsExactly("java/AReference.bin", "java/AReference.java");
      first.forEach((path, content) -> assertThat(content).isEqualTo(second.get(path)));
    }
  }

  @Test
  void namesFromTheModelCannotLeaveTheirComment() throws Exception {
    TensorType type = new TensorType(Shape.of(3), QuantizedType.int8(0.5f, -4));
    List<FixedLayer> layers = new ArrayList<>();
    String previous = "input";
    for (String name :
        List.of(
            "*/ static { boom(); } /*", "\\u002a\\u002f x", "$L $$ $T", "run", "class", "@see")) {
      Origin origin = new Origin(name, "tucker2 */", List.of(1, 2), 0.1);
      layers.add(new FixedLayer(name, new ReshapeKernel(type, type), List.of(previous), origin));
      previous = name;
    }
    Provenance provenance =
        new Provenance("a\n*/ b $L.onnx", "ab\"\\", Preprocessing.NONE, List.of());
    FixedNetwork network =
        new FixedNetwork("odd */ \u2028 name", "input", type, layers, previous, provenance);
    CompiledReference reference = CompiledReference.of(program(network, "odd_1_2"), folder);
    assertThat(reference.run(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    assertThat(reference.constant("MODEL_SHA256")).isEqualTo("ab\"\\");
    assertThat(ReferenceEmitter.className("odd_1_2")).isEqualTo("Odd1_2Reference");
  }

  @Test
  void constantsAndConversionsAgreeWithTheTypes() throws Exception {
    for (long seed = 0; seed < 10; seed++) {
      FixedNetwork network = network(seed);
      Path own = Files.createDirectory(folder.resolve("n" + seed));
      CompiledReference reference = CompiledReference.of(program(network, "net"), own);
      QuantizedType input = network.inputType().type();
      QuantizedType output = network.outputType().type();
      assertThat(reference.constant("INPUT_SIZE")).isEqualTo(network.inputType().bytes());
      assertThat(reference.constant("OUTPUT_SIZE")).isEqualTo(network.outputType().bytes());
      assertThat(reference.constant("LAYERS")).isEqualTo(network.layers().size());
      assertThat(reference.constant("INPUT_SCALE")).isEqualTo(input.scale());
      assertThat(reference.constant("INPUT_ZERO_POINT")).isEqualTo(input.zeroPoint());
      assertThat(reference.constant("OUTPUT_SCALE")).isEqualTo(output.scale());
      assertThat(reference.constant("OUTPUT_ZERO_POINT")).isEqualTo(output.zeroPoint());
      float[] reals = reals(input, new Random(seed));
      byte[] integers = (byte[]) reference.call("quantise", float[].class, reals);
      for (int i = 0; i < reals.length; i++) {
        assertThat((int) integers[i]).as("%s", reals[i]).isEqualTo(input.quantize(reals[i]));
      }
      float[] back = (float[]) reference.call("dequantise", byte[].class, integers);
      for (int i = 0; i < back.length; i++) {
        assertThat(back[i]).isEqualTo(output.dequantize(integers[i]));
      }
    }
  }

  /** Random values, exact ties, and the extremes. */
  private static float[] reals(QuantizedType type, Random random) {
    float[] reals = new float[600];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = type.scale() * (i % 2 == 0 ? 0.5f * i - 150.5f : 600 * random.nextFloat() - 300);
    }
    reals[0] = Float.NaN;
    reals[1] = Float.POSITIVE_INFINITY;
    reals[2] = Float.NEGATIVE_INFINITY;
    reals[3] = Math.nextDown(0.5f) * type.scale();
    reals[4] = Float.MAX_VALUE;
    reals[5] = -0f;
    return reals;
  }

  @Test
  void aWrongInputLengthIsRefused() throws Exception {
    FixedNetwork network = network(1);
    CompiledReference reference = CompiledReference.of(program(network, "net"), folder);
    assertThatThrownBy(() -> reference.run(new byte[network.inputType().bytes() + 1]))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input bytes instead of " + network.inputType().bytes());
  }

  @Test
  void aDamagedShortenedLengthenedOrMissingResourceIsRefused() throws Exception {
    FixedNetwork network = networkWithTables();
    CompiledReference.of(program(network, "net"), folder);
    Path resource = folder.resolve("java/NetReference.bin");
    byte[] content = Files.readAllBytes(resource);
    byte[] damaged = content.clone();
    damaged[content.length / 2] ^= 1;
    Files.write(resource, damaged);
    assertLoadFails("does not belong");
    Files.write(resource, Arrays.copyOf(content, content.length - 1));
    assertLoadFails("cannot be read");
    Files.write(resource, Arrays.copyOf(content, content.length + 1));
    assertLoadFails("does not belong");
    Files.delete(resource);
    assertLoadFails("missing");
  }

  private static FixedNetwork networkWithTables() {
    return IntStream.range(0, 100)
        .mapToObj(ReferenceEmitterTest::network)
        .filter(
            network -> network.layers().stream().anyMatch(l -> !l.kernel().constants().isEmpty()))
        .findFirst()
        .orElseThrow();
  }

  private void assertLoadFails(String message) {
    assertThatThrownBy(() -> CompiledReference.load(folder.resolve("java"), "NetReference"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theSourceIsAsciiAndNamesWhatEachLayerCameFrom() {
    FixedNetwork network = networkWithTables();
    byte[] source =
        new ReferenceEmitter().emit(program(network, "net")).files().get("java/NetReference.java");
    String text = new String(source, StandardCharsets.UTF_8);
    assertThat(text).isASCII().doesNotContain("\r").doesNotContain("\t");
    for (FixedLayer layer : network.layers()) {
      assertThat(text).contains("From layer " + Names.comment(layer.origin().sourceLayer()));
    }
  }

  @Test
  void wideActivationsInsideTheNetworkAreKept() throws Exception {
    List<Program> programs =
        LongStream.range(0, 60).mapToObj(i -> program(WideNetworks.of(i), "net" + i)).toList();
    List<CompiledReference> references = CompiledReference.of(programs, folder);
    for (int i = 0; i < programs.size(); i++) {
      FixedNetwork network = programs.get(i).network();
      int[] input = input(network, 2, new Random(i));
      List<int[]> expected = new FixedPointInterpreter(network).trace(input).outputs();
      byte[][] actual = references.get(i).trace(bytes(input));
      assertThat(WideNetworks.shorts(actual[0])).isEqualTo(expected.get(0));
      assertThat(actual[1]).isEqualTo(bytes(expected.get(1)));
    }
  }
}
