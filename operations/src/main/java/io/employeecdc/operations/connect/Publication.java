package io.employeecdc.operations.connect;

import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What says which tables the connector is sent.
 *
 * <p>The table is the one that the search path finds. Where it finds none, since that needs rights
 * in the schema, each of its name is taken, and two of one name are not told apart. And the
 * catalogs are read themselves: {@code pg_publication_tables} locks each table, so that who asks it
 * waits for whoever alters any of them.
 *
 * @param identity another one once it was made again
 * @param place where the table stands in it by name; another one once it was put there again
 * @param columns of the table that it names, by their numbers
 * @param whole whether it has every change of every row of the table
 */
record Publication(String identity, String place, String columns, boolean whole) {
  private static final String SQL =
      """
      select p.oid::text, coalesce(string_agg(r.oid::text, ' ' order by r.oid), ''),
        coalesce(string_agg(coalesce(prattrs::text, '-'), ', ' order by r.oid) filter (where r.oid is not null), ''),
        pubinsert and pubupdate and pubdelete and pubtruncate and coalesce(bool_or(
          (pubviaroot or relkind = 'r')
          and (puballtables or s.oid is not null or (r.oid is not null and prqual is null))), false)
      from pg_publication p
        left join pg_class c on relname = ? and relkind in ('r', 'p')
          and coalesce(c.oid = to_regclass(quote_ident(relname)), true)
        left join pg_publication_rel r on (prpubid, prrelid) = (p.oid, c.oid)
        left join pg_publication_namespace s on (pnpubid, pnnspid) = (p.oid, relnamespace)
      where pubname = ? group by p.oid
      """;

  /** As it is now; empty if the database has none of this name. */
  static Optional<Publication> of(Connection source, String name, String table)
      throws SQLException {
    return Query.all(
            source,
            SQL,
            row ->
                new Publication(
                    row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4)),
            table,
            name)
        .stream()
        .findFirst();
  }

  /**
   * Whether it had the table all the time since, as far as can be told. The server puts the table
   * there again also where {@code set table} names other columns, at one moment.
   */
  boolean continues(Publication before) {
    return identity.equals(before.identity)
        && (place.equals(before.place) || !columns.equals(before.columns));
  }
}
