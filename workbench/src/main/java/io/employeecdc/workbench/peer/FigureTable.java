package io.employeecdc.workbench.peer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Figures in rows, who was measured in columns, and behind them the ratio of the first to each of
 * the columns' medians to that of the column they are put beside.
 *
 * @param columns in their order
 * @param compared whose ratios to {@code beside} are told
 */
record FigureTable(
    String title,
    List<String> columns,
    List<String> compared,
    String beside,
    Map<String, Map<String, List<Double>>> rows) {

  FigureTable(String title, List<String> columns, List<String> compared, String beside) {
    this(title, columns, compared, beside, new LinkedHashMap<>());
  }

  void add(String row, String column, double value) {
    rows.computeIfAbsent(row, r -> new LinkedHashMap<>())
        .computeIfAbsent(column, c -> new ArrayList<>())
        .add(value);
  }

  void print(PrintWriter out) {
    String format =
        "%-36s" + " %23s".repeat(columns.size()) + " %14s".repeat(compared.size()) + "%n";
    out.printf(
        format,
        line(title, columns.stream(), compared.stream().map(column -> column + "/" + beside)));
    rows.forEach(
        (row, measured) ->
            out.printf(
                format,
                line(
                    row,
                    columns.stream().map(column -> text(measured.get(column))),
                    compared.stream().map(column -> ratio(measured, column)))));
    out.println();
  }

  private static Object[] line(String first, Stream<String> columns, Stream<String> ratios) {
    return Stream.of(Stream.of(first), columns, ratios).flatMap(Function.identity()).toArray();
  }

  private static String text(List<Double> values) {
    if (values == null) {
      return "";
    }
    Spread spread = Spread.of(values);
    return "%s (%s-%s)"
        .formatted(number(spread.median()), number(spread.min()), number(spread.max()));
  }

  private static String number(double value) {
    return (value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f").formatted(value);
  }

  private String ratio(Map<String, List<Double>> measured, String column) {
    if (!measured.containsKey(column) || !measured.containsKey(beside)) {
      return "";
    }
    double other = Spread.of(measured.get(beside)).median();
    return other == 0 ? "" : "%.2f".formatted(Spread.of(measured.get(column)).median() / other);
  }

  void write(ObjectNode json) {
    rows.forEach(
        (row, measured) -> {
          ObjectNode figure = json.putObject(row);
          measured.forEach(
              (column, values) -> {
                Spread spread = Spread.of(values);
                figure
                    .putObject(column)
                    .put("median", spread.median())
                    .put("min", spread.min())
                    .put("max", spread.max())
                    .put(
                        "runs",
                        values.stream().map("%.2f"::formatted).collect(Collectors.joining(" ")));
              });
        });
  }
}
