package io.employeecdc.pipeline.verify;

/** The statements that ask about single keys; their digests are those of {@link RowSql}. */
final class KeySql {
  /** Parameter: keys. */
  static final String IN_TARGET =
      """
      select k.key,
        case when e.emp_id is not null then %s end,
        (select v.action_id from employee_versions v where v.emp_id = k.key)
      from unnest(?::bigint[]) with ordinality as k (key, place)
        left join employees e on e.emp_id = k.key
      order by k.place
      """
          .formatted(RowSql.DIGEST);

  /** Parameters: keys, their versions in the target, the horizon's floor and snapshot. */
  static final String IN_SOURCE =
      """
      with k as (
        select * from unnest(?::bigint[], ?::bigint[]) with ordinality as k (key, version, place)),
      later as (
        select key, max(action_id) as newest, bool_or(action_id = version) as known,
          max(case when action <> 'DELETE' then %1$s end)
            filter (where action_id = version) as digest
        from k join emp_cdc on emp_id = key
        where action_id > ? and not pg_visible_in_snapshot(txid, ?::pg_snapshot)
        group by key),
      present as (
        select key, %1$s as digest from k join employees on emp_id = key)
      select present.digest, later.newest, coalesce(later.known, false), later.digest
      from k left join present using (key) left join later using (key)
      order by k.place
      """
          .formatted(RowSql.DIGEST);

  private KeySql() {}
}
