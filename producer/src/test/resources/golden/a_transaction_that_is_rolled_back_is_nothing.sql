begin

insert into employees (emp_id) values (1)

rollback

insert into employees (emp_id) values (2)
