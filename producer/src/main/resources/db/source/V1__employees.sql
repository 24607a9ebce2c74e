-- The source of truth. It may have been there long before us.
create table if not exists employees (
  emp_id     int primary key,
  first_name varchar(100),
  last_name  varchar(100),
  dob        date,
  city       varchar(100),
  salary     int
);
