package io.employeecdc.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names in the first cells of the tables of {@code docs/metrics.md}. In a cell, {@code a_b},
 * {@code _c} stands for {@code a_b} and {@code a_c}.
 */
final class MetricsPage {
  private static final Path PAGE = Watched.MONITORING.resolveSibling("docs").resolve("metrics.md");
  private static final Pattern CELL = Pattern.compile("(?m)^\\| (`[^|]*) \\|");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  private final List<List<String>> cells;

  private MetricsPage(List<List<String>> cells) {
    this.cells = cells;
  }

  static MetricsPage read() throws IOException {
    return new MetricsPage(
        CELL.matcher(Files.readString(PAGE)).results().map(cell -> names(cell.group(1))).toList());
  }

  boolean has(String metric) {
    return cells.stream().anyMatch(names -> has(names, metric));
  }

  private static boolean has(List<String> names, String metric) {
    return names.stream()
        .anyMatch(
            name ->
                name.equals(metric)
                    || (name.startsWith("_")
                        && metric.endsWith(name)
                        && names
                            .get(0)
                            .startsWith(metric.substring(0, metric.length() - name.length()))));
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
  }
}
