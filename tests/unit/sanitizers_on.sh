#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The sanitizers are in the programs, and stop what is wrong. A build without them has
# nothing to prove, unless MOTCUA_SANITIZERS=required (scripts/check) says that it must.
set -eu
wrong=$TOP_BUILDDIR/tests/unit/sanitizer_fails

if ! grep -q -- '^CFLAGS = .*-fsanitize=address,undefined' "$TOP_BUILDDIR/Makefile"; then
    echo 'this build has no sanitizers'
    [ "${MOTCUA_SANITIZERS:-}" = required ] && exit 1
    exit 77
fi
for fault in address undefined leak; do
    if said=$("$wrong" "$fault" 2>&1); then
        echo "nothing stopped the fault \"$fault\": $said"
        exit 1
    fi
    grep -qE 'AddressSanitizer|LeakSanitizer|runtime error' <<<"$said" ||
        { echo "\"$fault\" failed for another reason: $said"; exit 1; }
done
for program in motcua motcua-courier motcua-printer motcuactl motcua-sandbox; do
    [ -e "$TOP_BUILDDIR/$program" ] || continue
    # As text: a pipe that grep leaves early would look like a failure of nm.
    symbols=$(nm "$TOP_BUILDDIR/$program")
    for symbol in __asan_init __ubsan_handle; do
        grep -q "$symbol" <<<"$symbols" || { echo "$program has no $symbol"; exit 1; }
    done
    checked=yes
done
[ "${checked:-}" = yes ] || { echo 'no program was there to look into'; exit 1; }
