set session_replication_role = replica

insert into employees (emp_id) values (1)

update employees set salary = 1

delete from employees

insert into employees (emp_id) values (2)

truncate employees
