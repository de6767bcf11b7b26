#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a citizen says at the real kiosk stands in no file of the state folder: not in the
# store, its log, a log of ours, a core file. Looked at in every state of a dossier, and
# after the kiosk was killed and made to dump its memory in the middle of a form.
set -eu
: "${TOP_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
export TOP_SRCDIR
work=$(mktemp -d /tmp/motcua-canary.XXXXXX)
trap 'rm -rf "$work"' EXIT
cat >"$work/look" <<END
#!/bin/sh
find='python3 $TOP_SRCDIR/tests/screen/look_for.py'
mkdir -p "\$WORK/canary" && echo 'le thi thu' >"\$WORK/canary/note"
if \$find "\$WORK/canary" 'LÊ THỊ THU' >/dev/null; then
    echo 'look_for.py finds nothing where there is something' >&2
    exit 1
fi
exec \$find "\$WORK/state" 'LÊ THỊ THU' 'VÕ THỊ HẠNH' 'BẢO NGỌC' 'ĐỨC THẮNG' \\
    048196006603 049093003341 0914556677 'Hà Huy Tập'
END
chmod +x "$work/look"
look="shell WORK=\"\$WORK\" '$work/look'"

# Each state of a dossier.
awk -v look="$look" '
    /^show The child/ || /^show The check/ || /^show The slip/ || /^key F10 F10/ { print look }
    /^key F9/ {
        print "settle"
        print look
        print "shell . \"$COUNTER\"; portal_stop"
        print
        print "wait 20 chờ gửi"
        print look
        print "shell . \"$COUNTER\"; portal_start"
        next
    }
    { print }' "$TOP_SRCDIR/tests/screen/session.play" >"$work/states"

# Killed, and made to leave a core if it can.
cat >"$work/deaths" <<'END'
shell <<EOT
cat >"$WORK/kiosk" <<SH
mkdir -p "$WORK/state" && cd "$WORK/state" && ulimit -c unlimited 2>/dev/null
kiosk() { "$TOP_BUILDDIR/motcua" --config "$WORK/motcua.ini" --state "$WORK/state"; }
kiosk
kiosk
exec "$TOP_BUILDDIR/motcua" --config "$WORK/motcua.ini" --state "$WORK/state"
SH
EOT
start
wait 20 ● Cổng DVC
type tinh trang hon nhan
settle
key Enter Enter
wait 5 Bước 1
key PgDn
wait 5 Bước 2
type VÕ THỊ HẠNH
wait 5 Đã lưu
LOOK
shell . "$COUNTER"; kiosk >"$WORK/first"; gone "$(cat "$WORK/first")" KILL
LOOK
wait 20 Tìm thủ tục
wait 10 1.001193
key F3 Enter
wait 5 Bước 2
expect [ VÕ THỊ HẠNH
LOOK
shell . "$COUNTER"; test "$(kiosk)" != "$(cat "$WORK/first")"; gone "$(kiosk)" ABRT
LOOK
shell ! find "$WORK/state" -name '*core*' | grep .
wait 20 Tìm thủ tục
wait 10 1.001193
key F10 F10
exit 0
LOOK
END
sed -i "s|^LOOK\$|$look|" "$work/deaths"

for script in states deaths; do
    "$TOP_SRCDIR/tests/screen/run" "$work/$script"
done
