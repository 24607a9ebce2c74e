begin

insert into employees (emp_id) values (1)

savepoint s

update employees set salary = 1

rollback to s

update employees set city = 'x'

release s

commit
