package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.pipeline.verify.settle.Horizon;
import java.util.List;
import javax.sql.DataSource;

/** What each side knows of single keys; each side is read by one statement, at one moment. */
final class KeyState {
  private static final String IN_TARGET =
      """
      select c.cdc_place, case when e.${a_key} is not null then %s end, v.action_id
      from unnest(${key_values}) with ordinality as c (${key}, cdc_place)
        left join ${table} e on %s
        left join ${guard} v on ${v_is_c}
      order by c.cdc_place
      """;

  /** Parameters: keys, their versions in the target, the horizon's floor and snapshot. */
  private static final String IN_SOURCE =
      """
      with c as (
        select * from unnest(${key_values}, ?) with ordinality as c (${key}, cdc_version, cdc_place)),
      later as (
        select cdc_place, max(p.action_id) as newest, bool_or(p.action_id = cdc_version) as known,
          max(case when p.action <> 'DELETE' then %s end)
            filter (where p.action_id = cdc_version) as digest
        from c join ${capture} p on ${p_is_c}
        where p.action_id > ? and not pg_visible_in_snapshot(p.txid, ?::pg_snapshot)
        group by cdc_place),
      present as (
        select cdc_place, %s as digest from c join ${table} e on %s)
      select present.digest, later.newest, coalesce(later.known, false), later.digest
      from c left join present using (cdc_place) left join later using (cdc_place)
      order by cdc_place
      """;

  private KeyState() {}

  /**
   * A key in the target.
   *
   * @param digest of its row; null if there is none
   * @param version the newest change that took effect; null if none ever did
   */
  record InTarget(KeyValue key, Long digest, Long version) {}

  /**
   * A key in the source.
   *
   * @param digest of its row; null if there is none
   * @param newest its newest change after the horizon; null if there is none
   * @param knowsVersion whether one of those changes is the target's version
   * @param digestAtVersion of the row after that change; null if there was none
   */
  record InSource(Long digest, Long newest, boolean knowsVersion, Long digestAtVersion) {}

  /** The keys in the target, in their order. */
  static List<InTarget> inTarget(DataSource target, RowSql sql, List<KeyValue> keys)
      throws VerifyException {
    try (TableReader table = TableReader.open(Side.TARGET, target)) {
      return table.all(
          sql.of(IN_TARGET.formatted(sql.digest("e"), sameKey(sql))),
          statement -> sql.keys().setAll(statement, 1, keys),
          row ->
              new InTarget(
                  keys.get(row.getInt(1) - 1),
                  row.getObject(2, Long.class),
                  row.getObject(3, Long.class)));
    }
  }

  /** The same keys in the source, in the same order. */
  static List<InSource> inSource(
      DataSource source, RowSql sql, List<InTarget> there, Horizon horizon) throws VerifyException {
    try (TableReader table = TableReader.open(Side.SOURCE, source)) {
      table.preferIndexes();
      return table.all(
          sql.of(IN_SOURCE.formatted(sql.digest("p"), sql.digest("e"), sameKey(sql))),
          statement -> {
            int next = sql.keys().setAll(statement, 1, there.stream().map(InTarget::key).toList());
            Long[] versions = there.stream().map(InTarget::version).toArray(Long[]::new);
            statement.setArray(next, statement.getConnection().createArrayOf("int8", versions));
            statement.setLong(next + 1, horizon.floor());
            statement.setString(next + 2, horizon.snapshot());
          },
          row ->
              new InSource(
                  row.getObject(1, Long.class),
                  row.getObject(2, Long.class),
                  row.getBoolean(3),
                  row.getObject(4, Long.class)));
    }
  }

  private static String sameKey(RowSql sql) {
    return sql.ofKey(
        key -> "%s = %s".formatted(key.captured("e"), key.type().received("c." + key.sql())),
        " and ");
  }
}
