package io.employeecdc.operations.connect;

import static java.util.Comparator.comparing;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the log of the source says what records need, and lets the connector read it. */
record LogSource(Connection connection, Contract contract, ConnectorConfig connector) {
  /**
   * Each row is one finding. The table may have partitions, of which each writes to the log. Names
   * are compared, since to look a name up needs rights in the schemas of all the others.
   */
  private static final String QUESTION =
      """
      with given as (
        select ?::text as publication, ?::text as slot, ?::text as snapshot, ?::text as role, ?::text as listed,
          ?::text as key, string_to_array(?, ',') as columns),
      captured as (
        select c.oid, nspname, relname, relkind from pg_class c join pg_namespace n on n.oid = relnamespace
        where c.oid = '${table}'::regclass),
      parts as (select c.* from ${tree} join pg_class c on c.oid = tree.relation),
      published as (
        select t.* from given join pg_publication_tables t on pubname = publication
          join captured on (schemaname, tablename) = (nspname, relname)),
      meanwhile as (
        select coalesce((
          select '; the slot is there already, and what is written meanwhile is passed over: see'
            || ' "A publication that was dropped" in docs/capture.md'
          from given join pg_replication_slots on slot_name = slot), '') as hint)
      select 'wal_level is ' || setting || '; set it to logical and restart the server'
        from pg_settings where name = 'wal_level' and setting <> 'logical'
      union all
      select 'table ' || relname || ' has no whole rows in the log, and values that are stored apart; run: alter table '
          || oid::regclass || ' replica identity full'
        from parts where relkind = 'r' and reltoastrelid <> 0 and relreplident <> 'f'
      union all
      select 'table ' || relname || ' does not say its primary key in the log; run: alter table '
          || oid::regclass || ' replica identity default'
        from parts where relkind = 'r' and (reltoastrelid = 0 and relreplident in ('n', 'i'))
      union all
      select 'the primary key of ' || conrelid::regclass
          || ' is deferrable: the log then has no order that tells which row ends with which key'
        from pg_constraint join captured on conrelid = captured.oid where contype = 'p' and condeferrable
      union all
      select '${table} has not the primary key ' || key from given
        where key is distinct from (
          select string_agg(attname::text, ', ' order by attname)
          from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
          where i.indrelid = '${table}'::regclass and i.indisprimary)
      union all
      select 'there is no publication ' || publication || '; run: create publication ' || quote_ident(publication)
          || ' for table ${table} with (publish_via_partition_root = true)' || hint
        from meanwhile, given where not exists (select from pg_publication where pubname = publication)
      union all
      select 'publication ' || pubname || ' does not publish inserts, updates, deletes and truncates'
        from pg_publication join given on pubname = publication
        where not (pubinsert and pubupdate and pubdelete and pubtruncate)
      union all
      select 'publication ' || pubname || ' speaks in the names of partitions; run: alter publication '
          || quote_ident(pubname) || ' set (publish_via_partition_root = true)'
        from captured, pg_publication join given on pubname = publication
        where not pubviaroot and relkind = 'p'
      union all
      select 'publication ' || pubname || ' has not the table ${table}; run: alter publication '
          || quote_ident(pubname) || ' add table ${table}' || hint
        from meanwhile, pg_publication join given on pubname = publication where not exists (select from published)
      union all
      select 'publication ' || pubname || ' leaves out rows of ${table}: it must have no where'
        from published where rowfilter is not null
      union all
      select 'publication ' || pubname || ' leaves out the column ' || col || ' of ${table}'
        from published, given, unnest(columns) col where not col = any (attnames)
      union all
      select 'slot ' || slot_name || ' is ' || case
          when plugin is distinct from 'pgoutput' then 'of the plugin ' || coalesce(plugin, 'none') || ', not pgoutput'
          when database <> current_database() then 'of the database ' || database
          else 'lost: what it had not sent is gone; see "A slot that is lost" in docs/capture.md' end
        from pg_replication_slots join given on slot_name = slot
        where plugin is distinct from 'pgoutput' or database <> current_database() or wal_status = 'lost'
      union all
      select 'there is no slot ' || slot || ', and without a snapshot nothing is captured that is written before it is made;'
          || ' run: select pg_create_logical_replication_slot(''' || slot || ''', ''pgoutput'')'
        from given
        where snapshot = 'no_data' and not exists (select from pg_replication_slots where slot_name = slot)
      union all
      select 'all replication slots are taken; raise max_replication_slots' from given
        where not exists (select from pg_replication_slots where slot_name = slot)
          and (select count(*) from pg_replication_slots) >= current_setting('max_replication_slots')::int
      union all
      select 'there is no role ' || role from given
        where role is not null and not exists (select from pg_roles where rolname = role)
      union all
      select 'role ' || rolname || ' may not ' || case when rolcanlogin then 'replicate; run: alter role '
          || quote_ident(rolname) || ' replication' else 'log in' end
        from pg_roles join given on rolname = role where not rolsuper and not (rolcanlogin and (rolreplication
          or exists (select from pg_roles g where g.rolname = 'rds_replication'
            and pg_has_role(pg_roles.oid, g.oid, 'member'))))
      union all
      select 'role ' || rolname || ' may not use the schema ' || nspname || '; run: grant usage on schema '
          || quote_ident(nspname) || ' to ' || quote_ident(rolname)
        from captured, pg_roles join given on rolname = role
        where not has_schema_privilege(pg_roles.oid, nspname, 'usage')
      union all
      select 'role ' || rolname || ' may not read ${table}; run: grant select on ${table} to '
          || quote_ident(rolname)
        from pg_roles join given on rolname = role
        where not has_table_privilege(pg_roles.oid, '${table}'::regclass, 'select')
      union all
      select 'table.include.list is of the schema ' || listed || ', and --source-url looks at ' || nspname
        from captured, given where listed not in ('', nspname)""";

