package lowrank.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lowrank.report.BuildEntry;
import lowrank.report.Report;
import lowrank.report.ReportCases;
import lowrank.report.Reports;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser's parser sees it: structure, escaping, nothing from elsewhere. */
class ReportPageTest {
  private static Document parsed(Report report) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document page = Jsoup.parse(ReportPage.html(report), parser);
    assertThat(parser.getErrors()).isEmpty();
    return page;
  }

  @Test
  void everyPartIsThere() {
    Document page = parsed(ReportCases.full("conv1"));
    assertThat(page.select("section").eachAttr("id"))
        .containsExactly("summary", "layers", "ranks", "curve", "arena", "targets", "build");
    assertThat(page.select(".card h3").eachText())
        .containsExactly("Accuracy", "Multiplies", "Flash", "RAM", "Instructions", "Bit-exact");
    assertThat(page.select(".card .figure").eachText())
        .containsExactly("88.50 %", "400", "500 B", "80 B", "1,234", "yes");
    assertThat(page.select("#layers tbody th").eachText()).containsExactly("conv1");
    assertThat(page.select("#layers tfoot").text()).contains("400", "1,000", "40.0 %");
    assertThat(page.select("#ranks td").eachText()).containsExactly("2 of 4", "25.0 %");
    assertThat(page.select("#curve svg circle.dot")).hasSize(2);
    assertThat(page.select("#curve svg circle.chosen")).hasSize(1);
    assertThat(page.select("#arena svg rect.value")).hasSize(2);
    assertThat(page.select("#arena svg rect.scratch")).hasSize(1);
    assertThat(page.select("#arena > p").get(0).text()).contains("step 2, pool: 48 bytes");
    assertThat(page.select("#targets tbody tr").eachText().get(1)).endsWith("no");
    assertThat(page.select("#build").text()).contains("calibration", "abcd");
  }

  @Test
  void aFigureAboveItsLimitIsSaidInWords() {
    Document page = parsed(ReportCases.full("conv1"));
    assertThat(page.select(".verdict").text()).isEqualTo("Not as it should be: Flash.");
    assertThat(page.select(".card.over .bad").eachText())
        .containsExactly("over the budget of 400 by 100");
    assertThat(page.select(".card .good").eachText())
        .containsExactly("within the budget of 500", "within the budget of 2,000");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    Report report =
        Reports.fromJson(
            """
            {"tool": "lowrank-mcu 0.0.9", "name": "net", "model": "net.onnx", "sha256": "00",
             "target": "host", "accuracy": {"float": null, "factorized": null, "fixed": null},
             "multiplies": {"original": 0, "generated": 0}, "flash": {"weights": 0, "code": null},
             "ram": {"arena": 4, "arena_lower_bound": 4, "stack": null}, "layers": [],
             "verification": null}
            """);
    Document page = parsed(report);
    assertThat(page.select("section").eachAttr("id")).containsExactly("summary", "layers");
    assertThat(page.select(".verdict")).isEmpty();
    assertThat(page.text()).contains("not measured", "not verified");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onload='alert(1)",
        "</style><b>",
        "</title><b>",
        "a&amp;b &#x3c;",
        "${7*7} <#if true>",
        "--><b>",
        "\u202Egnp.exe\u0000\u001b",
        "\uD800"
      })
  void namesStayText(String name) {
    Document page = parsed(ReportCases.full(name));
    assertThat(page.select("script, img, b, iframe, object, link, base, form")).isEmpty();
    for (Element element : page.getAllElements()) {
      element.attributes().forEach(a -> assertThat(a.getKey()).doesNotStartWith("on"));
    }
    assertThat(page.select("#layers tbody th").text())
        .isEqualTo(Text.name(name).replaceAll("\\s+", " ").strip());
    assertThat(page.outerHtml()).doesNotContain("\u202E", "\u0000", "\u001b");
  }

  /** Nothing is loaded: no address, no import, no script; links lead to places on the page. */
  @Test
  void nothingComesFromElsewhere() {
    Document page = parsed(ReportCases.full("conv1"));
    assertThat(page.select("[src], [srcset], [background], [action], [data], link, script"))
        .isEmpty();
    for (String address : page.select("[href]").eachAttr("href")) {
      assertThat(address).startsWith("#");
      assertThat(page.getElementById(address.substring(1))).as(address).isNotNull();
    }
    assertThat(page.select("style").html()).doesNotContain("url(", "@import", "http");
    assertThat(page.html()).doesNotContain("http:", "https:", "//");
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .contains("default-src 'none'");
  }

  @Test
  void aKeyboardAndAScreenReaderFindTheirWay() {
    Document page = parsed(ReportCases.full("conv1"));
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("section > h2")).hasSameSizeAs(page.select("section"));
    assertThat(page.select("table > caption")).hasSameSizeAs(page.select("table"));
    assertThat(page.select("th:not([scope])")).isEmpty();
    assertThat(page.select("svg:not([role=img][aria-label])")).isEmpty();
    assertThat(page.select(".scroll:not([tabindex=0][role=region])")).isEmpty();
    Set<String> ids = new HashSet<>();
    page.select("[id]").forEach(element -> assertThat(ids.add(element.id())).isTrue());
    for (String id : page.select("[aria-labelledby]").eachAttr("aria-labelledby")) {
      assertThat(ids).contains(id);
    }
    assertThat(page.select("meta[name=viewport]").attr("content")).contains("width=device-width");
  }

  /** WCAG 2.1, 1.4.3: text against its background at least 4.5 to 1, in both colour schemes. */
  @Test
  void textStandsOutFromItsBackground() {
    String style = parsed(ReportCases.full("conv1")).select("style").html();
    List<String> schemes = List.of(style.split("@media"));
    for (String scheme : schemes.subList(0, 3)) {
      for (String text : List.of("text", "muted", "accent", "good", "bad")) {
        assertThat(contrast(color(scheme, text), color(scheme, "panel"))).isGreaterThan(4.5);
        assertThat(contrast(color(scheme, text), color(scheme, "page"))).isGreaterThan(4.5);
      }
      assertThat(contrast(color(scheme, "ink"), color(scheme, "value"))).isGreaterThan(4.5);
      assertThat(contrast(color(scheme, "ink"), color(scheme, "scratch"))).isGreaterThan(4.5);
    }
    assertThat(schemes).hasSize(3);
  }

  private static int color(String style, String name) {
    Matcher matcher = Pattern.compile("--" + name + ": #([0-9a-f]{6})").matcher(style);
    assertThat(matcher.find()).as(name).isTrue();
    return Integer.parseInt(matcher.group(1), 16);
  }

  private static double contrast(int a, int b) {
    double lighter = Math.max(luminance(a), luminance(b));
    double darker = Math.min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
  }

  private static double luminance(int color) {
    return 0.2126 * linear(color >> 16 & 255)
        + 0.7152 * linear(color >> 8 & 255)
        + 0.0722 * linear(color & 255);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.03928 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4);
  }

  @Test
  void theSameReportGivesTheSameBytesAlsoThroughItsFile() {
    Report report = ReportCases.full("conv1");
    Report read = Reports.fromJson(Reports.toJson(report));
    assertThat(read).isEqualTo(report);
    assertThat(ReportPage.html(read)).isEqualTo(ReportPage.html(report));
  }

  @Test
  void aSearchWithoutLossIsDrawn() {
    Report report = ReportCases.full("conv1");
    BuildEntry build = report.build();
    List<BuildEntry.FrontPoint> flat = List.of(new BuildEntry.FrontPoint(10, 10, 0));
    BuildEntry without =
        new BuildEntry(build.budget(), flat, flat.get(0), build.options(), build.files());
    Document page = parsed(report.withBuild(without));
    assertThat(page.select("#curve svg").outerHtml()).doesNotContain("NaN", "Infinity");
  }
}
