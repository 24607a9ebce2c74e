set role clerk

insert into employees (emp_id) values (1)

update employees set salary = 1

update employees set emp_id = 2

delete from employees

truncate employees
