package io.employeecdc.contract.table;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * The sets of columns that the released versions of a contract have, as one of them sees it. A
 * column that a writer did not know must be left as it is, and is known to be missing.
 */
public final class RowVersions {
  private final CapturedTable table;
  private final Map<List<String>, RowVersion> byColumns = new LinkedHashMap<>();
  private final RowVersion own;

  /**
   * Those of a table.
   *
   * @param released versions of its contract; never empty
   */
  public RowVersions(CapturedTable table, ReleasedVersions released) {
    this.table = table;
    for (SchemaVersion version : released.released()) {
      List<Column> columns = table.columnsKnownTo(version.schema());
      RowVersion unused =
          byColumns.putIfAbsent(names(columns), new RowVersion(version.number(), columns));
    }
    this.own = of(table.contract());
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** The table as we see it. */
  public CapturedTable table() {
    return table;
  }

  /** The one that has all columns of the table. */
  public RowVersion own() {
    return own;
  }

  /**
   * What a writer knew: of one that is not released, no more than a released one that it includes.
   */
  public RowVersion of(Schema writer) {
    List<String> known = names(table.columnsKnownTo(writer));
    RowVersion same = byColumns.get(known);
    return same != null
        ? same
        : byColumns.values().stream()
            .filter(version -> known.containsAll(names(version.columns())))
            .max(Comparator.comparing(version -> version.columns().size()))
            .orElseGet(() -> new RowVersion(0, List.of()));
  }

  /** Every set of columns, by the number that is kept with a row. */
  public List<RowVersion> all() {
    return List.copyOf(byColumns.values());
  }

  /** Whether there are versions that lack columns. */
  public boolean differ() {
    return byColumns.size() > 1;
  }

  /** The numbers of those that have the column, as a list in SQL. */
  public String knowing(Column column) {
    return all().stream()
        .filter(version -> version.columns().contains(column))
        .map(version -> String.valueOf(version.number()))
        .collect(Collectors.joining(", "));
  }

  /** The numbers of those that have all columns, as a list in SQL. */
  public String complete() {
    return all().stream()
        .filter(version -> version.covers(own))
        .map(version -> String.valueOf(version.number()))
        .collect(Collectors.joining(", "));
  }
}
