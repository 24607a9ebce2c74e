-- Every change that took effect, or was recognised as older than what the table already holds.
create table if not exists ${ledger} (
  action_id    bigint primary key,
  ${own_key},
  processed_at timestamptz not null default now()
);

-- The newest change of each key, kept after a DELETE, so that a deleted row stays deleted. Its rows
-- are also the locks that make two consumers take turns on one key. Room is left in the pages so
-- that an update stays in its page and touches no index.
create table if not exists ${guard} (
  ${own_key},
  action_id bigint not null,
  primary key (${key})
) with (fillfactor = 70);
