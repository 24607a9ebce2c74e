-- The copy. It may have been there long before us, and may have columns and constraints of its own.
set local client_min_messages = warning;
create table if not exists ${table} (
  ${copy_definition}
) with (fillfactor = 80);
