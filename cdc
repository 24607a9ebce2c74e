#!/bin/sh
# Builds Employee CDC if it is not built or its sources are newer, then runs a command of it.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
lib="$root/workbench/target/lib"
stamp="$root/workbench/target/built"

# "schema" looks at the schema files themselves, at every save: no build for those. Only "register" takes
# the released versions that the program carries.
case "${1:-} ${2:-}" in
  'schema register') unwatched='' ;;
  'schema '*) unwatched='*/schemas/src/main/[ar]*/*' ;;
  *) unwatched='' ;;
esac
if [ ! -e "$stamp" ] || [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main \
    -type f ! -path "$unwatched" -newer "$stamp" 2>/dev/null | head -n 1)" ]; then
  echo "cdc: building, which takes a few minutes the first time" >&2
  log="$root/.cdc/build.log"
  mkdir -p "$root/.cdc"
  if ! (cd "$root" && mvn -B -q -DskipTests package) >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "cdc: the build failed; the whole log is in $log" >&2
    exit 1
  fi
  touch "$stamp"
fi

java=java
[ -z "${JAVA_HOME:-}" ] || java="$JAVA_HOME/bin/java"

# Short commands start faster on the first compiler and the simplest collector.
case "${1:-}" in
  producer | consumer | bench) options= ;;
  *) options="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" ;;
esac
terminal=false
[ ! -t 2 ] || terminal=true
output=false
[ ! -t 1 ] || output=true
input=false
[ ! -t 0 ] || input=true
# shellcheck disable=SC2086
exec "$java" $options -Dcdc.home="$root/.cdc" -Dcdc.terminal="$terminal" \
  -Dcdc.output.terminal="$output" -Dcdc.input.terminal="$input" -cp "$lib/*" io.employeecdc.cli.Cdc "$@"
