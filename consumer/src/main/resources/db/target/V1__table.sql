-- The copy. It may have been there long before us, and may have columns and constraints of its own.
create table if not exists ${table} (
  ${copy_definition}
) with (fillfactor = 80);
