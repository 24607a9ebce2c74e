-- What captures: functions and triggers, made anew whenever this file has changed.
--
-- The triggers run once per statement and with their owner's rights, so that whoever may write
-- employees needs no right on emp_cdc. So nobody else may attach these functions to a table; and a
-- trigger that somebody made when he could, does nothing: his table could have types whose casts are
-- his code, and his rows are no employees.

-- Null if the trigger that asks is none of ours: its function then does nothing. On a table of
-- somebody else it is refused; where our own table has got another name, its writers shall not suffer.
--
-- Otherwise whether this session has captured before in the same client's statement. A trigger or a
-- function that the statement calls may write employees too, as may another part of one WITH. Such a
-- change is captured before that of the statement around it, which then would seem the newer one. So
-- from the second capture on, each ends with what the table holds by then, for those of its rows that
-- are no longer as the statement left them. All that a client sends at once counts as one statement,
-- and so does a function or procedure: its later writes pay for a look at their rows.
--
-- The writer cannot turn this answer into "no": a parameter that was set in a session is never null
-- again, and what the session knows of the sequence can be forgotten (DISCARD), which counts as a
-- "yes", but set by nobody except the owner.
create or replace function cdc_written_before(relation oid, trigger_is_ours boolean) returns boolean
  language plpgsql as $$
declare
  statement bigint := date_part('epoch', statement_timestamp()) * 1000000;
  written_before boolean := false;
begin
  if relation is distinct from to_regclass('"${flyway:defaultSchema}".employees') then
    if (select pg_get_userbyid(relowner) <> current_user from pg_class where oid = relation) then
      raise exception '% is not the table that is captured', relation::regclass
        using errcode = 'insufficient_privilege', hint = 'Drop its triggers that call cdc_capture_*.';
    end if;
    return null;
  end if;
  if not trigger_is_ours then
    return null;
  end if;
  if current_setting('cdc.captured', true) is null then
    perform set_config('cdc.captured', 'once', false);
  else
    begin
      written_before := currval('"${flyway:defaultSchema}".cdc_statement') = statement;
    exception when object_not_in_prerequisite_state then
      written_before := true;
    end;
  end if;
  perform setval('"${flyway:defaultSchema}".cdc_statement', statement);
  return written_before;
end $$;

-- What the table holds now is looked up row by row, by the primary key, for those rows alone that the
-- statement has written. As a join, with a plan that was made for other sizes, it read the whole table:
-- in a function or a batch of ten thousand statements, ten thousand times. A LIMIT keeps the lookup a
-- lookup; and a plan from when the table had one page must not scan it when it has a million. Values are
-- compared by their bytes (*<>), as a column's collation may call two texts equal.
create or replace function cdc_capture_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off set enable_seqscan = off as $$
declare
  written_before boolean :=
    "${flyway:defaultSchema}".cdc_written_before(tg_relid, tg_name = 'cdc_insert');
begin
  if written_before is null then
    return null;
  end if;
  insert into "${flyway:defaultSchema}".emp_cdc
    (action, emp_id, first_name, last_name, dob, city, salary)
  select 'INSERT', emp_id, first_name, last_name, dob, city, salary from new_rows;
  if written_before then
    insert into "${flyway:defaultSchema}".emp_cdc
      (action, emp_id, first_name, last_name, dob, city, salary)
    select
      case when e.emp_id is null then 'DELETE' else 'UPDATE' end,
      n.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary
    from new_rows n
      left join lateral (
        select * from "${flyway:defaultSchema}".employees where emp_id = n.emp_id limit 1) e on true
    where e.emp_id is null
      or row(e.first_name, e.last_name, e.dob, e.city, e.salary)::record
        *<> row(n.first_name, n.last_name, n.dob, n.city, n.salary)::record;
  end if;
  return null;
end $$;

-- The transition tables do not pair old rows with new ones; their keys do. A key only among the
-- old is gone, a key only among the new has come: an UPDATE of the primary key. A full join is
-- never a nested loop, so a plan cached for one row also serves a statement that changes a million.
-- The deletes come first, so that a value under a UNIQUE constraint is free when its new row comes.
create or replace function cdc_capture_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off set enable_seqscan = off as $$
declare
  written_before boolean :=
    "${flyway:defaultSchema}".cdc_written_before(tg_relid, tg_name = 'cdc_update');
begin
  if written_before is null then
    return null;
  end if;
  insert into "${flyway:defaultSchema}".emp_cdc
    (action, emp_id, first_name, last_name, dob, city, salary)
  select
    case
      when n.emp_id is null then 'DELETE'
      when o.emp_id is null then 'INSERT'
      else 'UPDATE'
    end,
    coalesce(n.emp_id, o.emp_id), n.first_name, n.last_name, n.dob, n.city, n.salary
  from new_rows n full join old_rows o on o.emp_id = n.emp_id
  order by n.emp_id is null desc;
  if written_before then
    insert into "${flyway:defaultSchema}".emp_cdc
      (action, emp_id, first_name, last_name, dob, city, salary)
    select
      case
        when e.emp_id is null then 'DELETE'
        when n.emp_id is null then 'INSERT'
        else 'UPDATE'
      end,
      coalesce(n.emp_id, o.emp_id), e.first_name, e.last_name, e.dob, e.city, e.salary
    from new_rows n
      full join old_rows o on o.emp_id = n.emp_id
      left join lateral (
        select * from "${flyway:defaultSchema}".employees
        where emp_id = coalesce(n.emp_id, o.emp_id) limit 1) e on true
    where (n.emp_id is null) <> (e.emp_id is null)
      or n.emp_id is not null
        and row(e.first_name, e.last_name, e.dob, e.city, e.salary)::record
          *<> row(n.first_name, n.last_name, n.dob, n.city, n.salary)::record;
  end if;
  return null;
