insert into employees values (7, 'Ada', 'Lovelace', '1815-12-10', 'London', 100)
