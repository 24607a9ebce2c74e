package io.employeecdc.contract.table;

import io.employeecdc.contract.type.PostgresType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the user's own table fits the contract: a source may hold nothing that the contract
 * cannot say, a target must hold all that it can.
 *
 * <p>A target may have limits of its own, as it may have any constraint (a shorter text, NOT NULL):
 * what they refuse is a dead letter.
 */
public final class TableFit {
  private static final String QUESTION =
      """
      select attname, format_type(atttypid, atttypmod), coalesce(e.typcategory, t.typcategory),
        attnotnull, atthasdef or attidentity <> '', attgenerated <> '', attidentity = 'a',
        exists (select from pg_collation o where o.oid = attcollation and not collisdeterministic)
      from pg_attribute
        join pg_class c on c.oid = attrelid and relkind in ('r', 'p')
        join pg_type t on t.oid = atttypid
        left join pg_type e on t.typcategory = 'A' and e.oid = t.typelem
      where attrelid = to_regclass('%s') and attnum > 0 and not attisdropped
      order by attnum""";

  private enum Side {
    SOURCE,
    TARGET
  }

  /**
   * A finding.
   *
   * @param what names column and types
   * @param remedy the statement that helps; empty if none can be told
   * @param missing whether it is a column that is not there, so that the remedy changes no value
   */
  public record Misfit(String what, String remedy, boolean missing) {
    @Override
    public String toString() {
      return remedy.isEmpty() ? what : what + "; run: " + remedy;
    }
  }

  /** A column as it is. */
  private record Found(
      PostgresType type,
      boolean notNull,
      boolean filled,
      boolean generated,
      boolean identity,
      boolean looselyEqual) {}

  private final CapturedTable table;
  private final Side side;
  private final List<Column> late;

  /** Of the source. */
  public TableFit(CapturedTable source) {
    this(source, Side.SOURCE, List.of());
  }

  /** Of the target, where records of all versions arrive. */
  public TableFit(RowVersions target) {
    this(target.table(), Side.TARGET, target.late());
  }

  private TableFit(CapturedTable table, Side side, List<Column> late) {
    this.table = table;
    this.side = side;
    this.late = late;
  }

  /** What does not fit; nothing if there is no table. */
  public List<Misfit> misfits(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery(QUESTION.formatted(table.sql()))) {
      return misfits(columns);
    }
  }

  private List<Misfit> misfits(ResultSet columns) throws SQLException {
    Map<String, Found> found = new HashMap<>();
    while (columns.next()) {
      found.put(
          columns.getString(1),
          new Found(
              PostgresType.of(columns.getString(2), columns.getString(3).charAt(0)),
              columns.getBoolean(4),
              columns.getBoolean(5),
              columns.getBoolean(6),
              columns.getBoolean(7),
              columns.getBoolean(8)));
    }
    List<Misfit> misfits = new ArrayList<>();
    if (!found.isEmpty()) {
      table.all().forEach(column -> judge(column, found.remove(column.name()), misfits));
      if (side == Side.TARGET) {
        found.forEach((name, other) -> judgeOther(name, other, misfits));
      }
    }
    return misfits;
  }

  private void judge(Column column, Found found, List<Misfit> misfits) {
    String name = column.sql();
    if (found == null) {
      misfits.add(
          new Misfit(
              "%s has no column %s".formatted(table, name),
              alter(
                  "add column %s %s"
                      .formatted(
                          name, side == Side.TARGET ? column.declaredType() : column.definition())),
              true));
      return;
    }
    boolean target = side == Side.TARGET;
    if (target && found.generated) {
      add(misfits, name, "is generated, so nothing else can be written to it", "drop expression");
    } else if (target && found.identity) {
      add(
          misfits,
          name,
          "is generated always as identity, so no value can be written to it",
          "drop identity");
    } else if (!(target ? column.canBeHeld(found.type) : column.canSay(found.type))) {
      add(
          misfits,
          name,
          "is %s, not %s".formatted(found.type, column.declaredType()),
          "type " + column.declaredType());
    } else if (target && found.notNull && !found.filled && late.contains(column)) {
      add(
          misfits,
          name,
          "is NOT NULL and has no default, and records of older versions have no value for it",
          "drop not null");
    } else if (table.key().columns().contains(column) && found.looselyEqual) {
      add(
          misfits,
          name,
          "has a collation by which keys that differ are equal",
          "type %s collate \"C\"".formatted(column.declaredType()));
    } else if (table.key().columns().contains(column) && !column.tellsKeysApart(found.type)) {
      add(
          misfits,
          name,
          "is %s, where keys that differ may be equal (one of text, varchar, char or an enum type, in the contract too)"
              .formatted(found.type),
          "type text");
    } else if (!target && !column.nullable() && !found.notNull) {
      add(misfits, name, "may be null, which the contract does not allow", "set not null");
    }
  }

  private void judgeOther(String name, Found found, List<Misfit> misfits) {
    if (found.notNull && !found.filled && !found.generated) {
      add(
          misfits,
          Identifier.quoted(name),
          "is NOT NULL and we know no value for it",
          "set default …");
    }
  }

  private void add(List<Misfit> misfits, String column, String what, String remedy) {
    misfits.add(
        new Misfit(
            "column %s of %s %s".formatted(column, table, what),
            alter("alter column %s %s".formatted(column, remedy)),
            false));
  }

  private String alter(String what) {
    return "alter table %s %s".formatted(table.sql(), what);
  }
}
