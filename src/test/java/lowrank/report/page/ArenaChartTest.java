package lowrank.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import lowrank.emit.c.CEmitter;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.random.RandomNetworks;
import lowrank.report.PlanEntry;
import lowrank.report.ReportCases;
import lowrank.schedule.Scheduler;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ArenaChartTest {
  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static String svg(Program program) {
    return ArenaChart.file(ReportCases.planned(program));
  }

  private static List<String> texts(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void everyValueAndThePeakAreNamed() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      FixedNetwork network = RandomNetworks.network(seed, 2 + seed % 12);
      Program program = Scheduler.schedule(network, Targets.load("host"), "net");
      Document document = parse(svg(program));
      List<String> titles = texts(document, "title");
      for (FixedLayer layer : network.layers()) {
        assertThat(titles).anyMatch(title -> title.contains(layer.name()));
      }
      String arena = String.format(Locale.ROOT, "in the arena of %,d bytes", program.arenaBytes());
      assertThat(titles.get(0)).startsWith("net: What lies where " + arena);
      assertThat(texts(document, "text").get(0)).contains(arena);
    }
  }

  @Test
  void namesFromTheModelAreOnlyText() throws Exception {
    FixedNetwork random = RandomNetworks.network(3, 1);
    String name = "<script>\"&'\u0000\ud800 é\ufffe</script>";
    FixedLayer layer = random.layers().get(0);
    FixedNetwork network =
        new FixedNetwork(
            "n",
            random.input(),
            random.inputType(),
            List.of(new FixedLayer(name, layer.kernel(), layer.inputs(), layer.origin())),
            name,
            random.provenance());
    Program program = Scheduler.schedule(network, Targets.load("host"), "net");
    Document document = parse(svg(program));
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(document, "title"))
        .anyMatch(title -> title.startsWith("<script>\"&'\uFFFD\uFFFD é\uFFFD</script>"));
  }

  /** The file needs nothing but itself, and no variables of style sheets. */
  @Test
  void standsAlone() {
    FixedNetwork network = RandomNetworks.network(5, 9);
    String svg = svg(Scheduler.schedule(network, Targets.load("host"), "net"));
    assertThat(svg).doesNotContain("var(", "url(", "@import", "prefers-color-scheme");
    assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
  }

  /** The bytes in use never exceed the arena, and those that live at once are the bound. */
  @Test
  void bytesThatAreSharedCountOnce() {
    for (int seed = 0; seed < 40; seed++) {
      FixedNetwork network = RandomNetworks.network(seed, 2 + seed % 12);
      Program program =
          Scheduler.schedule(
              network,
              Targets.load("cortex-m4"),
              "net",
              CEmitter.scratchBytes(Targets.load("cortex-m4")));
      PlanEntry plan = ReportCases.planned(program).plan();
      assertThat(plan.liveBytes(plan.peakStep())).isLessThanOrEqualTo(program.arenaBytes());
    }
  }

  @Test
  void isDeterministic() {
    FixedNetwork network = RandomNetworks.network(5, 9);
    Program program = Scheduler.schedule(network, Targets.load("host"), "net");
    assertThat(svg(program)).isEqualTo(svg(program)).doesNotContain("\r");
  }
}