  private static final String OTHER_TEXT = "(?i)((bp)?char(acter)?(\\(\\d+\\))?|inet)(\\[])?";

  /** Whose text is another where it is not known to be padded or an address of a single host. */
  private static final String TYPES =
      """
      select nspname || '.' || relname || '.' || attname
        from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
        where attrelid = '${table}'::regclass and attname = any (string_to_array(?, ','))
          and atttypid = any (array['bpchar', 'bpchar[]', 'inet', 'inet[]']::regtype[])
        order by attnum""";

  private static final String TRIGGERS =
      """
      select 'action.id.after is ' || ? || ', and triggers gave ids up to ' || last_value
          || '; set it to ' || last_value + 1000000000
        from pg_sequences where schemaname = current_schema() and sequencename = '${capture}_action_id_seq'
          and last_value > ?""";

  List<String> findings() throws SQLException {
    if (Query.texts(
            connection, contract.sql().of("select 1 where to_regclass('${table}') is not null"))
        .isEmpty()) {
      return List.of("there is no table " + contract.table().sql());
    }
    // What only the worker can look up, as in ${file:…}, is nobody's name.
    String user = connector.get("database.user", "");
    List<String> findings =
        new ArrayList<>(
            ask(
                QUESTION,
                connector.get("publication.name", "dbz_publication"),
                connector.get("slot.name", "debezium"),
                connector.get("snapshot.mode", "initial"),
                user.startsWith("${") ? null : user,
                connector.schema(),
                names(
                    contract.table().key().columns().stream().sorted(comparing(Column::name)),
                    ", "),
                names(contract.table().all().stream(), ",")));
    ask(TYPES, textColumns()).stream()
        .filter(column -> !connector.tellsType(column))
        .map("column.propagate.source.type does not name %s; set it to .*"::formatted)
        .forEach(findings::add);
    String after = connector.ours("action.id.after", "0");
    if (after.matches("\\d{1,18}")) {
      findings.addAll(ask(TRIGGERS, after, Long.valueOf(after)));
    } else {
      findings.add("action.id.after is '%s', which is no whole number".formatted(after));
    }
    String schema = connection.getSchema();
    return findings.stream().map(finding -> Expectations.runnable(finding, schema)).toList();
  }

  /** Those of which the contract itself does not say that they are of such a type. */
  private String textColumns() {
    return names(
        contract.table().all().stream().filter(one -> !one.declaredType().matches(OTHER_TEXT)),
        ",");
  }

  private static String names(Stream<Column> columns, String separator) {
    return columns.map(Column::name).collect(Collectors.joining(separator));
  }

  private List<String> ask(String sql, Object... parameters) throws SQLException {
    return Query.texts(connection, contract.sql().of(sql), parameters);
  }
}
