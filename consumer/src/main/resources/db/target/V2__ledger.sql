-- Every change that took effect, or was recognised as older than what the table already holds.
create table processed_events (
  action_id    bigint primary key,
  emp_id       int not null,
  processed_at timestamptz not null default now()
);

-- The newest change of each employee, kept after a DELETE, so that a deleted employee stays deleted.
-- Its rows are also the locks that make two consumers take turns on one employee. Room is left in
-- the pages so that an update stays in its page and touches no index.
create table employee_versions (
  emp_id    int primary key,
  action_id bigint not null
) with (fillfactor = 70);
