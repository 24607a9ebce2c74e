-- by employee
insert into employees (emp_id, salary) select g, g from generate_series(1, 3) g

update employees set salary = salary * 10
