-- Every change of employees, written by the transaction that makes it.
--
-- action_id is handed out before commit, so its order is not the order of commits: the producer
-- reads by the difference of two snapshots over txid, and needs action_id only for the order of
-- one employee's changes. The sequence must keep CACHE 1, or sessions would hand out ids from
-- blocks of their own and that order would break.
create table emp_cdc (
  action_id   bigint generated always as identity (cache 1) primary key,
  txid        xid8 not null default pg_current_xact_id(),
  captured_at timestamptz not null default clock_timestamp(),
  emp_id      int not null,
  salary      int,
  dob         date,
  action      text not null check (action in ('SNAPSHOT', 'INSERT', 'UPDATE', 'DELETE')),
  first_name  varchar(100),
  last_name   varchar(100),
  city        varchar(100)
);

-- Rows only come and, after the retention, go: vacuum by count of both, not by a share of the table.
alter table emp_cdc set (
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05
);

-- The triggers run once per statement and with their owner's rights, so that whoever may write
-- employees needs no right on emp_cdc.

-- A trigger of the table's owner may write employees again while a statement is under way. Its change
-- is captured before that of the statement around it, which then would seem the newer one. So once a
-- transaction has nested writes, each statement's capture ends with what the table holds by then,
-- for those of its rows that are no longer as the statement left them.
create function cdc_nested() returns boolean
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if pg_trigger_depth() > 1 then
    perform set_config('cdc.nested', 'on', true);
  end if;
  return coalesce(current_setting('cdc.nested', true) = 'on', false);
end $$;

create function cdc_capture_insert() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into "${flyway:defaultSchema}".emp_cdc
    (action, emp_id, first_name, last_name, dob, city, salary)
  select 'INSERT', emp_id, first_name, last_name, dob, city, salary from new_rows;
  if "${flyway:defaultSchema}".cdc_nested() then
    insert into "${flyway:defaultSchema}".emp_cdc
      (action, emp_id, first_name, last_name, dob, city, salary)
    select
      case when e.emp_id is null then 'DELETE' else 'UPDATE' end,
      n.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary
    from new_rows n left join "${flyway:defaultSchema}".employees e on e.emp_id = n.emp_id
    where e.emp_id is null
      or (e.first_name, e.last_name, e.dob, e.city, e.salary)
        is distinct from (n.first_name, n.last_name, n.dob, n.city, n.salary);
  end if;
  return null;
end $$;

-- The transition tables do not pair old rows with new ones; their keys do. A key only among the
-- old is gone, a key only among the new has come: an UPDATE of the primary key. A full join is
-- never a nested loop, so a plan cached for one row also serves a statement that changes a million.
-- The deletes come first, so that a value under a UNIQUE constraint is free when its new row comes.
create function cdc_capture_update() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
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
  if "${flyway:defaultSchema}".cdc_nested() then
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
      left join "${flyway:defaultSchema}".employees e on e.emp_id = coalesce(n.emp_id, o.emp_id)
    where (n.emp_id is null) <> (e.emp_id is null)
      or n.emp_id is not null
        and (e.first_name, e.last_name, e.dob, e.city, e.salary)
          is distinct from (n.first_name, n.last_name, n.dob, n.city, n.salary);
  end if;
  return null;
end $$;

create function cdc_capture_delete() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into "${flyway:defaultSchema}".emp_cdc (action, emp_id)
  select 'DELETE', emp_id from old_rows;
  if "${flyway:defaultSchema}".cdc_nested() then
    insert into "${flyway:defaultSchema}".emp_cdc
      (action, emp_id, first_name, last_name, dob, city, salary)
    select 'INSERT', e.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary
    from old_rows o join "${flyway:defaultSchema}".employees e on e.emp_id = o.emp_id;
  end if;
  return null;
end $$;

-- TRUNCATE removes rows that an older snapshot does not see, so under REPEATABLE READ the deletes
-- written here could miss some: better refused than lost.
create function cdc_capture_truncate() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'TRUNCATE of a captured table needs the isolation level READ COMMITTED'
      using errcode = 'feature_not_supported',
            hint = 'Use DELETE, or run TRUNCATE in a READ COMMITTED transaction.';
  end if;
  -- Nothing is truncated yet, so the transaction may have no id; ids must come before action ids.
  perform pg_current_xact_id();
  insert into "${flyway:defaultSchema}".emp_cdc (action, emp_id)
  select 'DELETE', emp_id from "${flyway:defaultSchema}".employees;
  return null;
end $$;

create trigger cdc_insert after insert on employees
  referencing new table as new_rows
  for each statement execute function cdc_capture_insert();
create trigger cdc_update after update on employees
  referencing old table as old_rows new table as new_rows
  for each statement execute function cdc_capture_update();
create trigger cdc_delete after delete on employees
  referencing old table as old_rows
  for each statement execute function cdc_capture_delete();
create trigger cdc_truncate before truncate on employees
  for each statement execute function cdc_capture_truncate();

-- Also what a replication worker or session_replication_role = replica writes is a change.
alter table employees enable always trigger cdc_insert;
alter table employees enable always trigger cdc_update;
alter table employees enable always trigger cdc_delete;
alter table employees enable always trigger cdc_truncate;

-- How far each backfill has come, so that one that was interrupted goes on where it was.
create table cdc_backfill (
  backfill_id bigint generated always as identity primary key,
  reason      text not null,
  from_key    int not null,
  to_key      int not null,
  last_key    int,
  rows_sent   bigint not null default 0,
  started_at  timestamptz not null default now(),
  finished_at timestamptz
);

-- Rows that were there before the triggers are sent once, by the first set-up.
insert into cdc_backfill (reason, from_key, to_key)
select 'initial', min(emp_id), max(emp_id) from employees having count(*) > 0;
