insert into employees (emp_id, first_name) values (1, 'a'), (2, 'b'), (3, 'c')
