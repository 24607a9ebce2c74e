package io.employeecdc.schematools.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.text.Markdown;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownReportTest {
  @Test
  void has_the_verdict_the_matrix_with_reasons_the_life_and_the_sizes() {
    assertThat(render("bad"))
        .startsWith("# Schema report: EmployeeCDC\n\n**❌ Breaks running consumers,")
        .contains("- Mode: `FULL_TRANSITIVE`\n")
        .contains("| ❌ error | `EmployeeCDC.avsc:14:15` | `EmployeeCDC.emp_id` | version 1, 2")
        .contains("| **v4** | ❌ fails | ❌ fails | ❌ fails | ✅ reads | ❌ fails |")
        .contains("- ❌ v1 cannot read every record of v4\n  - a version 1 consumer cannot read")
        .contains("| `EmployeeCDC.emp_id` | + `int` | · | · | ~ type `int` → `long` | · |")
        .contains("| a full record | 48 | 52 (+4) | 65 (+13) | 65 | 70 (+5) |");
    assertThat(render("good")).contains("**✅ May be merged.**");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "bad", "unchanged", "hostile"})
  void has_every_path_and_tables_that_are_whole(String name) {
    String markdown = render(name);
    for (String path : LifeTest.paths(History.of(name).report())) {
      assertThat(markdown).contains("| `" + path + "` |");
    }
    long columns = 0;
    for (String line : markdown.lines().toList()) {
      if (!line.startsWith("|")) {
        columns = 0;
      } else {
        long here = line.chars().filter(c -> c == '|').count();
        assertThat(columns).as(line).isIn(0L, here);
        columns = here;
      }
    }
  }

  @Test
  void shows_hostile_texts_as_they_are() {
    String markdown = render("hostile");
    assertThat(markdown)
        .contains("&lt;img")
        .doesNotContain("<script", "<img", "<svg", "<b ", "<i>", "](", "\u202e", "@everyone");
    assertThat(markdown.lines().filter(line -> line.startsWith("#")))
        .allMatch(line -> line.matches("# Schema report: \\w+|## [A-Z][a-z ]+"));
  }

  @Test
  void escapes_what_would_be_markup() {
    assertThat(Markdown.text("![x](y) *b* _i_ a_b <c> \\| # @d\n\n# e"))
        .isEqualTo(
            "\\!\\[x\\](y) \\*b\\* \\_i\\_ a_b &lt;c&gt; &bsol;&vert; \\#&#8288; @&#8288;d \\#&#8288; e");
    assertThat(Markdown.code("a_b")).isEqualTo("`a_b`");
    assertThat(Markdown.code("a|`<b")).isEqualTo("<code>a&vert;&grave;&lt;b</code>");
    assertThat(Markdown.prose("the `x` of `y|z` and one ` more"))
        .isEqualTo("the `x` of <code>y&vert;z</code> and one &grave; more");
  }

  @Test
  void a_huge_schema_fits_into_the_summary_of_a_job() {
    String markdown =
        ReportTemplates.markdown(
            List.of(History.ofTexts(wide(5000), wide(5001)).report()), History.DATE);
    assertThat(markdown.getBytes(StandardCharsets.UTF_8).length).isLessThan(1024 * 1024);
    assertThat(markdown)
        .contains("| `R.f4999` | + `int`, default `0` | · |")
        .contains("| `R.f5000` |  | + `int`, default `0` |");
  }

  private static String wide(int fields) {
    return IntStream.range(0, fields)
        .mapToObj(i -> "{\"name\": \"f%d\", \"type\": \"int\", \"default\": 0}".formatted(i))
        .collect(
            Collectors.joining(",\n", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[", "]}"));
  }

  private static String render(String name) {
    return ReportTemplates.markdown(List.of(History.of(name).report()), History.DATE);
  }
}
