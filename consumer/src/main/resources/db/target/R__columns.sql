-- Made anew whenever the contract has changed. The version of a change is the number of the oldest
-- released version of the contract that has the columns which its writer knew: a row whose newest
-- change lacks some may hold old values in them.
set local client_min_messages = warning;
alter table ${guard} add column if not exists version int not null default 1;
alter table ${parked}
  add column if not exists version int not null default 1,
  ${parked_additions};

-- Rows that lack columns are counted all the time.
drop index if exists ${guard}_incomplete;
create index ${guard}_incomplete on ${guard} (${key}) where version not in (${complete});
