insert into employees values (1, 'Zoë', '松本', null, '🏔️ Αθήνα', 0)

update employees set city = repeat('😀', 100)
