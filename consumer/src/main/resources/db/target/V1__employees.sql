-- The copy. It may have been there long before us, and may have columns and constraints of its own.
create table if not exists employees (
  emp_id     int primary key,
  first_name varchar(100),
  last_name  varchar(100),
  dob        date,
  city       varchar(100),
  salary     int
) with (fillfactor = 80);
