package io.employeecdc.contract.table;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final ReleasedVersions released;

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
    this.released = released;
    for (SchemaVersion version : released.all()) {
      Integer unused = numbers.putIfAbsent(names(columns(version)), version.number());
    }
    this.own = of(table.contract());
  }

  /** Those of which the newest describes the table. */
  public static RowVersions of(ReleasedVersions released) {
    return new RowVersions(CapturedTable.of(released.newest().schema()), released);
  }

  private static List<Column> columns(SchemaVersion version) {
    return CapturedTable.of(version.schema()).columns();
  }

  private static Set<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.toSet());
  }

  /** The table as we see it. */
  public CapturedTable table() {
    return table;
  }

  /** The released version that is the newest. */
  public SchemaVersion newest() {
    return released.newest();
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

  /**
   * The columns of the capture table: those of all versions, as what waits in it may be published
   * as an older version. The table's come first.
   */
  public List<Column> captured() {
    return Stream.concat(
            table.columns().stream(), released.all().stream().flatMap(v -> columns(v).stream()))
        .distinct()
        .toList();
  }

  /** The newest version of whose columns none is missing; empty if each lacks some. */
  public Optional<SchemaVersion> newestOf(Set<String> columns) {
    return released.all().stream()
        .filter(version -> columns.containsAll(names(columns(version))))
        .reduce((older, newer) -> newer);
  }

  /** The columns of each number, as rows in SQL. */
  String numbered() {
    return numbers.entrySet().stream()
        .map(
            version ->
                version.getKey().stream()
                    .sorted()
                    .collect(
                        Collectors.joining(
                            "', '", "(%d, array['".formatted(version.getValue()), "'])")))
        .collect(Collectors.joining(",\n  "));
  }

  /**
   * Which rows of the guard may lack values of the table's columns, as a condition in SQL: also
   * those of a later version than we know, which may have had fewer columns.
   */
  String lacking() {
    Set<String> all = names(table.columns());
    return numbers.entrySet().stream()
        .filter(version -> !version.getKey().containsAll(all))
        .map(version -> ", " + version.getValue())
        .collect(
            Collectors.joining(
                "", "(cdc_version in (" + NONE, ") or cdc_version > " + newest().number() + ")"));
  }

  /** Columns that some released version has not, so that its records are written without them. */
  public List<Column> late() {
    return table.columns().stream()
        .filter(column -> numbers.keySet().stream().anyMatch(one -> !one.contains(column.name())))
        .toList();
  }
}
