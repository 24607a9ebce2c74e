package io.employeecdc.contract.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.type.PostgresType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
      (select json_agg(json_build_array(
        attname, format_type(atttypid, atttypmod), coalesce(e.typcategory, t.typcategory),
        attnotnull, atthasdef or attidentity <> '', attgenerated <> '', attidentity = 'a',
        exists (select from pg_collation o where o.oid = attcollation and not collisdeterministic),
        (select substring(obj_description(g.oid, 'pg_trigger') from format(E'\\nplace ([^ ]+) %%s\\n', attnum))
          from pg_trigger g where tgrelid = attrelid and tgname = '%s'),
        array(select enumlabel::text from pg_enum where enumtypid = coalesce(e.oid, t.oid)),
        (select pg_get_expr(adbin, adrelid) from pg_attrdef
          where attgenerated = 'v' and adrelid = attrelid and adnum = attnum)) order by attnum)::text
      from pg_attribute
        join pg_class c on c.oid = attrelid and relkind in ('r', 'p')
        join pg_type t on t.oid = atttypid
        left join pg_type e on t.typcategory = 'A' and e.oid = t.typelem
      where attrelid = to_regclass('%s') and attnum > 0 and not attisdropped)""";

  private static final ObjectMapper JSON = new ObjectMapper();

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
      boolean looselyEqual,
      List<String> labels,
      String computed) {
    private static Found of(JsonNode column) {
      List<String> labels = new ArrayList<>();
      column.get(9).forEach(label -> labels.add(label.asText()));
      return new Found(
          PostgresType.of(column.get(1).asText(), column.get(2).asText().charAt(0)),
          column.get(3).asBoolean(),
          column.get(4).asBoolean(),
          column.get(5).asBoolean(),
          column.get(6).asBoolean(),
          column.get(7).asBoolean(),
          labels,
          column.get(10).asText(null));
    }
  }

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
        ResultSet answer = statement.executeQuery("select " + question())) {
      answer.next();
      return misfits(connection, answer.getString(1));
    }
  }

  /** An SQL expression for all that there is to know of the columns, as text. */
  public String question() {
    return QUESTION.formatted(table.names().objects() + "_truncate", table.sql());
  }

  /**
   * What does not fit.
   *
   * @param answer to {@link #question}; null if there is no table
   */
  public List<Misfit> misfits(Connection connection, String answer) throws SQLException {
    TypeChange typeChange = new TypeChange(connection, table, side == Side.TARGET);
    Map<String, Found> found = new HashMap<>();
    Map<String, String> renamed = new HashMap<>();
    for (JsonNode column : columns(answer)) {
      String name = column.get(0).asText();
      renamed.put(column.get(8).asText(null), Identifier.quoted(name));
      found.put(name, Found.of(column));
    }
    List<Misfit> misfits = new ArrayList<>();
    if (!found.isEmpty()) {
      for (Column column : table.all()) {
        Found one = found.remove(column.name());
        if (one == null) {
          misfits.add(absent(column, renamed.get(column.name())));
        } else {
          judge(column, one, typeChange, misfits);
        }
      }
      if (side == Side.TARGET) {
        found.forEach((name, other) -> judgeOther(name, other, misfits));
      }
    }
    return misfits;
  }

  private static JsonNode columns(String answer) {
    try {
      return answer == null ? JSON.createArrayNode() : JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON from PostgreSQL", e);
    }
  }

  /**
   * A column that is not there.
   *
   * @param renamed what it is called now, if it had its name when set-up made the triggers; or null
   */
  private Misfit absent(Column column, String renamed) {
    if (renamed != null) {
      return new Misfit(
          "column %s of %s is called %s now".formatted(column.sql(), table, renamed),
          alter("rename column %s to %s".formatted(renamed, column.sql())),
          false);
    }
    String type = side == Side.TARGET ? column.declaredType() : column.definition();
    return new Misfit(
        "%s has no column %s".formatted(table, column.sql()),
        alter("add column %s %s".formatted(column.sql(), type)),
        true);
  }

  private void judge(Column column, Found found, TypeChange typeChange, List<Misfit> misfits)
      throws SQLException {
    String name = column.sql();
    boolean target = side == Side.TARGET;
    if (found.computed != null) {
      misfits.add(isComputed(column, found, target));
    } else if (target && found.generated) {
      add(misfits, name, "is generated, so nothing else can be written to it", "drop expression");
    } else if (target && found.identity) {
      add(
          misfits,
          name,
          "is generated always as identity, so no value can be written to it",
          "drop identity");
    } else if (!(target ? column.canBeHeld(found.type) : column.canSay(found.type))) {
      misfits.add(typeChange.of(column, found.type, found.filled && !found.identity));
    } else if (target && !column.symbolsBeside(found.labels).isEmpty()) {
      misfits.add(lackingLabels(column, found));
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

  /** PostgreSQL shows triggers null in the place of what it computes when a row is read. */
  private Misfit isComputed(Column column, Found found, boolean target) {
    String made = target ? "" : " generated always as (%s) stored".formatted(found.computed);
    return new Misfit(
        "column %s of %s is computed when it is read, so %s"
            .formatted(
                column.sql(),
                table,
                target ? "nothing can be written to it" : "triggers see no value of it"),
        alter(
            "drop column %1$s, add column %1$s %2$s%3$s".formatted(column.sql(), found.type, made)),
        false);
  }

  private Misfit lackingLabels(Column column, Found found) {
    List<String> lacking = column.symbolsBeside(found.labels);
    return new Misfit(
        "column %s of %s is %s, which has no label %s"
            .formatted(column.sql(), table, found.type, String.join(", ", lacking)),
        lacking.stream()
            .map(label -> "alter type %s add value '%s'".formatted(found.type.scalar(), label))
            .collect(Collectors.joining("; ")),
        false);
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
