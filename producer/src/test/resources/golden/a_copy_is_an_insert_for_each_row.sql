copy employees (emp_id, first_name, last_name, dob, city, salary) from stdin with (format csv)
1,Ada,Lovelace,1815-12-10,London,100
2,,,,,
3,Grace,Hopper,1906-12-09,New York,200
