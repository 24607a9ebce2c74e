insert into employees values (7, 'Ada', 'Lovelace', '1815-12-10', 'London', 100)

delete from employees where emp_id = 7
