insert into employees values (1, '', null, null, '', null)

update employees set first_name = null, last_name = ''
