package io.employeecdc.secure;

import io.employeecdc.localstack.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a server allows a role, by its own catalogs: whatever it may do with any object that is
 * not PostgreSQL's own, with any database, what it was given of PostgreSQL's own beyond what
 * everybody has, and what it may as a role.
 */
public final class DatabaseInventory {
  private static final String RIGHTS =
      """
      with asked (role) as (values (?::text)),
      objects (kind, name, owner, privilege, allowed) as (
        select case relkind when 'S' then 'sequence' else 'table' end, relname, relowner, privilege,
          case relkind
            when 'S' then has_sequence_privilege(role, c.oid, privilege)
            else has_table_privilege(role, c.oid, privilege)
              or privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                and has_any_column_privilege(role, c.oid, privilege)
          end
        from asked, pg_class c join pg_namespace n on n.oid = relnamespace,
          unnest(case relkind when 'S' then array['USAGE', 'SELECT', 'UPDATE'] else array['SELECT',
            'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] end) privilege
        where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and nspname !~ '^(pg_|information_schema$)'
        union all
        select 'function', proname, proowner, 'EXECUTE', has_function_privilege(role, p.oid, 'EXECUTE')
        from asked, pg_proc p join pg_namespace n on n.oid = pronamespace
        where nspname !~ '^(pg_|information_schema$)'
        union all
        select 'schema', nspname, nspowner, privilege, has_schema_privilege(role, oid, privilege)
        from asked, pg_namespace, unnest(array['USAGE', 'CREATE']) privilege
        where nspname !~ '^(pg_|information_schema$)'
        union all
        select 'database', datname, datdba, privilege, has_database_privilege(role, oid, privilege)
        from asked, pg_database, unnest(array['CONNECT', 'CREATE', 'TEMPORARY']) privilege
        where datallowconn
        union all
        select 'tablespace', spcname, spcowner, 'CREATE', has_tablespace_privilege(role, oid, 'CREATE')
        from asked, pg_tablespace
        union all
        select 'setting', parname, 0, privilege, has_parameter_privilege(role, parname, privilege)
        from asked, pg_parameter_acl, unnest(array['SET', 'ALTER SYSTEM']) privilege
        union all
        select 'member of', g.rolname, 0, 'MEMBER', true
        from asked, pg_auth_members m join pg_roles g on g.oid = roleid
          join pg_roles r on r.oid = member where r.rolname = role
        union all
        select 'role', rolname, 0, 'EVERYTHING',
          rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls
        from asked, pg_roles where rolname = role
        union all
        select 'grant option', object, 0, privilege_type, true
        from asked, (
          select relname, relowner, relacl from pg_class
          union all select proname, proowner, proacl from pg_proc
          union all select nspname, nspowner, nspacl from pg_namespace
          union all select datname, datdba, datacl from pg_database
        ) given (object, owner, acl), aclexplode(acl)
        where is_grantable and grantee in (0, role::regrole) and grantee <> given.owner
        union all
        select 'default of new ' || defaclobjtype::text, pg_get_userbyid(defaclrole), 0, privilege_type, true
        from asked, pg_default_acl, aclexplode(defaclacl)
        where grantee in (0, role::regrole) and grantee <> defaclrole
        union all
        select 'system', object, 0, privilege_type, true
        from asked, (
          select proname, proacl from pg_proc where pronamespace = 'pg_catalog'::regnamespace
          union all
          select relname, relacl from pg_class where relnamespace = 'pg_catalog'::regnamespace
        ) given (object, acl), aclexplode(acl)
        where grantee = role::regrole
      )
      select kind, name,
        case when pg_get_userbyid(owner) = role then 'owner' else lower(privilege) end
      from objects, asked where allowed
      """;

  private DatabaseInventory() {}

  /**
   * The rights of a role that is there, by kind and name of the object, such as "table employees".
   */
  static Map<String, SortedSet<String>> of(Postgres server, String role) throws SQLException {
    try (Connection connection = server.connect(server.name())) {
      return of(connection, role);
    }
  }

  /** The same of the database that is connected to. */
  public static Map<String, SortedSet<String>> of(Connection connection, String role)
      throws SQLException {
    Map<String, SortedSet<String>> rights = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(RIGHTS)) {
      statement.setString(1, role);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rights
              .computeIfAbsent(found.getString(1) + " " + found.getString(2), k -> new TreeSet<>())
              .add(found.getString(3));
        }
      }
    }
    return rights;
  }
}
