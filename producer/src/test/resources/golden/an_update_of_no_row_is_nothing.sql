insert into employees (emp_id) values (7)

update employees set salary = 1 where emp_id = 8
