package io.employeecdc.runtime.results;

import io.employeecdc.runtime.output.Visible;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Aligned columns under a header line. A header that starts with {@code >} aligns to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    this.header = List.of(header);
  }

  public void add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(Visible.of(String.valueOf(cell)));
    }
    rows.add(row);
  }

  public List<String> lines() {
    List<String> titles = header.stream().map(title -> title.replace(">", "")).toList();
    int[] widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      widths[i] = Math.max(widest, titles.get(i).length());
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(titles, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  public void print(PrintWriter out) {
    lines().forEach(out::println);
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : GAP);
      line.append(header.get(i).startsWith(">") ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }
}
