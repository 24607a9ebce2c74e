create function again() returns trigger language plpgsql as $$ begin if new.city = 'a' then update employees set city = 'b' where emp_id = new.emp_id; end if; return null; end $$

create trigger again after insert or update on employees for each row execute function again()

insert into employees (emp_id, city) values (1, 'a')

drop trigger again on employees
