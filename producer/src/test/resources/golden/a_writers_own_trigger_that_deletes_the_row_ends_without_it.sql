create function gone() returns trigger language plpgsql as $$ begin delete from employees where emp_id = new.emp_id; return null; end $$

create trigger gone after insert on employees for each row execute function gone()

insert into employees (emp_id) values (1)

drop trigger gone on employees
