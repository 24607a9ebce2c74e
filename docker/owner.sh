#!/usr/bin/env bash
# Run by the image when a database is new: makes its owner, who is no superuser. What triggers do is
# done with its rights. The password is on no command line and in no log.
set -euo pipefail
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname "$POSTGRES_DB" \
  --set file="/run/secrets/${POSTGRES_DB}_password" <<'END'
set log_min_error_statement = panic;
\set password `cat :'file'`
create role cdc login password :'password';
alter database :"DBNAME" owner to cdc;
grant execute on function pg_ls_waldir() to cdc;
END
