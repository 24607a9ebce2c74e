-- Of each key at most one change, the newest, that waits for another row: a unique value that is still
-- held, a parent that has not come. Its row's columns come with R__columns.sql; cdc_known names those that
-- the record's writer knew.
create table if not exists ${parked} (
  cdc_id           bigint generated always as identity unique,
  ${own_key},
  action_id        bigint not null,
  cdc_known        text[] not null,
  cdc_deleted      boolean not null,
  sqlstate         text not null,
  constraint_name  text,
  parked_at        timestamptz not null default now(),
  cdc_topic        text not null,
  cdc_partition    int not null,
  record_offset    bigint not null,
  record_timestamp bigint not null,
  record_key       bytea,
  record_value     bytea,
  record_headers   bytea not null,
  primary key (${key})
);

-- How far each partition has been applied, written in the transaction of the batch: so the target itself
-- knows what it holds, whatever the offsets of the group say. R__columns.sql adds the id of the topic.
create table if not exists ${offsets} (
  topic       text not null,
  partition   int not null,
  next_offset bigint not null,
  applied_at  timestamptz not null default now(),
  primary key (topic, partition)
) with (fillfactor = 50);
