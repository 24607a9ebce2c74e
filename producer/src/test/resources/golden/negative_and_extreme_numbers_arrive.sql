insert into employees (emp_id, salary) values (-1, -5), (0, 0), (-2147483648, 2147483647), (2147483646, -2147483648)
