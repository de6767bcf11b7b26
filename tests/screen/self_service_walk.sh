#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A kiosk where citizens are alone, with a draft and dossiers of others in its store, gets
# keys of all kinds: nothing but the screens of self-service is ever seen, the program goes
# on, and the store stays as it was. The walk is made of a fixed seed, so that it is the same
# each time; SEED=N takes another one, STEPS=N more of it.
set -eu
: "${TOP_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
export TOP_SRCDIR
work=$(mktemp -d /tmp/motcua-walk.XXXXXX)
trap 'rm -rf "$work"' EXIT
export work

# What must never be read: words of other screens in both languages, and of others' data.
cat >"$work/forbidden" <<'END'
BÍ MẬT
Hôm nay bà con
Tìm thủ tục
hồ sơ đang làm
Hồ sơ đang làm
Bước
chờ gửi
cần xử lý
Đã lưu
Tờ khai
Kiểm tra trước
che màn
F2
F3
F5
F9
F10
What do people need
Find a procedure
in hand
Step
waiting
to mend
Saved
hide
window is too small
END

cat >"$work/draft.play" <<'END'
start
wait 20 ● Cổng DVC
type tinh trang hon nhan
settle
key Enter Enter
wait 5 Bước 1
key PgDn
wait 5 Bước 2
type TRẦN THỊ BÍ MẬT
wait 10 Đã lưu
key Esc
wait 5 Giữ bản nháp
key Enter
signal TERM
exit 0
END

python3 - "${SEED:-20261122}" "${STEPS:-120}" >"$work/walk" <<'END'
import random, sys
random.seed(int(sys.argv[1]))
NAMED = ["Enter", "Tab", "Esc", "Backspace", "Space", "Up", "Down", "Left", "Right", "Home",
         "End", "PgUp", "PgDn", "Ins", "Del"] + ["F%d" % n for n in range(1, 13)]
RAW = [r"\e[1;5P", r"\e[1;2Q", r"\e[[A", r"\eOP", r"\e[11~", r"\e[15;5~", r"\e[24~", r"\e[24;2~",
       r"\e[34~", r"\e[M !!", r"\e[<0;10;10M", r"\e[200~khai sinh\r\n\e[201~", r"\e[I", r"\e[2;3R",
       r"\e]0;x\x07", r"\e[?1;2c", r"\x9b5~", r"\xff\xfe", r"\x00\x03\x04\x1a\x1c\x1f", r"\e[3~",
       r"\e\e\e", r"\e[Z", r"\x1b[20~\x1b[21~", r"\x18\x1b\\", "048196006603|205863771|NGUYỄN|30111993|Nữ|\\r",
       "00000000000000000\\r", "http://127.0.0.1/t/00000000000000000\\r"]
WORDS = ["khai sinh", "H17.31.22-261121-0004", "0000-0000-0000-0000-0", "7QHM-2K9T", "q", "p", "P",
         "sinh con", "1", "3", "6", "%s%n", "'; drop table draft; --", "đ", "cho o"]
# To each place now and then, so that keys are tried there too.
PLACES = [["key Esc*4", "key F1"], ["key Esc*4", "type ${REFERENCE}", "settle", "key Down"],
          ["key Esc*4", "paste ${URL}/t/${REFERENCE}", "settle"],
          ["key Esc*4", "key F1", "settle", "key Enter"], ["key Esc*4"]]
for step in range(int(sys.argv[2])):
    if step % 4 == 0:
        print("\n".join(random.choice(PLACES)))
    for _ in range(random.randint(1, 6)):
        kind = random.random()
        if kind < 0.5:
            print("key", random.choice(NAMED))
        elif kind < 0.65:
            print("key", "Ctrl-" + random.choice("abcdefghijklmnopqrstuvwxyz\\]^_"))
        elif kind < 0.72:
            print("key", "Alt-" + random.choice("abcfxqz123"))
        elif kind < 0.8:
            print("bytes", random.choice(RAW))
        else:
            print("type", random.choice(WORDS))
    print("settle\nshell look")
END

{
    cat <<'END'
shell <<EOS
sh -c '"$TOP_BUILDDIR/tests/screen/motcua-play" "$work/draft.play" -- sh "$WORK/kiosk"'
set -- --config "$WORK/motcua.ini" --state "$WORK/state"
examples=$TOP_SRCDIR/forms/procedures
"$TOP_BUILDDIR/motcuactl" "$@" submit 2.000635 --wait 20 \
    "$examples/2.000635/examples/own-birth.json" >"$work/handed-in"
. "$COUNTER"
settings '[kiosk]' 'self_service = yes' 'self_service_idle = 3600'
cat >"$work/look" <<'EOT'
#!/bin/sh
sed -n 3,5p "$PLAY_SCREEN" >>"$work/seen"
if grep -F -f "$work/forbidden" "$PLAY_SCREEN"; then
    cat "$PLAY_SCREEN"
    exit 1
fi
EOT
chmod +x "$work/look"
cat >"$work/rows" <<'EOT'
select count(*) from draft;
select id, procedure, changed, hex(content) from draft order by id;
select id, reference, procedure, state, code from dossier order by id;
select dossier, hex(body) from payload order by dossier;
EOT
sqlite3 "$WORK/state/motcua.db" <"$work/rows" >"$work/before"
test "$(head -n 1 "$work/before")" = 1
EOS
from-shell REFERENCE sed -n 1p "$work/handed-in"
start
wait 20 ● Cổng DVC
END
    sed 's|^shell look$|shell "$work/look"|' "$work/walk"
    cat <<'END'
alive
shell <<EOS
# The walk has been everywhere, or it has proved nothing.
for place in 'Mới đăng ký\|Newly reg\|Cấp bản sao\|Copies of' 'Các bước đã qua\|What has happened' \
    'Ông/bà muốn hỏi\|Which procedure' 'Hỏi đáp ·\|Questions ·' 'Hồ sơ của ông/bà\|How far'; do
    grep -q "$place" "$work/seen" || { echo "never at $place"; exit 1; }
done
sqlite3 "$WORK/state/motcua.db" <"$work/rows" >"$work/after"
cmp "$work/before" "$work/after"
! grep -q 'BÍ MẬT' "$WORK/state/"*.log
EOS
signal TERM
exit 0
END
} >"$work/walk.play"
bash "$TOP_SRCDIR/tests/screen/run" "$work/walk.play"
