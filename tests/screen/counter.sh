# SPDX-License-Identifier: MIT
# A counter for a golden screen: the stand-in portal, settings and the kiosk, all of them
# real and in the temporary folder WORK. tests/screen/run sets it up; the shell steps of a
# script say `. "$COUNTER"` and use the functions below.

# portal_start [OPTION]...: on the port it had before, so that nobody has to be told.
portal_start() {
    : >"$WORK/portal.out"
    "$TOP_BUILDDIR/motcua-sandbox" --port "$(cat "$WORK/port" 2>/dev/null || echo 0)" \
        --state "$WORK/portal" --forms "$TOP_SRCDIR/forms/procedures" "$@" \
        >"$WORK/portal.out" 2>>"$WORK/portal.log" &
    echo $! >"$WORK/portal.pid"
    for _ in $(seq 200); do
        URL=$(sed -n 's/^listening on //p' "$WORK/portal.out")
        if [ -n "$URL" ]; then
            echo "${URL##*:}" >"$WORK/port"
            return 0
        fi
        sleep 0.05
    done
    cat "$WORK/portal.log" >&2
    return 1
}

portal_stop() {
    [ -f "$WORK/portal.pid" ] || return 0
    gone "$(cat "$WORK/portal.pid")"
    rm "$WORK/portal.pid"
}

# gone PID [SIGNAL]: ends a process and waits until it is away.
gone() {
    kill "-${2:-TERM}" "$1" 2>/dev/null || return 0
    for _ in $(seq 200); do
        kill -0 "$1" 2>/dev/null || return 0
        grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null && return 0
        sleep 0.05
    done
    echo "process $1 does not end" >&2
    return 1
}

# portal METHOD PATH [BODY]: a call that plays the office, or breaks the portal.
portal() {
    curl -sS -f -X "$1" ${3:+-d "$3"} "http://127.0.0.1:$(cat "$WORK/port")$2"
}

faults() {
    portal PUT /_sandbox/faults "$1" >/dev/null
}

# advance CODE [ORDER]: the office moves a dossier on.
advance() {
    portal POST "/_sandbox/dossiers/$1/advance" "${2:-}" >/dev/null
}

# arrived COUNT: so many dossiers are at the portal, each of them once.
arrived() {
    for _ in $(seq 200); do
        portal GET /_sandbox/dossiers >"$WORK/dossiers.json"
        [ "$(jq '.dossiers | length' "$WORK/dossiers.json")" -lt "$1" ] || break
        sleep 0.1
    done
    [ "$(jq '.dossiers | length' "$WORK/dossiers.json")" = "$1" ]
}

# settings LINE...: added to the settings' file; a section may come again, a key may not.
settings() {
    printf '%s\n' "$@" >>"$WORK/motcua.ini"
}

# helper NAME: the process of motcua-courier or motcua-printer, once it is there.
helper() {
    for _ in $(seq 100); do
        pgrep -P "$(kiosk)" -f "/$1 --link" && return 0
        sleep 0.05
    done
    echo "$1 does not run" >&2
    return 1
}

# kiosk: the process of motcua itself; the player's program may be a shell around it.
kiosk() {
    if [ "$(cat "/proc/$PLAY_PID/comm")" = motcua ]; then
        echo "$PLAY_PID"
    else
        pgrep -P "$PLAY_PID" -x motcua
    fi
}

# scanner_start: plugs a scanner in, $WORK/scanner (scanner.py).
scanner_start() {
    # Its standard files must not keep the step waiting.
    /usr/bin/python3 "$TOP_SRCDIR/tests/screen/scanner.py" "$WORK" \
        >"$WORK/scanner.log" 2>&1 </dev/null &
    for _ in $(seq 200); do
        [ ! -f "$WORK/scanner.done" ] || return 0
        sleep 0.05
    done
    cat "$WORK/scanner.log" >&2
    return 1
}

# scanner ORDER: has it done, as scanner.py says.
scanner() {
    orders=$(wc -l <"$WORK/scanner.done")
    echo "$1" >"$WORK/scanner.do"
    for _ in $(seq 200); do
        [ "$(wc -l <"$WORK/scanner.done")" = "$orders" ] || return 0
        sleep 0.05
    done
    cat "$WORK/scanner.log" >&2
    return 1
}

# logged TEXT [COUNT]: the kiosk has written so in its log, once or as often.
logged() {
    for _ in $(seq 400); do
        [ "$(grep -c "$1" "$WORK/state/kiosk.log" 2>/dev/null)" != "${2:-1}" ] || return 0
        sleep 0.05
    done
    cat "$WORK/state/kiosk.log" >&2
    return 1
}
