-- What captures: functions and triggers, made anew whenever this file or the contract has changed.
-- What stands for the table's columns is derived from the contract (TableSql).
--
-- The triggers run once per statement and with their owner's rights, so that whoever may write
-- the table needs no right on the capture table. So nobody else may attach these functions to a table; and a
-- trigger that somebody made when he could, does nothing: his table could have types whose casts are
-- his code, and his rows are others.

-- A column that the contract has got since. The triggers that fill it come in the same transaction, and
-- writers are kept out in the order in which they take their locks: the table, then the capture table.
--
-- cdc_version is the number of the oldest released version that has just the columns which the triggers knew.
-- So a producer, older or newer than they are, can tell a null from what was not captured. Who does not say it
-- counts as of the oldest version, whose columns all rows have: rows from before this column, and those of a
-- backfill that knew nothing of it.
lock table ${table} in share row exclusive mode;
set local client_min_messages = warning;
alter table ${capture}
  ${capture_additions},
  add column if not exists cdc_version int not null default 1;
insert into ${objects}_columns (version, columns) values
  ${versions}
on conflict (version) do update set columns = excluded.columns;
drop function if exists ${objects}_written_before(oid, boolean);

-- Asked only where a trigger's names are not those that set-up gives, as looking the table up by its name costs
-- more than all else here: whether it captures all the same. A partition does. On a table of somebody
-- else it is refused; where our own table has got another name, its writers shall not suffer.
create or replace function ${objects}_capture_is_ours(relation oid, trigger_is_ours boolean) returns boolean
  language plpgsql as $$
begin
  if relation is distinct from to_regclass('"${flyway:defaultSchema}".${table}')
    and not exists (select from pg_partition_ancestors(relation) where relid = to_regclass('"${flyway:defaultSchema}".${table}'))
  then
    if (select pg_get_userbyid(relowner) <> current_user from pg_class where oid = relation) then
      raise exception '% is not the table that is captured', relation::regclass
        using errcode = 'insufficient_privilege', hint = 'Drop its triggers that call ${objects}_capture_*.';
    end if;
    return false;
  end if;
  return trigger_is_ours;
end $$;

-- Whether this session has captured before in the same client's statement. A trigger or a
-- function that the statement calls may write the table too, as may another part of one WITH. Such a
-- change is captured before that of the statement around it, which then would seem the newer one. So
-- from the second capture on, each ends with what the table holds by then, for those of its rows that
-- are no longer as the statement left them. All that a client sends at once counts as one statement,
-- and so does a function or procedure: its later writes pay for a look at their rows.
--
-- The writer cannot turn this answer into "no": a parameter that was set in a session is never null
-- again, and what the session knows of the sequence can be forgotten (DISCARD), which counts as a
-- "yes", but set by nobody except the owner. It is four times the moment of the statement, and 1 more
-- once rows to be truncated are captured, 2 or 3 more if anything was captured after that.
--
-- One expression, as PL/pgSQL prepares each anew in every transaction, which costs more than to evaluate it.
create or replace function ${objects}_written_before() returns boolean
  language plpgsql as $$
begin
  return case when currval('"${flyway:defaultSchema}".${objects}_statement') / 4 = (date_part('epoch', statement_timestamp()) * 1000000)::bigint
    then setval('"${flyway:defaultSchema}".${objects}_statement', currval('"${flyway:defaultSchema}".${objects}_statement')
      + case when currval('"${flyway:defaultSchema}".${objects}_statement') % 4 in (1, 2) then 1 else 0 end) is not null
    else setval('"${flyway:defaultSchema}".${objects}_statement', (date_part('epoch', statement_timestamp()) * 1000000)::bigint * 4) is null end;
exception when object_not_in_prerequisite_state then
  -- This session knows nothing of the sequence.
  perform setval('"${flyway:defaultSchema}".${objects}_statement', (date_part('epoch', statement_timestamp()) * 1000000)::bigint * 4);
  if current_setting('${objects}.captured', true) is not null then
    return true;
  end if;
  perform set_config('${objects}.captured', 'once', false);
  return false;
end $$;

-- What the table holds now is looked up row by row, by the primary key, for those rows alone that the
-- statement has written. As a join, with a plan that was made for other sizes, it read the whole table:
-- in a function or a batch of ten thousand statements, ten thousand times. A LIMIT keeps the lookup a
-- lookup; and a plan from when the table had one page must not scan it when it has a million. Values are
-- compared by their bytes (*<>), as a column's collation may call two texts equal.
create or replace function ${objects}_capture_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off set enable_seqscan = off as $$
declare
  written_before boolean;
