package lowrank.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lowrank.fixed.QuantizedType;
import lowrank.fixed.Range;
import lowrank.kernel.Window;
import lowrank.network.InputLayout;
import lowrank.network.Layer;
import lowrank.network.Network;
import lowrank.operator.Conv2d;
import lowrank.program.Program;
import lowrank.provenance.Preprocessing;
import lowrank.provenance.Provenance;
import lowrank.quantize.FixedNetworkBuilder;
import lowrank.quantize.Quantizer;
import lowrank.schedule.Scheduler;
import lowrank.target.Targets;
import lowrank.tensor.Shape;
import lowrank.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MemoryNeedsTest {
  private static final Shape IMAGE = Shape.of(8, 8, 4);

  private static Network network() {
    float[] weights = new float[16];
    weights[3] = 1;
    Conv2d point =
        new Conv2d(
            new Tensor(Shape.of(4, 1, 1, 4), weights),
            Tensor.vector(0, 0, 0, 0),
            Window.POINT,
            1,
            Range.ALL);
    return new Network(
        "net",
        "input",
        IMAGE,
        InputLayout.CHANNELS_LAST,
        List.of(Layer.of("a", point, "input"), Layer.of("b", point, "a")),
        "b",
        new Provenance("net.onnx", "", Preprocessing.NONE, List.of()));
  }

  private static MemoryNeeds needs(int factorBytes) {
    Network network = network();
    FirmwareMeter meter = new Planned(factorBytes);
    return MemoryNeeds.of(meter, network, meter.program(network));
  }

  @Test
  void valuesBetweenFactorsOfTwoBytesTakeTwiceTheMemory() {
    List<Long> few = List.of(300L);
    assertThat(needs(2).chain("a", few)).isEqualTo(needs(1).chain("a", List.of(600L)));
    assertThat(needs(2).chain("a", few)).isGreaterThan(needs(1).chain("a", few));
    assertThat(needs(2).standing("a")).isEqualTo(needs(1).standing("a"));
  }

  /** Plans in bytes, layer by layer. */
  private record Planned(int factorBytes) implements FirmwareMeter {
    @Override
    public Program program(Network network) {
      Map<String, QuantizedType> types = new LinkedHashMap<>();
      network.shapes().keySet().forEach(value -> types.put(value, QuantizedType.int8(1, 0)));
      return Scheduler.schedule(
          FixedNetworkBuilder.build(network, Quantizer.quantize(network, types)),
          Targets.load("host"),
          "net");
    }

    @Override
    public Program layerByLayer(Network network) {
      return program(network);
    }

    @Override
    public Program finished(Network decomposed) {
      return program(decomposed);
    }

    @Override
    public long constantBytes(Program program) {
      return 0;
    }

    @Override
    public Optional<List<Long>> instructions(Program program) {
      return Optional.empty();
    }

    @Override
    public Optional<Image> image(Program program) {
      return Optional.empty();
    }
  }
}
