#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Each lint passes a small good tree, and fails when one thing in it goes wrong.
set -eu
lint=$TOP_SRCDIR/tests/lint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# A tree that no lint minds, in $work/tree.
make_good_tree() {
    rm -rf "$work/tree"
    mkdir -p "$work/tree"/{kiosk/base,kiosk/ui,locales,tests/lint}
    cd "$work/tree"
    cp "$lint"/*.txt "$lint"/*.cfg tests/lint/
    cp "$TOP_SRCDIR/.clang-format" .
    printf '# nothing\n' >tests/lint/long.txt
    cat >kiosk/base/i18n.h <<'C'
/* SPDX-License-Identifier: MIT */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#define _(text) text

#endif
C
    cat >kiosk/ui/greet.c <<'C'
/* SPDX-License-Identifier: MIT */
/* Never calls strcpy() or system(): words in comments are nobody's business. */
#include "kiosk/base/i18n.h"

const char *greet(void);
const char *greet(void)
{
    return _("Good day, %s");
}
C
    echo kiosk/ui/greet.c >locales/POTFILES.in
    cat >locales/vi.po <<'PO'
msgid ""
msgstr ""
"Project-Id-Version: x\n"
"PO-Revision-Date: 2026-11-21 12:00+0700\n"
"Last-Translator: x\n"
"Language-Team: x\n"
"Language: vi\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"

#, c-format
msgid "Good day, %s"
msgstr "Kính chào %s"
PO
}

# run LINT : its exit code; what it says is in $work/said.
run() {
    local code=0
    env -u TOP_SRCDIR python3 "$lint/$1.py" "$work/tree" >"$work/said" 2>&1 || code=$?
    echo "$code"
}

complain() {
    echo "FAIL: $1"
    sed 's/^/  | /' "$work/said"
    failures=$((failures + 1))
}

# must_fail LINT WORDS : in the tree as it is now, the lint fails and says WORDS.
must_fail() {
    local code
    code=$(run "$1")
    if [ "$code" = 77 ]; then
        echo "not tried: $1 ($(cat "$work/said"))"
    elif [ "$code" = 0 ] || ! grep -qF -- "$2" "$work/said"; then
        complain "$1 should have said \"$2\", gave $code"
    fi
    make_good_tree
}

append() {
    cat >>"$1"
}

make_good_tree
for one in layers headers banned potfiles translations format cppcheck lengths spdx paths merges; do
    code=$(run $one)
    case $code in 0 | 77) ;; *) complain "$one does not pass a good tree" ;; esac
done

sed -i 's|base/i18n.h"|net/http.h"|' kiosk/ui/greet.c
must_fail layers 'kiosk/ui/greet.c:3: kiosk/ui may not include kiosk/net'
echo '#include <curl/curl.h>' | append kiosk/ui/greet.c
must_fail layers '<curl/curl.h> belongs to kiosk/net alone'
echo '#include "greet.h"' | append kiosk/ui/greet.c
must_fail layers 'not written from the top'
mkdir attic && cp kiosk/ui/greet.c attic/greet.c
must_fail layers 'attic/greet.c: stands in no room'

echo 'size_t count(void);' | append kiosk/base/i18n.h
must_fail headers 'kiosk/base/i18n.h does not compile alone'

echo 'void copy(char *a) { strcpy(a, "b"); }' | append kiosk/ui/greet.c
must_fail banned 'kiosk/ui/greet.c:10: strcpy is banned'
echo 'void show(void) { printf("raw"); }' | append kiosk/ui/greet.c
must_fail banned 'printf is banned'
echo 'void load(void) { json_loads("{}", 0, 0); }' | append kiosk/base/link.c
must_fail banned 'json_loads is banned'

printf '# none\n' >locales/POTFILES.in
must_fail potfiles 'kiosk/ui/greet.c: has text to translate'
echo kiosk/base/i18n.h | append locales/POTFILES.in
must_fail potfiles 'kiosk/base/i18n.h has no text'

rm locales/vi.po
must_fail translations 'vi.po is missing'
sed -i 's/_("Good day, %s")/_("Good night")/' kiosk/ui/greet.c
must_fail translations 'is not translated: msgid "Good night"'
sed -i 's/Kính chào %s//' locales/vi.po
must_fail translations 'is not translated'
sed -i 's/Kính chào %s/Kính chào/' locales/vi.po
must_fail translations 'format specifications'
sed -i 's/^#, c-format/#, fuzzy, c-format/' locales/vi.po
must_fail translations 'is fuzzy'
printf '\nmsgid "Old"\nmsgstr "Cũ"\n' | append locales/vi.po
must_fail translations 'is in no source any more'

echo 'int  untidy ( void ) ;' | append kiosk/ui/greet.c
must_fail format 'should be clang-formatted'

printf 'int past(void)\n{\n    int a[2] = {0};\n    return a[2];\n}\n' | append kiosk/ui/greet.c
must_fail cppcheck 'arrayIndexOutOfBounds'

{ printf 'int tall(int a)\n{\n'; yes '    a++;' | head -100; printf '}\n'; } |
    append kiosk/ui/greet.c
must_fail lengths 'kiosk/ui/greet.c:tall: 102 lines'
yes '' | head -600 | append kiosk/ui/greet.c
must_fail lengths 'kiosk/ui/greet.c: 6'
echo 'kiosk/ui/greet.c:greet it was long once' | append tests/lint/long.txt
must_fail lengths 'is not long any more'

sed -i 1d kiosk/ui/greet.c
must_fail spdx 'kiosk/ui/greet.c: no SPDX'
printf '#!/bin/sh\ntrue\n' >kiosk/run
must_fail spdx 'kiosk/run: no SPDX'

printf 'see %s for it\n' "/home""/someone/notes" >kiosk/notes.md
must_fail paths 'kiosk/notes.md:1: '

# The marks are put together here, or this file would be one of those that fail.
for mark in '<<<<<<''< HEAD' '======''=' '>>>>>>''> topic' '||||||''| base'; do
    echo "$mark" | append kiosk/ui/greet.c
    must_fail merges 'kiosk/ui/greet.c:10: a mark of a merge'
done
printf 'Reading\n======''=\n<<<<<<''<\n' >kiosk/notes.md
must_fail merges 'kiosk/notes.md:3: a mark of a merge'

rm -rf kiosk
must_fail spdx 'nothing to look at'

[ "$failures" = 0 ]