begin
  if (tg_name <> '${objects}_insert' or tg_table_name <> '${name}' or tg_table_schema <> '${flyway:defaultSchema}')
    and not "${flyway:defaultSchema}".${objects}_capture_is_ours(tg_relid, tg_name = '${objects}_insert')
  then
    return null;
  end if;
  written_before := "${flyway:defaultSchema}".${objects}_written_before();
  insert into "${flyway:defaultSchema}".${capture}
    (cdc_version, action, ${columns})
  select ${version}, 'INSERT', ${n_row} from new_rows n;
  if written_before then
    insert into "${flyway:defaultSchema}".${capture}
      (cdc_version, action, ${columns})
    select ${version},
      case when e.${a_key} is null then 'DELETE' else 'UPDATE' end,
      ${n_key}${e_values}
    from new_rows n
      left join lateral (
        select t.* from "${flyway:defaultSchema}".${table} t where ${t_is_n} limit 1) e on true
    where e.${a_key} is null
      or row(${e_compared})::record
        *<> row(${n_compared})::record;
  end if;
  return null;
end $$;

-- The transition tables do not pair old rows with new ones; their keys do. A key only among the
-- old is gone, a key only among the new has come: an UPDATE of the primary key. Almost none is, which
-- is asked once, of the keys alone. A full join is never a nested loop, so a plan cached for one row
-- also serves a statement that changes a million.
-- The deletes come first, so that a value under a UNIQUE constraint is free when its new row comes.
create or replace function ${objects}_capture_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off set enable_seqscan = off as $$
declare
  written_before boolean;
begin
  if (tg_name <> '${objects}_update' or tg_table_name <> '${name}' or tg_table_schema <> '${flyway:defaultSchema}')
    and not "${flyway:defaultSchema}".${objects}_capture_is_ours(tg_relid, tg_name = '${objects}_update')
  then
    return null;
  end if;
  written_before := "${flyway:defaultSchema}".${objects}_written_before();
  insert into "${flyway:defaultSchema}".${capture}
    (cdc_version, action, ${columns})
  select ${version}, 'UPDATE', ${n_row} from new_rows n
  where not exists (select from new_rows n full join old_rows o on ${n_is_o}
    where n.${a_key} is null or o.${a_key} is null);
  if not found then
    insert into "${flyway:defaultSchema}".${capture}
      (cdc_version, action, ${columns})
    select ${version},
      case
        when n.${a_key} is null then 'DELETE'
        when o.${a_key} is null then 'INSERT'
        else 'UPDATE'
      end,
      ${n_or_o_key}${n_values}
    from new_rows n full join old_rows o on ${n_is_o}
    order by n.${a_key} is null desc;
  end if;
  if written_before then
    insert into "${flyway:defaultSchema}".${capture}
      (cdc_version, action, ${columns})
    select ${version},
      case
        when e.${a_key} is null then 'DELETE'
        when n.${a_key} is null then 'INSERT'
        else 'UPDATE'
      end,
      ${n_or_o_key}${e_values}
    from new_rows n
      full join old_rows o on ${n_is_o}
      left join lateral (
        select t.* from "${flyway:defaultSchema}".${table} t
        where ${t_is_n_or_o} limit 1) e on true
    where (n.${a_key} is null) <> (e.${a_key} is null)
      or n.${a_key} is not null
        and row(${e_compared})::record
          *<> row(${n_compared})::record;
  end if;
  return null;
end $$;

create or replace function ${objects}_capture_delete() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off set enable_seqscan = off as $$
declare
  written_before boolean;
begin
  if (tg_name <> '${objects}_delete' or tg_table_name <> '${name}' or tg_table_schema <> '${flyway:defaultSchema}')
    and not "${flyway:defaultSchema}".${objects}_capture_is_ours(tg_relid, tg_name = '${objects}_delete')
  then
    return null;
  end if;
  written_before := "${flyway:defaultSchema}".${objects}_written_before();
  insert into "${flyway:defaultSchema}".${capture} (cdc_version, action, ${key})
  select ${version}, 'DELETE', ${o_key} from old_rows o;
  if written_before then
    insert into "${flyway:defaultSchema}".${capture}
      (cdc_version, action, ${columns})
    select ${version}, 'INSERT', ${e_row}
    from old_rows o
      cross join lateral (
        select t.* from "${flyway:defaultSchema}".${table} t where ${t_is_o} limit 1) e;
  end if;
  return null;
end $$;

-- TRUNCATE removes rows that an older snapshot does not see, so under REPEATABLE READ the deletes
-- written here could miss some: better refused than lost. It fires for each partition that it empties.
create or replace function ${objects}_capture_truncate() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off as $$
declare
  mark bigint;
