-- What the table holds now is looked up row by row, by the primary key, for those rows alone that the
-- statement has written. As a join, with a plan that was made for other sizes, it read the whole table:
-- in a function or a batch of ten thousand statements, ten thousand times. A LIMIT keeps the lookup a
-- lookup; and a plan from when the table had one page must not scan it when it has a million.
create or replace function cdc_capture_insert() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
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
    from new_rows n
      left join lateral (
        select * from "${flyway:defaultSchema}".employees where emp_id = n.emp_id limit 1) e on true
    where e.emp_id is null
      or (e.first_name, e.last_name, e.dob, e.city, e.salary)
        is distinct from (n.first_name, n.last_name, n.dob, n.city, n.salary);
  end if;
  return null;
end $$;

create or replace function cdc_capture_update() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
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
      left join lateral (
        select * from "${flyway:defaultSchema}".employees
        where emp_id = coalesce(n.emp_id, o.emp_id) limit 1) e on true
    where (n.emp_id is null) <> (e.emp_id is null)
      or n.emp_id is not null
        and (e.first_name, e.last_name, e.dob, e.city, e.salary)
          is distinct from (n.first_name, n.last_name, n.dob, n.city, n.salary);
  end if;
  return null;
end $$;

create or replace function cdc_capture_delete() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
begin
  insert into "${flyway:defaultSchema}".emp_cdc (action, emp_id)
  select 'DELETE', emp_id from old_rows;
  if "${flyway:defaultSchema}".cdc_nested() then
    insert into "${flyway:defaultSchema}".emp_cdc
      (action, emp_id, first_name, last_name, dob, city, salary)
    select 'INSERT', e.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary
    from old_rows o
      cross join lateral (
        select * from "${flyway:defaultSchema}".employees where emp_id = o.emp_id limit 1) e;
  end if;
  return null;
end $$;
