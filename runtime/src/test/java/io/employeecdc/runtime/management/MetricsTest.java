package io.employeecdc.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import org.junit.jupiter.api.Test;

class MetricsTest {
  /** {@code promtool check metrics} wants one, and Kafka's clients describe some with nothing. */
  @Test
  void every_metric_has_a_help_text_also_where_its_library_gives_none() {
    try (Metrics metrics = new Metrics("test")) {
      Gauge.builder("kafka.node.latency", () -> 1).description("").register(metrics.registry());

      String page = metrics.registry().scrape();

      assertThat(page.lines().filter(line -> line.startsWith("# TYPE ")))
          .isNotEmpty()
          .allSatisfy(
              line -> {
                String name = line.substring("# TYPE ".length(), line.lastIndexOf(" "));
                assertThat(page).containsPattern("# HELP " + name + " \\S");
              });
    }
  }
}
