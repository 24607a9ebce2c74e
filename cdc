#!/bin/sh
# Starts Employee CDC: of a checkout, which is built first if it is not, or if its sources are newer;
# or of a release, whose jars are in lib, beside the folder of this script.
set -eu

fail() {
  echo "cdc: $1" >&2
  exit "$2"
}

program=$0
while [ -L "$program" ]; do
  to=$(readlink -- "$program")
  case $to in
    /*) program=$to ;;
    *) program=$(dirname -- "$program")/$to ;;
  esac
done
root=$(CDPATH='' cd -- "$(dirname -- "$program")" && pwd)

# A runtime says its version in a file. What lies elsewhere, as a version manager's, is asked.
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, where no bin/java is; set it to Java 17 or newer, or unset it" 3
else
  java=$(command -v java) || fail "no java on the PATH, and JAVA_HOME names none; Java 17 or newer is needed" 3
fi
real=$(readlink -f -- "$java" 2>/dev/null) || real=$java
version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "${real%/bin/java}/release" 2>/dev/null) || version=
[ -n "$version" ] || version=$("$java" -version 2>&1 </dev/null | sed -n 's/.* version "\([^"]*\)".*/\1/p')
case ${version%%[!0-9]*} in
  '') fail "$java does not say which Java it is; 17 or newer is needed" 3 ;;
  ? | 1[0-6]) fail "$java is Java $version; 17 or newer is needed, and JAVA_HOME may name it" 3 ;;
esac

build() {
  [ -x "${real%java}javac" ] ||
    fail "this checkout is to be built, for which a JDK is needed; no javac is beside $real" 3
  mkdir -p "$home" 2>/dev/null && [ -w "$root" ] && [ -w "$home" ] ||
    fail "this checkout is to be built, but $root cannot be written to" 3
  echo "cdc: building, which takes a few minutes the first time" >&2
  if ! (cd "$root" && .ci/maven -B -q -DskipTests -pl workbench -am package) >"$home/build.log" 2>&1; then
    tail -n 30 "$home/build.log" >&2
    fail "the build failed; the whole log is in $home/build.log" 1
  fi
  "$root/docker/arguments" 2>/dev/null | sed -n 's/^REVISION=//p' >"$built"
}

if [ -e "$root/pom.xml" ]; then
  checkout=-Dcdc.checkout=$root
  home=$root/.cdc
  lib=$root/workbench/target/lib
  built=$root/workbench/target/built
  # "schema" looks at the schema files themselves, at every save: no build for those. Only "register"
  # takes the released versions that the program carries.
  case "${1:-} ${2:-}" in
    'schema register') unwatched='' ;;
    'schema '*) unwatched='*/schemas/src/main/[ar]*/*' ;;
    *) unwatched='' ;;
  esac
  if [ ! -e "$built" ] || [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main \
      -type f ! -path "$unwatched" -newer "$built" 2>/dev/null | head -n 1)" ]; then
    build
  fi
else
  root=${root%/bin}
  checkout=
  home=${HOME:-.}/.cdc
  lib=$root/lib
  built=$lib/built
  [ -e "$built" ] || fail "$lib holds no release of Employee CDC; link to $program, do not copy it" 3
  case "${1:-}" in
    demo | stack | bench)
      [ -d "$lib/workbench" ] || fail "'$1' is in the archive cdc-workbench of the same release; \
unpack it into ${root%/*}, as this one" 2
      ;;
  esac
fi
EMPLOYEE_CDC_COMMIT=
[ ! -s "$built" ] || read -r EMPLOYEE_CDC_COMMIT <"$built"
export EMPLOYEE_CDC_COMMIT

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
exec "$java" $options ${checkout:+"$checkout"} -Dcdc.home="$home" -Dcdc.terminal="$terminal" \
  -Dcdc.output.terminal="$output" -Dcdc.input.terminal="$input" \
  -cp "$lib/*:$lib/workbench/*" io.employeecdc.cli.Cdc "$@"