begin
  if not "${flyway:defaultSchema}".${objects}_capture_is_ours(tg_relid, tg_name = '${objects}_truncate') then
    return null;
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'TRUNCATE of a captured table needs the isolation level READ COMMITTED'
      using errcode = 'feature_not_supported',
            hint = 'Use DELETE, or run TRUNCATE in a READ COMMITTED transaction.';
  end if;
  -- Nothing is truncated yet, so the transaction may have no id; ids must come before action ids.
  perform pg_current_xact_id();
  execute format($sql$
    insert into "${flyway:defaultSchema}".${capture} (cdc_version, action, ${key})
    select ${version}, 'DELETE', ${e_key} from only %s e
    $sql$, tg_relid::regclass);
  perform "${flyway:defaultSchema}".${objects}_written_before();
  mark := currval('"${flyway:defaultSchema}".${objects}_statement');
  perform setval('"${flyway:defaultSchema}".${objects}_statement',
    mark / 4 * 4 + case mark % 4 when 3 then 2 else 1 end);
  return null;
end $$;

-- A trigger of a table that is truncated with ours may write to ours when its deletes are captured and
-- it is not yet empty: the row would be captured and then gone. The mark tells; every capture sets it.
create or replace function ${objects}_truncated() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  captured_since boolean;
begin
  if not "${flyway:defaultSchema}".${objects}_capture_is_ours(tg_relid, tg_name = '${objects}_after_truncate') then
    return null;
  end if;
  begin
    captured_since := currval('"${flyway:defaultSchema}".${objects}_statement') % 4 > 1;
  exception when object_not_in_prerequisite_state then
    captured_since := true;
  end;
  if "${flyway:defaultSchema}".${objects}_written_before() and captured_since then
    raise exception 'a trigger has written to a captured table while it was truncated'
      using errcode = 'feature_not_supported', hint = 'Use DELETE, or TRUNCATE this table alone.';
  end if;
  perform setval('"${flyway:defaultSchema}".${objects}_statement',
    currval('"${flyway:defaultSchema}".${objects}_statement') / 4 * 4);
  return null;
end $$;

-- The triggers of the table and of each of its partitions, as a statement fires only those of the table
-- that it names. Also what a replication worker or session_replication_role = replica writes is a change.
--
-- With a partition rows come and go. So whoever attaches, makes or detaches one calls this in the same
-- transaction; where he has not, set-up does, and until then the producer is not ready. Set-up leaves rows
-- that have come to a backfill. Which partitions are captured stands in the comment on a trigger, behind
-- the tables that this was said of: in a copy of the database it says nothing. What each of them was when its
-- triggers were made stands in the comment on another, so that the producer notices what was otherwise meanwhile.
create or replace function ${objects}_capture_partitions(by_setup boolean default false) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp set row_security = off as $$
declare
  captured regclass := '"${flyway:defaultSchema}".${table}';
  capture regclass := '"${flyway:defaultSchema}".${capture}';
  partitions oid[];
  said text[];
  known oid[];
  one regclass;
  made text;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'rows that came meanwhile would be unseen: this needs the isolation level READ COMMITTED';
  end if;
  execute format('lock table only %s in share update exclusive mode', captured);
  partitions := array(select relid from pg_partition_tree(captured) order by relid::oid);
  select string_to_array(obj_description(oid, 'pg_trigger'), ' ') into said
    from pg_trigger where tgrelid = captured and tgname = '${objects}_insert';
  if said[1:2] = array[captured::oid::text, capture::oid::text] and said[3] ~ '^[0-9,]+$' then
    known := string_to_array(said[3], ',');
  end if;
  if exists (select from unnest(known) k where not exists (select from pg_class where oid = k)) then
    if not by_setup then
      raise exception 'a partition was dropped, and its rows with it: nobody can capture that any more'
        using hint = 'Detach it, call this, and then drop it. Where it is gone already: cdc setup, then cdc verify --repair.';
    end if;
    raise warning 'a partition was dropped; run cdc verify --repair, which finds its rows in the target';
  end if;
  foreach one in array captured::oid || array_remove(partitions, captured::oid) loop
    continue when not by_setup and one = any (known);
    execute format($sql$
      create or replace trigger ${objects}_insert after insert on %1$s
        referencing new table as new_rows
        for each statement execute function "${flyway:defaultSchema}".${objects}_capture_insert();
      create or replace trigger ${objects}_update after update on %1$s
        referencing old table as old_rows new table as new_rows
        for each statement execute function "${flyway:defaultSchema}".${objects}_capture_update();
      create or replace trigger ${objects}_delete after delete on %1$s
        referencing old table as old_rows
        for each statement execute function "${flyway:defaultSchema}".${objects}_capture_delete();
      create or replace trigger ${objects}_truncate before truncate on %1$s
        for each statement execute function "${flyway:defaultSchema}".${objects}_capture_truncate();
      create or replace trigger ${objects}_after_truncate after truncate on %1$s
        for each statement execute function "${flyway:defaultSchema}".${objects}_truncated();
      alter table %1$s
        enable always trigger ${objects}_insert,
        enable always trigger ${objects}_update,
        enable always trigger ${objects}_delete,
        enable always trigger ${objects}_truncate,
        enable always trigger ${objects}_after_truncate
      $sql$, one);
    select (select E'\n' || string_agg(kind || ' ' || name || ' ' || value, E'\n') || E'\n' from ${state}) into made
      from (select one::oid) this (relation);
    execute format('comment on trigger ${objects}_truncate on %s is %L', one, made);
    if not one = any (known) then
      execute format(case when by_setup then $sql$
        insert into "${flyway:defaultSchema}".${objects}_backfill (reason, from_key, to_key)
        select 'partition',
          (select ${key_text} from only %1$s t order by ${key} limit 1),
          (select ${key_text} from only %1$s t order by ${key_descending} limit 1)
        where exists (select from only %1$s)
        $sql$ else $sql$
        insert into "${flyway:defaultSchema}".${capture} (cdc_version, action, ${columns})
        select ${version}, 'SNAPSHOT', ${e_row} from only %1$s e
        $sql$ end, one);
    end if;
  end loop;
  for one in select oid from pg_class where oid = any (known) and not oid = any (partitions) loop
    execute format($sql$
      drop trigger if exists ${objects}_insert on %1$s;
      drop trigger if exists ${objects}_update on %1$s;
      drop trigger if exists ${objects}_delete on %1$s;
      drop trigger if exists ${objects}_truncate on %1$s;
      drop trigger if exists ${objects}_after_truncate on %1$s;
      insert into "${flyway:defaultSchema}".${capture} (cdc_version, action, ${key})
      select ${version}, 'DELETE', ${o_key} from only %1$s o
      where not exists (select from "${flyway:defaultSchema}".${table} t where ${t_is_o})
      $sql$, one);
  end loop;
  execute format('comment on trigger ${objects}_insert on %s is %L', captured,
    captured::oid || ' ' || capture::oid || ' ' || nullif(array_to_string(partitions, ','), ''));
