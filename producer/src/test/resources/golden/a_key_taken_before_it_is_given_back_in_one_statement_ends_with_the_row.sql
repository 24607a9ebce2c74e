alter table employees drop constraint employees_pkey, add primary key (emp_id) deferrable

insert into employees (emp_id, city) values (1, 'a')

with gone as (delete from employees where emp_id = 1) insert into employees (emp_id, city) values (1, 'b')

alter table employees drop constraint employees_pkey, add primary key (emp_id)
