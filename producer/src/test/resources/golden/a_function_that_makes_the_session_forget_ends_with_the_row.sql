insert into employees (emp_id, city) values (1, 'a'), (2, 'a')

create function pay_and_forget(emp_id int) returns text language plpgsql as $$ begin if emp_id = 2 then update employees e set salary = 7 where e.emp_id = 1; perform set_config('cdc.' || name, '', scope) from unnest(array['captured', 'statement', 'nested']) name, unnest(array[true, false]) scope; execute 'reset all'; execute 'discard sequences'; end if; return 'b'; end $$

update employees set city = pay_and_forget(emp_id)

drop function pay_and_forget
