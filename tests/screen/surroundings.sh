#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The kiosk in terminals and environments of every kind: it works, or says in one clear
# sentence why not.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# play NAME STEPS: against the real kiosk, whose standard error is on the screen.
play() {
    {
        echo 'shell sed -i "s|^exec .*|& 2>\&1|" "$WORK/kiosk"'
        echo "$2"
    } >"$work/$1.play"
    echo "$1"
    bash "$TOP_SRCDIR/tests/screen/run" "$work/$1.play" || failed=1
}

works='wait 20 1.001193
type chung thuc
wait-gone 5 1.001193
key Enter Enter
wait 5 Bước 1
key F8
wait 5 Step 1
key Esc*2
wait 5 Find
key F10 F10
exit 0'

for term in vt100 linux xterm-mono xterm-256color; do
    play "$term" "env TERM $term
$works"
done
play no-colour "env TERM xterm-256color
env NO_COLOR 1
start
$(sed '/^key F10/,$d' <<<"$works")
expect-no-bytes 33 36 6d
expect-no-bytes 33 31 6d
key F10 F10
exit 0"
play no-locale "env LANG
env LC_ALL
env LANGUAGE
$works"
play unknown-locale "env LC_ALL vi_VN.TCVN
$works"

for term in dumb no-such-terminal; do
    play "$term" "env TERM $term
start
wait 10 Không biết loại màn hình $term
exit 1"
done
play no-term "env TERM
start
wait 10 Không biết loại màn hình ?
exit 1"

# An 8-bit locale, made here where the system can.
if localedef -f TCVN5712-1 -i vi_VN "$work/vi_VN.TCVN" 2>"$work/localedef"; then
    play eight-bit "env LOCPATH $work
env LC_ALL vi_VN.TCVN
start
wait 10 LANG=C.UTF-8
exit 64"
else
    echo "no 8-bit locale: $(head -1 "$work/localedef")"
fi
exit $failed
