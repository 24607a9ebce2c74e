-- by employee
insert into employees (emp_id) values (1), (2)

truncate employees