end $$;

create or replace function cdc_capture_delete() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off set enable_seqscan = off as $$
declare
  written_before boolean :=
    "${flyway:defaultSchema}".cdc_written_before(tg_relid, tg_name = 'cdc_delete');
begin
  if written_before is null then
    return null;
  end if;
  insert into "${flyway:defaultSchema}".emp_cdc (action, emp_id)
  select 'DELETE', emp_id from old_rows;
  if written_before then
    insert into "${flyway:defaultSchema}".emp_cdc
      (action, emp_id, first_name, last_name, dob, city, salary)
    select 'INSERT', e.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary
    from old_rows o
      cross join lateral (
        select * from "${flyway:defaultSchema}".employees where emp_id = o.emp_id limit 1) e;
  end if;
  return null;
end $$;

-- TRUNCATE removes rows that an older snapshot does not see, so under REPEATABLE READ the deletes
-- written here could miss some: better refused than lost.
create or replace function cdc_capture_truncate() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set row_security = off as $$
begin
  if "${flyway:defaultSchema}".cdc_written_before(tg_relid, tg_name = 'cdc_truncate') is null then
    return null;
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'TRUNCATE of a captured table needs the isolation level READ COMMITTED'
      using errcode = 'feature_not_supported',
            hint = 'Use DELETE, or run TRUNCATE in a READ COMMITTED transaction.';
  end if;
  -- Nothing is truncated yet, so the transaction may have no id; ids must come before action ids.
  perform pg_current_xact_id();
  insert into "${flyway:defaultSchema}".emp_cdc (action, emp_id)
  select 'DELETE', emp_id from "${flyway:defaultSchema}".employees;
  perform setval('"${flyway:defaultSchema}".cdc_statement', 1);
  return null;
end $$;

-- A trigger of a table that is truncated with ours may write to ours when its deletes are captured and
-- it is not yet empty: the row would be captured and then gone. The mark tells; every capture sets it.
create or replace function cdc_truncated() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  captured_since boolean;
begin
  begin
    captured_since := currval('"${flyway:defaultSchema}".cdc_statement') <> 1;
  exception when object_not_in_prerequisite_state then
    captured_since := true;
  end;
  if "${flyway:defaultSchema}".cdc_written_before(tg_relid, tg_name = 'cdc_after_truncate')
      and captured_since then
    raise exception 'a trigger has written to a captured table while it was truncated'
      using errcode = 'feature_not_supported', hint = 'Use DELETE, or TRUNCATE this table alone.';
  end if;
  return null;
end $$;

-- Whoever may execute a trigger's function may attach it to a table of his.
revoke all on function cdc_written_before(oid, boolean), cdc_capture_insert(),
  cdc_capture_update(), cdc_capture_delete(), cdc_capture_truncate(), cdc_truncated() from public;
drop function if exists cdc_nested();

-- Default privileges of the owner give others what they were meant to have on tables of his own: whoever
-- may write emp_cdc captures changes that nobody made, whoever may make triggers on it runs code as its
-- owner. What set-up has made in this transaction is nobody else's; where it was there before, who holds
-- no more than set-up gives (select, delete) keeps it.
do $$
declare
  made_now boolean :=
    (select xmin = pg_current_xact_id()::xid from pg_class where oid = 'emp_cdc'::regclass);
  given record;
begin
  for given in
    select case relkind when 'S' then 'sequence' else 'table' end as kind, c.oid::regclass::text as name,
      grantee, array_agg(privilege_type) <@ array['SELECT', 'DELETE'] as little
    from pg_class c, aclexplode(relacl)
    where relnamespace = '"${flyway:defaultSchema}"'::regnamespace and grantee <> relowner
      and relname in ('emp_cdc', 'emp_cdc_action_id_seq', 'cdc_backfill',
        'cdc_backfill_backfill_id_seq', 'cdc_statement', '${flyway:table}')
    group by relkind, c.oid, grantee
    union all
    select 'function', p.oid::regprocedure::text, grantee, false
    from pg_proc p, aclexplode(proacl)
    where pronamespace = '"${flyway:defaultSchema}"'::regnamespace and grantee <> proowner
      and (proname like 'cdc\_capture\_%' or proname in ('cdc_written_before', 'cdc_truncated'))
  loop
    if made_now or not given.little then
      execute format('revoke all on %s %s from %s cascade', given.kind, given.name,
        case given.grantee when 0 then 'public' else given.grantee::regrole::text end);
    end if;
  end loop;
end $$;

create or replace trigger cdc_insert after insert on employees
  referencing new table as new_rows
  for each statement execute function cdc_capture_insert();
create or replace trigger cdc_update after update on employees
  referencing old table as old_rows new table as new_rows
  for each statement execute function cdc_capture_update();
create or replace trigger cdc_delete after delete on employees
  referencing old table as old_rows
  for each statement execute function cdc_capture_delete();
create or replace trigger cdc_truncate before truncate on employees
  for each statement execute function cdc_capture_truncate();
create or replace trigger cdc_after_truncate after truncate on employees
  for each statement execute function cdc_truncated();

-- Also what a replication worker or session_replication_role = replica writes is a change.
alter table employees enable always trigger cdc_insert;
alter table employees enable always trigger cdc_update;
alter table employees enable always trigger cdc_delete;
alter table employees enable always trigger cdc_truncate;
alter table employees enable always trigger cdc_after_truncate;
