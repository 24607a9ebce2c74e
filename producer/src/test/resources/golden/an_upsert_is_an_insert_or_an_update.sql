-- by employee
insert into employees (emp_id, salary) values (1, 1)

insert into employees (emp_id, salary) values (1, 10), (2, 20) on conflict (emp_id) do update set salary = excluded.salary

insert into employees (emp_id, salary) values (1, 99) on conflict do nothing
