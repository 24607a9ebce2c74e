-- Default privileges of the owner give others what they were meant to have on tables of his own: whoever
-- may write ours decides what counts as applied, whoever may make triggers on them runs code as the
-- consumer, whoever may set the sequence of ${parked} has every change that must wait refused. What set-up
-- makes in this transaction, its history and the sequence are nobody else's; its grants come later. Of what
-- was there before, who holds no more than set-up gives (select, insert, update, delete) keeps it.
do $$
declare
  given record;
begin
  for given in
    select case relkind when 'S' then 'sequence' else 'table' end as kind, c.oid::regclass::text as name, grantee
    from pg_class c, aclexplode(relacl)
    where relname in ('${ledger}', '${guard}', '${parked}', '${parked}_cdc_id_seq', '${offsets}', '${flyway:table}')
      and relnamespace = '"${flyway:defaultSchema}"'::regnamespace
      and grantee <> relowner
    group by c.oid, relname, relkind, c.xmin, grantee
    having c.xmin = pg_current_xact_id()::xid or relname in ('${parked}_cdc_id_seq', '${flyway:table}')
      or bool_or(is_grantable) or not array_agg(privilege_type) <@ array['SELECT', 'INSERT', 'UPDATE', 'DELETE']
  loop
    execute format('revoke all on %s %s from %s cascade', given.kind, given.name,
      case given.grantee when 0 then 'public' else given.grantee::regrole::text end);
  end loop;
end $$;
