package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decides of single keys whether they truly differ, beside live traffic, once the pipeline has
 * handled all changes up to a horizon.
 *
 * <p>The target is read first, the source after it: what the target shows, the source then knows.
 * So for a key that did not change in the source after the horizon, the target holds what came of
 * its last change, and nothing newer; where the rows differ, no change is on its way that could
 * make them equal. A key that did change is compared at the same change on both sides: the target's
 * version guard says which one its row comes from, and the capture table what the row was then. So
 * also an employee who changes a thousand times a second is compared exactly. What remains are keys
 * whose change after the horizon has not arrived: they are moving.
 *
 * <p>Where the log is captured there is no such table; there the source is asked twice, as it was
 * at the horizon and as it is. A key that is the same both times did not change in between.
 */
final class Recheck {
  /** All that is read of so many keys is held in memory. */
  private static final int AT_ONCE = 5_000;

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
        select * from unnest(${key_values}, ?) with ordinality as c (${key}, cdc_applied, cdc_place)),
      later as (
        select cdc_place, max(p.action_id) as newest, bool_or(p.action_id = cdc_applied) as known,
          max(case when p.action <> 'DELETE' then %s end)
            filter (where p.action_id = cdc_applied) as digest
        from c join ${capture} p on ${p_is_c}
        where p.action_id > ? and not pg_visible_in_snapshot(p.txid, ?::pg_snapshot)
        group by cdc_place),
      present as (
        select cdc_place, %s as digest from c join ${table} e on %s)
      select present.digest, later.newest, coalesce(later.known, false), later.digest
      from c left join present using (cdc_place) left join later using (cdc_place)
      order by cdc_place
      """;

  private static final String IN_LOGGED_SOURCE =
      """
      select case when e.${a_key} is not null then %s end, e.xmin::text
      from unnest(${key_values}) with ordinality as c (${key}, cdc_place)
        left join ${table} e on %s
      order by c.cdc_place
      """;

  private final Verifier verifier;
  private final RowSql sql;
  private final PipelineWatch.Horizon horizon;
  private final KeyTally.ByKind differences;
  private final KeyTally moving;
  private final List<KeyValue> keys = new ArrayList<>();
  private long count;

  Recheck(
      Verifier verifier,
      PipelineWatch.Horizon horizon,
      KeyTally.ByKind differences,
      KeyTally moving) {
    this.verifier = verifier;
    this.sql = new RowSql(verifier.table(), List.of());
    this.horizon = horizon;
    this.differences = differences;
    this.moving = moving;
  }

  enum Verdict {
    EQUAL,
    DIFFERENT,
    MOVING
  }

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

  void add(KeyValue key) {
    count++;
    keys.add(key);
    if (keys.size() == AT_ONCE) {
      decide();
    }
  }

  long count() {
    return count;
  }

  void decide() {
    List<InTarget> there = inTarget();
    List<InSource> here = inSource(there);
    for (int i = 0; i < there.size(); i++) {
      InTarget applied = there.get(i);
      InSource captured = here.get(i);
      switch (verdict(applied, captured)) {
        case EQUAL -> {}
        case DIFFERENT ->
            differences.add(Kind.of(captured.digest(), applied.digest()), applied.key());
        case MOVING -> moving.add(applied.key());
      }
    }
    keys.clear();
  }

  static Verdict verdict(InTarget applied, InSource captured) {
    if (Objects.equals(applied.digest(), captured.digest())) {
      return Verdict.EQUAL;
    }
    if (captured.newest() == null) {
      return Verdict.DIFFERENT;
    }
    if (captured.knowsVersion() && Objects.equals(applied.digest(), captured.digestAtVersion())) {
      return Verdict.EQUAL;
    }
    // Nothing newer can come; or the guard is ahead of the source and would refuse whatever comes.
    return applied.version() != null && applied.version() >= captured.newest()
        ? Verdict.DIFFERENT
        : Verdict.MOVING;
  }

  /** The keys in the target, in their order; all as they are at one moment. */
  private List<InTarget> inTarget() {
    try (TableReader table = new TableReader(verifier.target())) {
      return table.all(
          sql.of(IN_TARGET.formatted(sql.digest("e"), sameKey())),
          statement -> sql.setAll(statement, 1, keys),
          row ->
              new InTarget(
                  keys.get(row.getInt(1) - 1),
                  row.getObject(2, Long.class),
                  row.getObject(3, Long.class)));
    }
  }

  /** The same keys in the source, in the same order; all as they are at one moment. */
  private List<InSource> inSource(List<InTarget> there) {
    return horizon.source().isPresent()
        ? withoutCaptureTable(horizon.source().get())
        : withCaptureTable(there);
  }

  /** A key of the source: its row's digest and the transaction that wrote it; both may be null. */
  private record Row(Long digest, String writer) {}

  private List<InSource> withoutCaptureTable(TableReader atHorizon) {
    List<Row> before = rows(atHorizon);
    try (TableReader table = new TableReader(verifier.source())) {
      List<Row> now = rows(table);
      List<InSource> found = new ArrayList<>();
      for (int i = 0; i < now.size(); i++) {
        boolean changed = !now.get(i).equals(before.get(i));
        found.add(
            new InSource(
                now.get(i).digest(),
                changed ? Long.MAX_VALUE : null,
                changed,
                before.get(i).digest()));
      }
      return found;
    }
  }

  private List<Row> rows(TableReader table) {
    return table.all(
        sql.of(IN_LOGGED_SOURCE.formatted(sql.digest("e"), sameKey())),
        statement -> sql.setAll(statement, 1, keys),
        row -> new Row(row.getObject(1, Long.class), row.getString(2)));
  }

  private List<InSource> withCaptureTable(List<InTarget> there) {
    try (TableReader table = new TableReader(verifier.source())) {
      // For a few rows of large tables, whatever the planner's statistics say.
      String unused =
          table.one("select set_config('enable_seqscan', 'off', true)", row -> row.getString(1));
      return table.all(
          sql.of(IN_SOURCE.formatted(sql.digest("p"), sql.digest("e"), sameKey())),
          statement -> {
            int next = sql.setAll(statement, 1, keys);
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

  private String sameKey() {
    return sql.ofKey(
        key -> "%s = %s".formatted(key.captured("e"), key.type().received("c." + key.sql())),
        " and ");
  }
}
