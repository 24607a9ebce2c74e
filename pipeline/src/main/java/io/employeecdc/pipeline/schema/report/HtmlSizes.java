package io.employeecdc.pipeline.schema.report;

import static io.employeecdc.pipeline.schema.report.Html.element;
import static io.employeecdc.pipeline.schema.report.Html.text;

import io.employeecdc.pipeline.schema.report.Html.Element;
import java.util.List;
import java.util.OptionalInt;

/** How long a record is in each version. */
final class HtmlSizes {
  private HtmlSizes() {}

  static Element of(SchemaReport report) {
    Element section = element("section", element("h2", "The size of a record"));
    if (report.sizes().isEmpty()) {
      return section.add(element("p", "No sample record can be made.").with("class", "muted"));
    }
    Element body = element("tbody");
    for (SampleSizes sizes : report.sizes()) {
      body = body.add(row(sizes));
    }
    Element table =
        element(
                "table",
                HtmlTable.caption("Bytes of Avro; in the topic 5 more stand before them."),
                HtmlTable.head("sample", report.versions()),
                body)
            .with("class", "sizes");
    return section
        .add(HtmlTable.scrolling("Sizes of sample records", table))
        .add(samples(report.sizes()));
  }

  private static Element row(SampleSizes sizes) {
    Element row =
        element(
            "tr",
            element("th", sizes.kind().title())
                .with("scope", "row")
                .with("title", sizes.kind().explanation()));
    int most = sizes.bytes().stream().mapToInt(b -> b.orElse(0)).max().orElse(0);
    for (int version = 0; version < sizes.bytes().size(); version++) {
      row = row.add(cell(sizes, version, most));
    }
    return row;
  }

  private static Element cell(SampleSizes sizes, int version, int most) {
    OptionalInt bytes = sizes.bytes().get(version);
    if (bytes.isEmpty()) {
      return element("td", "–").with("title", "this version has no such record");
    }
    int percent = most == 0 ? 0 : Math.round(100f * bytes.getAsInt() / most);
    Element number = element("span", bytes.getAsInt() + " B").with("class", "number");
    OptionalInt growth = sizes.growth(version);
    if (growth.isPresent() && growth.getAsInt() != 0) {
      number =
          number.add(
              text(" "),
              element("small", "%+d".formatted(growth.getAsInt())).with("class", "growth"));
    }
    return element(
        "td", number, element("span").with("class", "bar").with("style", "width:" + percent + "%"));
  }

  private static Element samples(List<SampleSizes> sizes) {
    Element list = element("dl");
    for (SampleSizes each : sizes) {
      list =
          list.add(
              element("dt", each.kind().title() + ": " + each.kind().explanation()),
              element("dd", element("code", each.sample())));
    }
    return element("details", element("summary", "The samples, in the newest version"), list)
        .with("class", "samples");
  }
}
