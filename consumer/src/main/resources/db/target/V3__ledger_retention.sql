-- The ledger is pruned by age. It is filled in the order of time, so an index of block ranges finds
-- what is old and costs the inserts next to nothing.
create index if not exists ${ledger}_processed_at on ${ledger}
  using brin (processed_at) with (pages_per_range = 32, autosummarize = on);

-- Rows only come and, after the retention, go: vacuum by count of both, not by a share of the table.
alter table ${ledger} set (
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05
);
