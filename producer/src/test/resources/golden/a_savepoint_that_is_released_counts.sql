begin

savepoint s

insert into employees (emp_id) values (1)

release s

commit
