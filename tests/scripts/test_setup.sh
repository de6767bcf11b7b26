#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/setup calls nothing where all is there, installs exactly what is missing, and
# says so where it cannot. Told with programs that stand in for dpkg-query and apt-get.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"

stand_in() {
    printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}
# Every package asked for is installed, but those in $ABSENT.
stand_in dpkg-query 'shift 3
for package in "$@"; do
    case " $ABSENT " in *" $package "*) ;; *) echo "$package installed" ;; esac
done
[ -z "$ABSENT" ]'
stand_in apt-get 'echo "$@" >>"$CALLS"; case "$*" in *"$APT_FAILS"*) exit 100 ;; esac'
stand_in id 'echo "$USER_ID"'
stand_in sudo 'echo sudo >>"$CALLS"; [ "$1" = -n ] && shift; exec "$@"'

# setup USER_ID ABSENT APT_FAILS SET : its code; what it called is in calls.
setup() {
    local code=0
    : >"$work/calls"
    USER_ID=$1 ABSENT=$2 APT_FAILS=$3 CALLS=$work/calls PATH="$work/bin:$PATH" \
        bash "$TOP_SRCDIR/scripts/setup" $4 >"$work/said" 2>&1 </dev/null || code=$?
    echo "$code"
}
expect() {
    [ "$1" = "$2" ] || {
        echo "FAIL: $3: got \"$1\" for \"$2\""
        cat "$work/said" "$work/calls"
        exit 1
    }
}

expect "$(setup 0 '' none '')" 0 'all are there'
expect "$(cat "$work/calls")" '' 'all are there: no calls'

expect "$(setup 0 'cppcheck libvterm-dev' none '')" 0 'two are missing'
expect "$(grep -c update "$work/calls")" 1 'the list is brought up to date'
expect "$(grep -o 'install -y.*' "$work/calls")" \
    'install -y --no-install-recommends cppcheck libvterm-dev' 'these two alone'
expect "$(grep -c sudo "$work/calls" || true)" 0 'root needs no sudo'

expect "$(setup 0 cppcheck none run)" 0 'the demonstration does not need it'
expect "$(cat "$work/calls")" '' 'the demonstration does not need it: no calls'

expect "$(setup 0 jq update '')" 0 'offline, but with the package at hand'
expect "$(setup 0 jq install '')" 1 'it cannot be installed'
grep -q 'apt-get install jq' "$work/said"
expect "$(setup 1000 jq none '')" 0 'through sudo'
grep -q sudo "$work/calls"
expect "$(setup 0 '' none nonsense)" 64 'a word it does not know'
