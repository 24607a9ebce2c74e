-- Every change of the table, written by the transaction that makes it.
--
-- action_id is handed out before commit, so its order is not the order of commits: the producer
-- reads by the difference of two snapshots over txid, and needs action_id only for the order of
-- one row's changes. The sequence must keep CACHE 1, or sessions would hand out ids from
-- blocks of their own and that order would break.
create table if not exists ${capture} (
  action_id   bigint generated always as identity (cache 1) primary key,
  txid        xid8 not null default pg_current_xact_id(),
  captured_at timestamptz not null default clock_timestamp(),
  ${capture_columns},
  action      text not null check (action in ('SNAPSHOT', 'INSERT', 'UPDATE', 'DELETE'))
);

-- Rows only come and, after the retention, go: vacuum by count of both, not by a share of the table.
alter table ${capture} set (
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05
);

-- How far each backfill has come, so that one that was interrupted goes on where it was.
create table if not exists ${objects}_backfill (
  backfill_id bigint generated always as identity primary key,
  reason      text not null,
  from_key    text not null,
  to_key      text not null,
  last_key    text,
  rows_sent   bigint not null default 0,
  started_at  timestamptz not null default now(),
  finished_at timestamptz
);

-- Rows that were there before the triggers are sent once, by the first set-up. The triggers come in
-- the same transaction, and until then nobody may write what neither of both would send. Where this runs
-- again, as something that it made is gone, they were sent before.
lock table ${table} in share row exclusive mode;
insert into ${objects}_backfill (reason, from_key, to_key)
select 'initial',
  (select ${key_text} from ${table} t order by ${key} limit 1),
  (select ${key_text} from ${table} t order by ${key_descending} limit 1)
where exists (select from ${table})
  and not exists (select from ${objects}_backfill)
  and not (select is_called from ${capture}_action_id_seq);
