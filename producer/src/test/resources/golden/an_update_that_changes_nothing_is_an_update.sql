insert into employees (emp_id, salary) values (7, 1)

update employees set salary = salary
