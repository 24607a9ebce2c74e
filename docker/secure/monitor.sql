-- What the role "monitor" may in a database; run by the superuser, at each start.
--
-- It may see of the sessions of others all but their statements, which hold rows. In its search_path the view
-- stands before the one of PostgreSQL; a function of its own role asks, as a view would ask with the rights of
-- whoever reads it.
do $$ begin
  if not exists (select from pg_roles where rolname = 'statistics') then
    create role statistics;
  end if;
end $$;
grant pg_read_all_stats to statistics;
create schema if not exists monitor;
create or replace function monitor.sessions() returns setof pg_stat_activity
  language sql security definer set search_path = pg_catalog, pg_temp as
  $$ select (jsonb_populate_record(session, '{"query": null}')).* from pg_stat_activity session $$;
revoke all on function monitor.sessions() from public;
alter function monitor.sessions() owner to statistics;
create or replace view monitor.pg_stat_activity as select * from monitor.sessions();
grant usage on schema monitor to monitor, statistics;
grant select on monitor.pg_stat_activity to monitor;
grant execute on function monitor.sessions(), pg_ls_waldir() to monitor;
alter role monitor set search_path = monitor, pg_catalog;
-- The exporter asks each database for its size.
grant connect on database postgres, template1 to monitor;
