-- Default privileges of the owner give others what they were meant to have on tables of his own: whoever
-- may write ours decides what counts as applied, and whoever may make triggers on them runs code as the
-- consumer. What set-up makes in this transaction, and its history, is nobody else's; its grants come later.
do $$
declare
  given record;
begin
  for given in
    select distinct c.oid::regclass as name, grantee
    from pg_class c, aclexplode(relacl)
    where relname in ('${ledger}', '${guard}', '${parked}', '${offsets}',
        '${flyway:table}')
      and relnamespace = '"${flyway:defaultSchema}"'::regnamespace
      and grantee <> relowner
      and (c.xmin = pg_current_xact_id()::xid or relname = '${flyway:table}')
  loop
    execute format('revoke all on %s from %s cascade', given.name,
      case given.grantee when 0 then 'public' else given.grantee::regrole::text end);
  end loop;
end $$;
