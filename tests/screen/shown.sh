#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The QR code of the slip is read by zbarimg from a picture of the screen, in each way it
# can be drawn; and in none of them does the kiosk write what the terminal cannot show.
set -eu
for tool in zbarimg python3; do
    command -v "$tool" >/dev/null || { echo "SKIP: $tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export work
failed=0

# play NAME STEPS: with one dossier that waits to be looked at.
play() {
    {
        cat <<'END'
shell <<EOT
    set -- --config "$WORK/motcua.ini" --state "$WORK/state"
    "$TOP_BUILDDIR/motcuactl" "$@" submit 2.000635 \
        "$TOP_SRCDIR/forms/procedures/2.000635/examples/own-birth.json" >"$work/reference"
EOT
END
        echo "$2"
        cat <<'END'
key F10 F10
exit 0
END
    } >"$work/$1.play"
    echo "$1"
    bash "$TOP_SRCDIR/tests/screen/run" "$work/$1.play" || failed=1
}

slip='wait 20 1.001193
key F3
wait 5 Hồ sơ đang làm tại quầy
key Enter
wait 5 Hẹn trả kết quả'

home='key Enter
wait 5 1.001193'

# read_code [FONT]: the step that paints the screen and has it read.
read_code() {
    cat <<END
settle
shell <<EOT
    python3 "\$TOP_SRCDIR/tests/screen/picture.py" "\$PLAY_CELLS" "\$work/screen.pbm" $*
    read=\$(zbarimg -q --raw -Sbinary "\$work/screen.pbm" 2>"\$work/zbarimg") || true
    [ "\$read" = "\$URL/t/\$(cat "\$work/reference")" ] || {
        echo "read '\$read'"
        cat "\$work/zbarimg"
        exit 1
    }
EOT
END
}

play half-blocks "start
$slip
$(read_code)
key Ctrl-T
$(read_code)
$home"

play long-address "shell sed -i 's|^url = .*|url = http://127.0.0.1:9/a-portal-with-a-long-address-of-its-own/xyz|' \"\$WORK/motcua.ini\"
start
wait 20 1.001193
key F3
wait 5 Hồ sơ đang làm tại quầy
key Enter
wait 5 Mã tra cứu
settle
shell <<EOT
    python3 \"\$TOP_SRCDIR/tests/screen/picture.py\" \"\$PLAY_CELLS\" \"\$work/screen.pbm\"
    zbarimg -q --raw -Sbinary \"\$work/screen.pbm\" 2>/dev/null |
        grep -q '^http://127.0.0.1:9/a-portal-with-a-long-address-of-its-own/xyz/t/'
EOT
$home"

play no-colour "env TERM xterm-256color
env NO_COLOR 1
start
$slip
$(read_code)
$home"

play monochrome "env TERM xterm-mono
start
$slip
$(read_code)
$home"

play blanks "env TERM linux
size 140 50
start
$slip
expect-no-bytes e2 96
$(read_code)
$home"

play blanks-few-rows "env TERM linux
size 140 40
start
$slip
$(read_code)
$home"

play blanks-vt220 "env TERM vt220
size 132 48
start
$slip
expect-no-bytes e2
$(read_code)
$home"

play no-room "env TERM linux
start
$slip
expect Xem hồ sơ đã đến đâu tại địa chỉ:
expect \${URL}/t/
$home"

# In the console's own font, which is made for it.
if "$TOP_BUILDDIR/motcua-console-font" "$work/motcua.psf" >"$work/font"; then
    play console-font "env TERM linux
shell . \"\$COUNTER\"; settings '[screen]' 'glyphs = full'
start
$slip
$(read_code '"$work/motcua.psf"')
$home"
else
    echo 'without console-setup-linux the code is not looked at in the font of the console'
fi
exit $failed
