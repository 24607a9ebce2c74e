-- by employee
insert into employees (emp_id, city) values (3, 'c'), (2, 'b'), (1, 'a')

update employees set emp_id = emp_id + 1
