package io.employeecdc.setup;

import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives the services' roles what they need. Whoever runs the migrations owns the tables and may do
 * anything with them, so services that connect as somebody else can do less harm: the producer
 * cannot touch the table, the consumer cannot change a table's shape, verify cannot write.
 */
final class Grants {
  /** Reads what was captured, and removes what is old. */
  private static final Map<String, String> PRODUCER =
      Map.of(
          "${capture}", "select, delete",
          "${capture}_action_id_seq", "select",
          "${objects}_columns", "select");

  private static final Map<String, String> CONSUMER =
      Map.of(
          "${table}", "select, insert, update, delete",
          "${guard}", "select, insert, update, delete",
          "${ledger}", "select, insert, update, delete",
          "${parked}", "select, insert, update, delete",
          "${offsets}", "select, insert, update, delete");

  private static final Map<String, String> VERIFY_SOURCE =
      Map.of("${table}", "select", "${capture}", "select", "${capture}_action_id_seq", "select");

  private static final Map<String, String> VERIFY_TARGET =
      Map.of("${table}", "select", "${guard}", "select", "${parked}", "select");

  private static final String MISSING_ROLES =
      "select format('there is no role %1$I; run: create role %1$I login, and give it a password', name)"
          + " from unnest(?::text[]) name where not exists (select from pg_roles where rolname = name)";

  /**
   * Of what set-up gives, that which the role holds on what is the user's own: the schema too,
   * unless it has rights on anything else there, such as another contract's tables.
   */
  private static final String REVOKES =
      """
      select format('revoke %s on %s from %I', string_agg(lower(privilege_type), ', '), object, rolname)
      from (
        select 'table ${table}' as object, relacl as acl, upper(?) as given
        from pg_class where oid = to_regclass('${table}')
        union all
        select format('schema %I', nspname), nspacl, 'USAGE'
        from pg_namespace place
        where nspname = current_schema()
          and not exists (
            select from pg_class, aclexplode(relacl)
            where relnamespace = place.oid and grantee = (select oid from pg_roles where rolname = ?)
              and relname not in ('${name}', '${capture}_action_id_seq', OURS))) of_the_user
        cross join aclexplode(acl) join pg_roles on pg_roles.oid = grantee
      where rolname = ? and privilege_type = any (string_to_array(given, ', '))
      group by object, rolname order by object desc
      """;

  private final Map<String, Map<String, String>> rights = new LinkedHashMap<>();
  private final TableSql sql;

  Grants(Migrations of, SetupSettings.Roles roles) {
    this.sql = of.contract().sql();
    if (of.ofSource()) {
      rights.put(roles.producer(), PRODUCER);
      rights.put(roles.verify(), VERIFY_SOURCE);
    } else {
      rights.put(roles.consumer(), CONSUMER);
      rights.put(roles.verify(), VERIFY_TARGET);
    }
    rights.remove(null);
  }

  Set<String> roles() {
    return rights.keySet();
  }

  List<String> missingRoles(Connection connection) throws SQLException {
    return Query.texts(connection, MISSING_ROLES, (Object) roles().toArray(String[]::new));
  }

  /** What gives all of it; may be repeated, takes nothing away. */
  List<String> give(Statement statement) throws SQLException {
    String schema = statement.enquoteIdentifier(statement.getConnection().getSchema(), true);
    List<String> grants = new ArrayList<>();
    for (String name : roles()) {
      String role = statement.enquoteIdentifier(name, true);
      grants.add("grant usage on schema %s to %s".formatted(schema, role));
      for (Map.Entry<String, String> one : new TreeMap<>(rights.get(name)).entrySet()) {
        String kind = one.getKey().endsWith("_seq") ? "sequence" : "table";
        String object = sql.of(one.getKey());
        grants.add("grant %s on %s %s to %s".formatted(one.getValue(), kind, object, role));
      }
    }
    return grants;
  }

  /** What takes back what cannot be removed with its object. */
  List<String> takeBack(Connection connection) throws SQLException {
    List<String> revokes = new ArrayList<>();
    String question = sql.of(REVOKES.replace("OURS", Migrations.OURS));
    for (String role : roles()) {
      String given = rights.get(role).getOrDefault("${table}", "");
      revokes.addAll(Query.texts(connection, question, given, role, role));
    }
    return revokes;
  }
}
