-- Made anew whenever the contract has changed. cdc_version is the number of the oldest released version that
-- has just the columns which the newest change of the key wrote, 0 if none has: a row of which some were not
-- written, or which a version wrote that is not known here, may hold old values in them. Such rows are counted
-- all the time. A topic that is made again under its name has another topic_id; none is known where an operator
-- has set the offset, until the next batch. One row of the offsets is no partition's: who settles parked changes
-- locks it.
set local client_min_messages = warning;
alter table ${guard} add column if not exists cdc_version int not null default 1;
alter table ${offsets} add column if not exists topic_id text;
alter table ${parked}
  ${parked_additions};
drop index if exists ${guard}_lacking;
create index ${guard}_lacking on ${guard} (${key}) where ${lacking};
insert into ${offsets} (topic, partition, next_offset) values ('(settling)', -1, 0) on conflict do nothing;
