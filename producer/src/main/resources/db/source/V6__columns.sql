-- Which columns each number of cdc_version has: a producer may meet one that is newer than its build.
create table if not exists ${objects}_columns (
  version int primary key,
  columns text[] not null
);
