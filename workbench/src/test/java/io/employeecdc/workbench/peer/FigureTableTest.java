package io.employeecdc.workbench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTableTest {
  private final FigureTable table =
      new FigureTable("WHO", List.of("ours", "theirs"), List.of("ours"), "theirs");

  @Test
  void a_figure_is_told_as_median_with_least_and_most_and_as_ratio_of_the_medians() {
    for (double value : new double[] {300, 100, 250}) {
      table.add("changes/s", "ours", value);
    }
    table.add("changes/s", "theirs", 90);
    table.add("changes/s", "theirs", 110);

    assertThat(printed())
        .containsPattern("WHO +ours +theirs +ours/theirs")
        .containsPattern("changes/s +250 \\(100-300\\) +100 \\(90.0-110\\) +2.50");
  }

  @Test
  void who_was_not_measured_has_neither_figure_nor_ratio() {
    table.add("latency", "ours", 7);

    assertThat(printed().lines().filter(line -> line.startsWith("latency")))
        .singleElement()
        .asString()
        .matches("latency +7.00 \\(7.00-7.00\\) +");
  }

  @Test
  void its_json_holds_every_run() {
    table.add("changes/s", "ours", 100);
    table.add("changes/s", "ours", 300);

    ObjectNode json = new ObjectMapper().createObjectNode();
    table.write(json);

    assertThat(json.at("/changes~1s/ours/median").doubleValue()).isEqualTo(200);
    assertThat(json.at("/changes~1s/ours/runs").textValue()).isEqualTo("100.00 300.00");
  }

  private String printed() {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true));
    return text.toString();
  }
}