end $$;

-- Whoever may execute a trigger's function may attach it to a table of his.
revoke all on function ${objects}_capture_is_ours(oid, boolean), ${objects}_written_before(), ${objects}_capture_insert(),
  ${objects}_capture_update(), ${objects}_capture_delete(), ${objects}_capture_truncate(), ${objects}_truncated(),
  ${objects}_capture_partitions(boolean) from public;

-- Default privileges of the owner give others what they were meant to have on tables of his own: whoever
-- may write ${capture} captures changes that nobody made, whoever may make triggers on it runs code as its
-- owner. What set-up has made in this transaction is nobody else's; where it was there before, who holds
-- no more than set-up gives (select, delete) keeps it.
do $$
declare
  made_now boolean :=
    (select xmin = pg_current_xact_id()::xid from pg_class where oid = '${capture}'::regclass);
  given record;
begin
  for given in
    select case relkind when 'S' then 'sequence' else 'table' end as kind, c.oid::regclass::text as name,
      grantee, array_agg(privilege_type) <@ array['SELECT', 'DELETE'] as little
    from pg_class c, aclexplode(relacl)
    where relnamespace = '"${flyway:defaultSchema}"'::regnamespace and grantee <> relowner
      and relname in ('${capture}', '${capture}_action_id_seq', '${objects}_columns', '${objects}_backfill',
        '${objects}_backfill_backfill_id_seq', '${objects}_statement', '${flyway:table}')
    group by relkind, c.oid, grantee
    union all
    select 'function', p.oid::regprocedure::text, grantee, false
    from pg_proc p, aclexplode(proacl)
    where pronamespace = '"${flyway:defaultSchema}"'::regnamespace and grantee <> proowner
      and (starts_with(proname::text, '${objects}_capture_') or proname in ('${objects}_written_before', '${objects}_truncated'))
  loop
    if made_now or not given.little then
      execute format('revoke all on %s %s from %s cascade', given.kind, given.name,
        case given.grantee when 0 then 'public' else given.grantee::regrole::text end);
    end if;
  end loop;
end $$;

do $$ begin
  perform "${flyway:defaultSchema}".${objects}_capture_partitions(true);
end $$;
