-- The source of truth. It may have been there long before us.
create table if not exists ${table} (
  ${definition}
);
