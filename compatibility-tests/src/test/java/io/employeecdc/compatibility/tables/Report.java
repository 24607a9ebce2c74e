package io.employeecdc.compatibility.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Differences for whoever broke the build: what, where, and the files to write. */
final class Report {
  private Report() {}

  /**
   * The differences in words and the migrations that end them.
   *
   * @param next the number of each database's next migration
   */
  static String of(List<Difference> differences, Map<Table.Side, Integer> next) {
    List<String> lines = new ArrayList<>();
    lines.add("The schema EmployeeCDC and the tables do not agree:");
    lines.add("");
    differences.forEach(difference -> lines.add("  " + difference));
    for (Table.Side side : Table.Side.values()) {
      List<Difference> ours =
          differences.stream().filter(d -> d.sql() && d.table().side() == side).toList();
      if (!ours.isEmpty()) {
        migration(lines, side, next.get(side), ours);
      }
    }
    differences.stream()
        .filter(difference -> !difference.sql())
        .map(Difference::remedy)
        .distinct()
        .forEach(remedy -> lines.addAll(List.of("", remedy)));
    return String.join("\n", lines);
  }

  private static void migration(
      List<String> lines, Table.Side side, int number, List<Difference> differences) {
    String columns =
        differences.stream().map(Difference::column).distinct().collect(Collectors.joining("_"));
    lines.add("");
    lines.add("Write %s/V%d__%s.sql:".formatted(side.folder(), number, columns));
    lines.add("");
    differences.forEach(difference -> lines.add("  " + difference.remedy()));
    if (differences.stream().anyMatch(Report::isNewInCapture)) {
      lines.add(
          "  -- and replace the functions cdc_capture_… of R__capture.sql by ones that copy it");
    }
  }

  private static boolean isNewInCapture(Difference difference) {
    return difference.table() == Table.CAPTURE && difference.remedy().contains(" add column ");
  }
}
