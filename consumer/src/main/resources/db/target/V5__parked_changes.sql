-- Of each employee at most one change, the newest, that waits for another row: a unique value that is still
-- held, a parent that has not come. Texts have no length here, or one that is too long could not wait.
create table parked_changes (
  emp_id           int primary key,
  action_id        bigint not null,
  deleted          boolean not null,
  first_name       text,
  last_name        text,
  dob              date,
  city             text,
  salary           int,
  sqlstate         text not null,
  constraint_name  text,
  parked_at        timestamptz not null default now(),
  topic            text not null,
  partition        int not null,
  record_offset    bigint not null,
  record_timestamp bigint not null,
  record_key       bytea,
  record_value     bytea,
  record_headers   bytea not null
);

-- How far each partition has been applied, written in the transaction of the batch: so the target itself
-- knows what it holds, whatever the offsets of the group say.
create table applied_offsets (
  topic       text not null,
  partition   int not null,
  next_offset bigint not null,
  applied_at  timestamptz not null default now(),
  primary key (topic, partition)
) with (fillfactor = 50);
