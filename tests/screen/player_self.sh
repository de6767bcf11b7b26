#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# motcua-play can do what its README says.
set -eu
here=$TOP_SRCDIR/tests/screen
play=$TOP_BUILDDIR/tests/screen/motcua-play
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

said=$("$play" --show --var GIVEN=xyz "$here/player_self.script" -- bash "$here/small_program.sh")
printf '%s\n' "$said"
grep -q '^the size is 40×8$' <<<"$said"
grep -q '^hai từ / xyz$' <<<"$said"
grep -q '^══ The start ══' <<<"$said"

# --update puts the right screen in the place of a wrong one, and keeps everything else.
printf '%s\n' '# kept' 'size 60 10' 'mask \d\d:\d\d:\d\d hh:mm:ss' 'type x' 'screen <<EOT' \
    'wrong' 'EOT' '' 'key q' 'exit 7' >"$work/update.play"
"$play" --update "$work/update.play" -- bash "$here/small_program.sh"
grep -q '^bytes: 78$' "$work/update.play"
grep -q '^# kept$' "$work/update.play"
! grep -q wrong "$work/update.play"
"$play" "$work/update.play" -- bash "$here/small_program.sh"

# It leaves nothing behind.
mkdir "$work/tmp"
TMPDIR=$work/tmp "$play" "$work/update.play" -- bash "$here/small_program.sh"
[ -z "$(ls -A "$work/tmp")" ]

# Its README knows every step.
sed -n 's/.*\.word = "\([a-z-]*\)".*/\1/p' "$here/drive.c" "$here/look.c" >"$work/words"
[ "$(wc -l <"$work/words")" -gt 25 ]
while read -r word; do
    grep -q "^|.*\`$word\b" "$here/README.md" || { echo "README.md lacks $word"; exit 1; }
done <"$work/words"
