insert into employees (emp_id, city) values (1, 'a')

merge into employees e using (values (1, 1), (2, 99)) as n (ord, emp_id) on e.emp_id = n.emp_id when matched then delete when not matched then insert (emp_id, city) values (1, 'b')
