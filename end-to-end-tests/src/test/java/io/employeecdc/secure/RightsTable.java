package io.employeecdc.secure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The first table under a heading of the page: a row for each thing, a column for each user. */
final class RightsTable {
  private RightsTable() {}

  /**
   * What one user may do with one thing.
   *
   * @param kind such as {@code topic} or {@code source}
   * @param name empty where there is only one of its kind
   */
  record Cell(String kind, String name, String user, List<String> rights) {}

  static List<Cell> read(Path page, String heading) throws IOException {
    List<List<String>> rows =
        Files.readString(page)
            .lines()
            .dropWhile(line -> !line.equals(heading))
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
            .toList();
    List<Cell> cells = new ArrayList<>();
    for (List<String> row : rows.subList(2, rows.size())) {
      String[] thing = row.get(1).replace("`", "").split(" (?=\\S+$)", 2);
      for (int column = 2; column < row.size() - 1; column++) {
        List<String> rights =
            Stream.of(row.get(column).split(", ", -1)).filter(right -> !right.isEmpty()).toList();
        cells.add(
            new Cell(thing[0], thing.length > 1 ? thing[1] : "", rows.get(0).get(column), rights));
      }
    }
    return cells;
  }
}
