#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# motcua-play can fail: each script below is wrong in one way, and must be told so.
set -eu
here=$TOP_SRCDIR/tests/screen
play=$TOP_BUILDDIR/tests/screen/motcua-play
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# must_end CODE WORDS LINE... : the script of these lines ends with CODE and says WORDS.
must_end() {
    local wanted=$1 words=$2 code=0
    shift 2
    printf '%s\n' 'patience 1' "$@" >"$work/case.play"
    "$play" "$work/case.play" -- bash "$here/small_program.sh" >"$work/said" 2>&1 || code=$?
    if [ "$code" != "$wanted" ] || ! grep -qF -- "$words" "$work/said"; then
        printf 'FAIL: %s\n  wanted %s and "%s", got %s:\n' "$*" "$wanted" "$words" "$code"
        sed 's/^/  | /' "$work/said"
        failures=$((failures + 1))
    fi
}

must_end 0 'fine' 'start' 'expect Tiêu đề' 'say fine'
must_end 1 'case.play:3: wait: after 1 s "no such text" is not on the screen' \
    'start' 'wait 1 no such text'
must_end 1 'still on the screen' 'wait-gone 1 Tiêu đề'
must_end 1 'is on the screen' 'refuse Tiêu đề'
must_end 1 'row  3  wanted |bytes: 79|' 'type x' 'screen-part 3 3 <<EOT' 'bytes: 79' 'EOT'
must_end 1 'seen   |bytes: 78|' 'type x' 'screen-part 3 3 <<EOT' 'bytes: 79' 'EOT'
must_end 1 'the cursor is at 5 3' 'expect-cursor 1 1'
must_end 1 'it is not plain: bold' 'expect-style 1 1 plain'
must_end 1 'it is not bold: plain' 'expect-styled bold bytes'
must_end 1 'has written these bytes' 'type h' 'expect-no-bytes e280ae'
must_end 1 'the program ended with 7' 'key q' 'exit 0'
must_end 1 'nobody reads the keys' 'key q' 'settle' 'type x'
must_end 1 'no `exit` expects it' 'key q' 'settle'
must_end 1 'the program has ended (code 137)' 'start' 'shell kill -KILL $PLAY_PID' 'alive'
must_end 1 'the command failed (code 3)' 'shell exit 3'
must_end 1 'nothing on the screen matches' 'capture X (\d+)-none'
must_end 1 'there is no variable ${NONE}' 'type ${NONE}'
must_end 1 'there is no key "Entre"' 'key Entre'
must_end 1 'the name of a key is missing' 'key'
must_end 1 'the replacement "$7" cannot be made' 'mask bytes $7' 'screen <<EOT' 'bytes' 'EOT'
must_end 1 'a sanitizer has found a fault' 'type s'
must_end 2 'case.play:2: there is no step "tpye"' 'tpye x'
must_end 2 'the closing EOT is missing' 'screen <<EOT' 'x'
must_end 2 'takes no body' 'type <<EOT' 'EOT'

code=0
"$play" "$work/none.play" -- true 2>/dev/null || code=$?
[ "$code" = 2 ] || { echo "FAIL: a script that is not there gave $code"; failures=$((failures + 1)); }
code=0
"$play" "$work/case.play" 2>/dev/null || code=$?
[ "$code" = 2 ] || { echo "FAIL: a call without a program gave $code"; failures=$((failures + 1)); }
printf 'exit 127\n' >"$work/case.play"
"$play" "$work/case.play" -- "$work/no-such-program" ||
    { echo 'FAIL: a program that is not there'; failures=$((failures + 1)); }

[ "$failures" = 0 ]
