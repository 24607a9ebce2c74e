-- by employee
insert into employees (emp_id, salary) values (1, 1), (2, 2)

merge into employees e using (values (1, 10), (2, null), (3, 30)) as n (emp_id, salary) on e.emp_id = n.emp_id when matched and n.salary is null then delete when matched then update set salary = n.salary when not matched then insert (emp_id, salary) values (n.emp_id, n.salary)
