package io.employeecdc.schematools.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.report.Matrix.Cell;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** All tags are closed, so that a parser of XML sees the page as a browser does. */
class HtmlPageTest {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "aria-hidden",
          "aria-label",
          "class",
          "href",
          "id",
          "open",
          "role",
          "scope",
          "style",
          "tabindex",
          "title");

  @ParameterizedTest
  @ValueSource(strings = {"good", "bad", "unchanged", "hostile"})
  void has_every_pair_every_path_and_every_finding(String name) throws Exception {
    SchemaReport report = History.of(name).report();
    Document page = parsed(report);
    assertThat(texts(page, "h1")).containsExactly("EmployeeCDC");
    List<String> titles = attributes(page, "td", "title");
    for (Matrix.Row row : report.matrix().rows()) {
      for (Cell cell : row.cells()) {
        assertThat(titles).anyMatch(title -> title.startsWith(cell.sentence()));
      }
    }
    assertThat(attributes(page, "th", "title")).containsAll(LifeTest.paths(report));
    assertThat(elements(page, "li", "class", "card bad")).hasSize((int) report.change().errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "bad", "unchanged", "hostile"})
  void loads_nothing_runs_nothing_and_its_links_lead_somewhere(String name) throws Exception {
    String html = ReportTemplates.html(List.of(History.of(name).report()), History.DATE);
    assertThat(html.substring(0, html.indexOf("</style>")))
        .contains("default-src &#39;none&#39;")
        .doesNotContain("http:", "https:", "url(", "@import", "<link", "<script");
    Document page = parsed(History.of(name).report());
    List<String> ids = attributes(page, "*", "id");
    assertThat(ids).doesNotHaveDuplicates();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.getTagName()).isNotIn("script", "img", "svg", "iframe", "link");
      for (int a = 0; a < element.getAttributes().getLength(); a++) {
        assertThat(element.getAttributes().item(a).getNodeName()).isIn(ATTRIBUTES);
      }
      if (element.hasAttribute("href")) {
        assertThat(element.getAttribute("href")).startsWith("#");
        assertThat(ids).contains(element.getAttribute("href").substring(1));
      }
    }
  }

  @Test
  void shows_hostile_texts_as_they_are() throws Exception {
    String html = ReportTemplates.html(List.of(History.of("hostile").report()), History.DATE);
    assertThat(html)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;")
        .doesNotContain("<script", "<img", "<svg", "<b ", "<i>", "\u202e");
    assertThat(html.split("</style>", -1)).hasSize(2);
    assertThat(texts(parsed(History.of("hostile").report()), "p"))
        .contains("<script>alert(1)</script> & \"quotes\" 'single' ` one backtick");
  }

  @Test
  void says_the_verdict_first() throws Exception {
    assertThat(verdict("good"))
        .contains("May be merged", "Compatible with versions 1, 2, 3 and 4 under FULL_TRANSITIVE");
    assertThat(verdict("unchanged")).contains("Nothing changed", "that of version 4");
    assertThat(verdict("bad"))
        .contains(
            "Breaks running consumers, running producers, records already in the topic and dead"
                + " letters",
            "Must not be merged: 6 problems against versions 1, 2, 3 and 4");
  }

  @Test
  void colour_is_never_the_only_sign_and_headers_have_a_scope() throws Exception {
    Document page = parsed(History.of("bad").report());
    assertThat(elements(page, "td", "class", "fails"))
        .isNotEmpty()
        .allMatch(cell -> cell.getTextContent().contains("fails"));
    assertThat(attributes(page, "th", "scope"))
        .hasSize(page.getElementsByTagName("th").getLength())
        .containsOnly("col", "row", "rowgroup");
    assertThat(page.getElementsByTagName("caption").getLength()).isEqualTo(3);
  }

  private static String verdict(String name) throws Exception {
    return parsed(History.of(name).report())
        .getElementsByTagName("header")
        .item(0)
        .getTextContent();
  }

  private static Document parsed(SchemaReport report) throws Exception {
    String html = ReportTemplates.html(List.of(report), History.DATE);
    String main = html.substring(html.indexOf("<main>"), html.indexOf("</body>"));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(main)));
  }

  private static List<Element> elements(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<Element> elements(Document page, String tag, String name, String value) {
    return elements(page, tag).stream().filter(e -> e.getAttribute(name).equals(value)).toList();
  }

  private static List<String> texts(Document page, String tag) {
    return elements(page, tag).stream().map(Element::getTextContent).toList();
  }

  private static List<String> attributes(Document page, String tag, String name) {
    return elements(page, tag).stream()
        .filter(element -> element.hasAttribute(name))
        .map(element -> element.getAttribute(name))
        .toList();
  }
}
