#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The count at the end of scripts/check is right: a failure is never lost in it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tally=$TOP_SRCDIR/scripts/tally

[ "$(bash "$tally" "$work")" = '0 0 0' ]
mkdir "$work/deep"
printf ':test-result: PASS\n:global-test-result: PASS\n' >"$work/a.trs"
printf ':test-result: XFAIL\n:test-result: FAIL one\n' >"$work/deep/b.trs"
printf ':test-result: ERROR\n:test-result: XPASS\n:test-result: SKIP\n' >"$work/deep/c.trs"
[ "$(bash "$tally" "$work")" = '2 3 1' ]
