package lowrank.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import lowrank.program.FixedLayer;
import lowrank.program.FixedNetwork;
import lowrank.program.Program;
import lowrank.random.RandomNetworks;
import lowrank.schedule.Scheduler;
import lowrank.target.Targets;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ArenaMapTest {
  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
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
      Document document = parse(ArenaMap.svg(program));
      List<String> titles = texts(document, "title");
      for (FixedLayer layer : network.layers()) {
        assertThat(titles).anyMatch(title -> title.contains(layer.name()));
      }
      assertThat(titles.get(0)).isEqualTo("net: arena of " + program.arenaBytes() + " bytes");
      assertThat(texts(document, "text").get(0)).startsWith("peak: " + program.arenaBytes() + " ");
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
    Document document = parse(ArenaMap.svg(program));
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(document, "title"))
        .anyMatch(title -> title.startsWith("<script>\"&'?? é?</script>"));
  }

  @Test
  void isDeterministic() {
    FixedNetwork network = RandomNetworks.network(5, 9);
    Program program = Scheduler.schedule(network, Targets.load("host"), "net");
    assertThat(ArenaMap.svg(program)).isEqualTo(ArenaMap.svg(program)).doesNotContain("\r");
  }
}
