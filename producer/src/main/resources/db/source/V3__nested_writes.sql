-- A write may also be nested without a trigger: in a function that a statement calls, or beside another
-- in one WITH. So from the second capture of one client's statement on, each ends with what the table
-- holds by then, as nested ones did before. All that a client sends at once counts as one statement,
-- and so does a function: its later writes pay for a look at their rows, and nothing is captured twice
-- that the look finds as it was written.
create or replace function cdc_nested() returns boolean
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  statement text := extract(epoch from statement_timestamp());
begin
  if current_setting('cdc.statement', true) = statement then
    return true;
  end if;
  perform set_config('cdc.statement', statement, true);
  return false;
end $$;
