#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Plays the session of session.play, and then looks for what the citizen said in the memory
# of the kiosk and its courier: nothing of it is left there. (The printer's libraries may
# keep a word of the last slip in their caches.)
set -eu
: "${TOP_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
export TOP_SRCDIR
if [ "$(id -u)" != 0 ]; then
    echo 'SKIP: only root may look into the memory of these programs'
    exit 77
fi
# What glibc's allocator is told by the kiosk, a sanitizer's is told here.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}max_free_fill_size=16777216:free_fill_byte=170:detect_stack_use_after_return=0"
script=$(mktemp /tmp/motcua-forget.XXXXXX)
trap 'rm -f "$script"' EXIT
awk -v look="python3 '$TOP_SRCDIR/tests/screen/look_for.py'" '
    # While the form is open the search must find something, or it sees nothing at all.
    /^show The child/ { print "shell ! " look " $PLAY_PID \"LÊ THỊ THU\"" }
    /^key F10 F10/ {
        print "shell " look " $PLAY_PID \"LÊ THỊ THU\" \"BẢO NGỌC\" 048196006603 30/11/1993 1993-11-30"
    }
    { print }' "$TOP_SRCDIR/tests/screen/session.play" >"$script"
"$TOP_SRCDIR/tests/screen/run" "$script"
