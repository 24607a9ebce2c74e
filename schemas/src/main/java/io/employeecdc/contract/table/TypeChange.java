package io.employeecdc.contract.table;

import io.employeecdc.contract.type.PostgresType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How a column that is there gets the type that the contract declares: PostgreSQL changes some by
 * itself, some where it is told how, and others never.
 */
record TypeChange(Connection connection, CapturedTable table, boolean target) {
  /** Of arrays, that of their elements; of domains, that of what they are of. */
  private static final String CAST =
      """
      with named as (
        select atttypid as found, to_regtype(?)::oid as declared
        from pg_attribute where attrelid = to_regclass(?) and attname = ?),
      arrays as (
        select f.typcategory = 'A' and d.typcategory = 'A' as both_arrays,
          coalesce(nullif(f.typbasetype, 0), f.oid) as found, f.typelem as found_element,
          coalesce(nullif(d.typbasetype, 0), d.oid) as declared, d.typelem as declared_element
        from named join pg_type f on f.oid = found join pg_type d on d.oid = declared),
      pair as (
        select f.oid as found, d.oid as declared, f.typcategory = 'S' as from_text, d.typcategory = 'S' as to_text
        from arrays
          join pg_type f on f.oid = case when both_arrays then found_element else found end
          join pg_type d on d.oid = case when both_arrays then declared_element else declared end)
      select case
        when found in ('timestamp'::regtype, 'timestamptz'::regtype)
          and declared in ('timestamp'::regtype, 'timestamptz'::regtype) and found <> declared then 'ZONE'
        when found = declared or to_text or castcontext in ('a', 'i') then 'AUTOMATIC'
        when from_text or castcontext = 'e' then 'TOLD'
        else 'NEVER' end
      from pair left join pg_cast on castsource = found and casttarget = declared
      """;

  private enum Cast {
    AUTOMATIC,
    TOLD,
    ZONE,
    NEVER,
    NO_TYPE
  }

  /**
   * The finding for a column that does not fit.
   *
   * @param hasDefault whether it has a default, which is not changed along
   */
  TableFit.Misfit of(Column column, PostgresType found, boolean hasDefault) throws SQLException {
    String name = column.sql();
    String type = column.declaredType();
    if (found.equals(PostgresType.of(type, found.category()))) {
      return new TableFit.Misfit(
          "column %s of %s is %s, as the contract says, whose values a field of type %s cannot hold"
              .formatted(name, table, found, column.type()),
          "",
          false);
    }
    String what = "column %s of %s is %s, not %s".formatted(name, table, found, type);
    String drop = hasDefault ? "alter column %s drop default, ".formatted(name) : "";
    String change = "%salter column %s type %s".formatted(drop, name, type);
    return switch (cast(column)) {
      case AUTOMATIC ->
          misfit(
              what + rounded(name, found, type), "alter column %s type %s".formatted(name, type));
      case TOLD ->
          misfit(
              what + rounded(name, found, type), "%s using %s::%s".formatted(change, name, type));
      case ZONE ->
          misfit(
              what + "; only you know of which time zone its values are",
              "%s using %s at time zone '…'".formatted(change, name));
      case NO_TYPE ->
          new TableFit.Misfit(what + ", a type that is not there: make it first", "", false);
      case NEVER -> target ? again(what, name, type) : beside(what, name, type);
    };
  }

  private TableFit.Misfit misfit(String what, String alter) {
    return new TableFit.Misfit(what, "alter table %s %s".formatted(table.sql(), alter), false);
  }

  private TableFit.Misfit again(String what, String name, String type) {
    return misfit(
        what + ", and none can become the other; 'cdc backfill' brings its values anew",
        "drop column %1$s, add column %1$s %2$s".formatted(name, type));
  }

  private TableFit.Misfit beside(String what, String name, String type) {
    String before = Identifier.quoted(name.replace("\"", "") + "_before");
    return misfit(
        what + ", and none can become the other; fill the new one from " + before,
        "rename column %s to %s; alter table %s add column %1$s %4$s"
            .formatted(name, before, table.sql(), type));
  }

  /** PostgreSQL rounds numbers and cuts times without a word. */
  private String rounded(String name, PostgresType found, String type) {
    return found.isNumberOrTime()
        ? " (the change rounds values that do not fit; they are counted by: select count(*) from %s where %s::%s::%s is distinct from %2$s)"
            .formatted(table.sql(), name, type, found)
        : "";
  }

  private Cast cast(Column column) throws SQLException {
    try (PreparedStatement question = connection.prepareStatement(CAST)) {
      question.setString(1, column.declaredType());
      question.setString(2, table.sql());
      question.setString(3, column.name());
      ResultSet answer = question.executeQuery();
      return answer.next() ? Cast.valueOf(answer.getString(1)) : Cast.NO_TYPE;
    }
  }
}
