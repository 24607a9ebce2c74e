package io.employeecdc.operations.connect;

import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What says which tables the connector is sent. Names are compared, since to look a table up needs
 * rights in its schema.
 *
 * @param identity another one once it, or the table's place in it, was made again
 * @param whole whether it has every change of every row of the table
 */
record Publication(String identity, boolean whole) {
  private static final String SQL =
      """
      select concat_ws(' ', p.oid, string_agg(r.oid::text, ' ' order by r.oid)),
        pubinsert and pubupdate and pubdelete and pubtruncate and exists (
          select from pg_publication_tables t
          where t.pubname = p.pubname and t.tablename = ? and t.rowfilter is null)
      from pg_publication p
        left join (pg_publication_rel r join pg_class c on c.oid = r.prrelid and c.relname = ?)
          on r.prpubid = p.oid
      where p.pubname = ? group by p.oid
      """;

  /** As it is now; empty if the database has none of this name. */
  static Optional<Publication> of(Connection source, String name, String table)
      throws SQLException {
    return Query.all(
            source,
            SQL,
            row -> new Publication(row.getString(1), row.getBoolean(2)),
            table,
            table,
            name)
        .stream()
        .findFirst();
  }
}
