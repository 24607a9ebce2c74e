insert into employees (emp_id, dob) values (1, 'infinity'), (2, '-infinity')
