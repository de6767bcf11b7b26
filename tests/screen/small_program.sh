#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A small program for the tests of motcua-play: it draws a screen, shows each key it gets
# as a number of bytes, asks for bracketed paste, and ends with 7 on "q".
set -u
saved=$(stty -g)
trap 'stty "$saved"' EXIT
trap 'exit 129' HUP
stty raw -echo

draw() {
    local columns rows
    IFS=' ' read -r rows columns < <(stty size)
    printf '\033[2J\033[H\033[1mTiêu đề đậm\033[0m \033[7mđảo\033[0m'
    printf '\033[2;1H-\033[9b \033[4mgạch\033[0m %s×%s   ' "$columns" "$rows"
    printf '\033[3;1Hbytes: %s\033[K' "$1"
    printf '\033[4;1Hlúc %s' "$(date +%H:%M:%S)"
    printf '\033[5;3H'
}

printf '\033[?2004h\033[?1h'
draw ''
trap 'draw resized' WINCH
while :; do
    IFS= read -r -d '' -n 1 -t 30 first || { [ $? -gt 128 ] && exit 3; }
    key=$first
    while IFS= read -r -d '' -n 1 -t 0.02 more; do
        key+=$more
    done
    [ "$key" = q ] && exit 7
    [ "$key" = s ] && echo 'AddressSanitizer: a report that must fail the run' >&2
    [ "$key" = h ] && printf '\xe2\x80\xae'
    draw "$(printf %s "$key" | od -An -v -tx1 | tr -d ' \n' | cut -c 1-60)"
done
