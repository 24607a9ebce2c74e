insert into employees (emp_id, city) values (7, 'London')

update employees set emp_id = 8
