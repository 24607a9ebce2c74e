package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The names in the target's catalog that an error of a change may tell. Where an error names a
 * table, column or constraint, a trigger may have put a piece of the row ({@code raise … using
 * constraint = new.city}), so only what the catalog has under that kind is passed on. It is read
 * when a name comes that is not known; the name itself is never sent.
 */
public final class FaultNames {
  /** Of our tables and their partitions, and of what refers to them; also of columns' domains. */
  private static final String QUESTION =
      """
      with tables as (
        select oid from pg_class
        where oid in (to_regclass('${table}'), to_regclass('${guard}'), to_regclass('${ledger}'),
                      to_regclass('${parked}'), to_regclass('${offsets}'))
           or oid in (select relation from ${tree})),
      columns as (
        select attname, atttypid from pg_attribute
        where attrelid in (select oid from tables) and attnum > 0 and not attisdropped),
      constraints as (
        select conname, conrelid from pg_constraint
        where conrelid in (select oid from tables) or confrelid in (select oid from tables)
           or contypid in (select atttypid from columns))
      select 'table ' || relname from pg_class
      where oid in (select oid from tables) or oid in (select conrelid from constraints)
      union select 'column ' || attname from columns
      union select 'constraint ' || conname from constraints
      union
      select 'constraint ' || relname from pg_index join pg_class on pg_class.oid = indexrelid
      where indrelid in (select oid from tables)""";

  private final String question;

  /** Each behind its kind. */
  private volatile Set<String> known = Set.of();

  FaultNames(TableSql sql) {
    this.question = sql.of(QUESTION);
  }

  /**
   * What an error says of a change, with those of its names that are names.
   *
   * @param connection to the target, where the error has been rolled back; asked only if need be
   * @throws SQLException if the target is out of reach
   */
  public Cause cause(SQLException e, Connection connection) throws SQLException {
    ServerErrorMessage said = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    if (said == null) {
      return Cause.of(e);
    }
    return Cause.of(e)
        .naming(
            known("table", said.getTable(), connection),
            known("column", said.getColumn(), connection),
            known("constraint", said.getConstraint(), connection));
  }

  private Optional<String> known(String kind, String name, Connection connection)
      throws SQLException {
    String whole = kind + " " + name;
    if (name != null && !known.contains(whole)) {
      known = Set.copyOf(Query.texts(connection, question));
    }
    return Optional.ofNullable(name).filter(same -> known.contains(whole));
  }
}
