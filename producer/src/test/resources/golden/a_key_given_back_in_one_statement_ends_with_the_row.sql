insert into employees (emp_id, city) values (1, 'a')

with gone as (delete from employees returning emp_id) insert into employees (emp_id, city) select emp_id, 'b' from gone
