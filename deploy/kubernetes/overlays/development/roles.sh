#!/usr/bin/env bash
# Run by the image when a database is new: its owner, who is no superuser, and the roles of docs/security.md. What they may
# do is given by "cdc setup". The passwords are on no command line and in no log.
set -euo pipefail
for role in setup producer consumer verify; do
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname "$POSTGRES_DB" \
    --set role="$role" --set file="/run/secrets/databases/$role" <<'END'
set log_min_error_statement = panic;
\set password `cat :'file'`
create role :"role" login password :'password';
END
done
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname "$POSTGRES_DB" \
  --command "alter database $POSTGRES_DB owner to setup" --command 'revoke create on schema public from public'
