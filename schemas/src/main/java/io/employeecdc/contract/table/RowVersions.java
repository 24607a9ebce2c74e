package io.employeecdc.contract.table;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * The sets of columns that the released versions of a contract have. A row is known by the oldest
 * version that has just the columns which were written, whoever of writer and reader knew less; by
 * 0 if there is none. So every build, older or newer, can tell whether the row may lack values.
 */
public final class RowVersions {
  /** Of what no released version has. */
  private static final int NONE = 0;

  private final CapturedTable table;

  /** Numbers by the names of all columns of the row, also of those that we do not know. */
  private final Map<Set<String>, Integer> numbers = new LinkedHashMap<>();

  private final RowVersion own;

  /**
   * Those of a table.
   *
   * @param released versions of its contract; never empty
   */
  public RowVersions(CapturedTable table, ReleasedVersions released) {
    this.table = table;
    for (SchemaVersion version : released.all()) {
      Set<String> columns = names(CapturedTable.of(version.schema()).columns());
      Integer unused = numbers.putIfAbsent(columns, version.number());
    }
    this.own = of(table.contract());
  }

  private static Set<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.toSet());
  }

  /** The table as we see it. */
  public CapturedTable table() {
    return table;
  }

  /** The one that has all columns of the table. */
  public RowVersion own() {
    return own;
  }

  /** What is written of a writer's records: the columns that it knew and we know. */
  public RowVersion of(Schema writer) {
    List<Column> known = table.columnsKnownTo(writer);
    return new RowVersion(numbers.getOrDefault(names(known), NONE), known);
  }

  /** The numbers of rows that may lack values of the table's columns, as a list in SQL. */
  String lacking() {
    Set<String> all = names(table.columns());
    return numbers.entrySet().stream()
        .filter(version -> !version.getKey().containsAll(all))
        .map(version -> ", " + version.getValue())
        .collect(Collectors.joining("", String.valueOf(NONE), ""));
  }

  /** Columns that some released version has not, so that its records are written without them. */
  public List<Column> late() {
    return table.columns().stream()
        .filter(column -> numbers.keySet().stream().anyMatch(one -> !one.contains(column.name())))
        .toList();
  }
}
