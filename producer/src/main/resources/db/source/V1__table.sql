-- The source of truth. It may have been there long before us.
-- Which is no news; all migrations run in one transaction.
set local client_min_messages = warning;
create table if not exists ${table} (
  ${definition}
);
