#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The courier against a portal that behaves badly: nothing lost, nothing doubled, the same
bytes each time, and no dossier in another's way."""
import gzip
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from desk import (ACCEPTED, BUSY, CLOCK, EXPIRED, FINALISED, FORBIDDEN,  # noqa: E402
                  HELD, INVALID, NO_PORTAL, NONE, OTHER_NAME, OUR_TLS, PAGE, PORTAL_DOWN,
                  REFUSED, REJECTED, SENDING, STRANGE, TIMEOUT, TLS, TOO_LARGE,
                  UNREACHABLE, UNTRUSTED, Counter, check)
from stand_in import Portal  # noqa: E402


def same_bytes(portal):
    """Every POST of a key carried the same bytes as the first."""
    first = {}
    for request in portal.posts():
        check(request.key, "a POST without a proper Idempotency-Key")
        check(first.setdefault(request.key, request.body) == request.body,
              "other bytes under the same key")


def exactly_once(portal, count):
    check(len(portal.dossiers) == count,
          f"{len(portal.dossiers)} dossiers at the portal instead of {count}")
    same_bytes(portal)


def with_portal(test, rule=None, tls=None, clients=None, **settings):
    portal = Portal(rule, tls=tls, clients=clients)
    counter = Counter(portal.url, **settings)
    try:
        test(portal, counter)
        counter.end()
    finally:
        counter.abandon()
        portal.stop()


# --- good weather ---------------------------------------------------------------------

def test_packed():
    """The portal may pack its answers, up to the same size."""
    def rule(request):
        if request.method == "POST":
            packed(request, json.dumps(request_receipt(request)).encode())
            return True
        return False

    def request_receipt(request):
        return dict(rule.portal.commit(request)["receipt"], more=" " * 500000)

    def test(portal, counter):
        rule.portal = portal
        counter.put(2)
        check(counter.run("--once").returncode == 0, str(counter.rows()))
        check("gzip" in portal.requests[0].handler.headers["Accept-Encoding"], "asked")
    with_portal(test, rule)


def test_once():
    def test(portal, counter):
        check(counter.run("--once").returncode == 0, "an empty outbox is no trouble")
        check(not portal.requests, "an empty outbox asks nobody")
        sent = counter.put(7)
        done = counter.run("--once")
        check(done.returncode == 0, done.stderr)
        check(counter.states() == [ACCEPTED] * 7, str(counter.rows()))
        exactly_once(portal, 7)
        for reference, key in sent:
            request = portal.posts(key)[0]
            check(request.body.decode() == '{ "reference":"%s",\t"name" : "Ph\\u1ea1m Thử"\n}'
                  % reference, "not the stored bytes")
            check(request.handler.headers["Content-Type"] == "application/json", "type")
            check(request.handler.headers["User-Agent"].startswith("motcua/"), "agent")
        check("Thử" not in done.stderr, "personal data in the log")
        check(len(portal.posts()) == 7 and not portal.asks(), "more calls than needed")
    with_portal(test)


# --- nothing doubled, nothing lost ----------------------------------------------------

def test_reset_after_commit():
    """The answer is lost: the portal is asked before anything is sent again."""
    def rule(request):
        if request.method == "POST" and rule.bad:
            rule.portal.commit(request)
            request.reset()
            return True
        return False
    rule.bad = True

    def test(portal, counter):
        rule.portal = portal
        counter.put(3)
        check(counter.run("--once").returncode == 1, "something still waits")
        check(counter.states() == [SENDING] * 3, str(counter.rows()))
        rule.bad = False
        counter.start()
        counter.wait_states(*[ACCEPTED] * 3)
        exactly_once(portal, 3)
        check(len(portal.posts()) == 3, "sent again without need")
    with_portal(test, rule)


def test_reset_before_commit():
    def rule(request):
        if request.method == "POST" and len(rule.portal.posts(request.key)) < 3:
            request.reset()
            return True
        return False

    def test(portal, counter):
        rule.portal = portal
        counter.put(3)
        counter.start()
        counter.wait_states(*[ACCEPTED] * 3)
        exactly_once(portal, 3)
        for key in portal.dossiers:
            posts = portal.posts(key)
            check(len(posts) == 3, f"{len(posts)} tries")
            for earlier, later in zip(posts, posts[1:]):
                check(any(earlier.at < ask.at < later.at and ask.asked == key
                          for ask in portal.asks()), "sent again without asking")
    with_portal(test, rule)


def test_killed():
    """The courier dies in the middle, again and again."""
    def rule(request):
        time.sleep(0.15 if request.method == "POST" else 0)
        return False

    def test(portal, counter):
        counter.put(12)
        for pause in (0.25, 0.35, 0.45, 0.5):
            process = counter.start()
            time.sleep(pause)
            process.kill()
            process.wait()
        counter.start()
        counter.wait_states(*[ACCEPTED] * 12)
        exactly_once(portal, 12)
    with_portal(test, rule)


def test_term():
    """Asked to end, it ends at once, also with a portal that never answers."""
    def rule(request):
        if request.method == "POST":
            time.sleep(3)
        return False

    def test(portal, counter):
        counter.put(2)
        process = counter.start()
        counter.wait(lambda: portal.posts())
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        check(process.wait(timeout=10) == 0, "exit code")
        check(time.monotonic() - begun < 2.5, "it took too long to end")
        check(SENDING in counter.states(), str(counter.rows()))
        counter.start()
        rule_portal_rule = portal.rule
        portal.rule = None
        counter.wait_states(ACCEPTED, ACCEPTED)
        portal.rule = rule_portal_rule
        exactly_once(portal, 2)
    with_portal(test, rule)


# --- the portal is away ---------------------------------------------------------------

def test_down_then_up():
    portal = Portal()
    port = portal.port
    portal.stop()
    counter = Counter(f"http://127.0.0.1:{port}")
    try:
        counter.put(6)
        check(counter.run("--once").returncode == 1, "something still waits")
        rows = counter.rows().values()
        check({row["state"] for row in rows} == {FINALISED}, "nothing has left")
        check({row["reason"] for row in rows} == {UNREACHABLE}, str(rows))
        check(sum(row["attempts"] for row in rows) == 1, "each dossier was tried")
        counter.start()
        time.sleep(2.5)
        portal = Portal(port=port)
        counter.wait_states(*[ACCEPTED] * 6, seconds=10)
        exactly_once(portal, 6)
        counter.end()
    finally:
        counter.abandon()
        portal.stop()


def test_not_hammered():
    """A portal that is down sees one question at a time, however many dossiers wait."""
    def test(portal, counter):
        counter.put(30)
        counter.start()
        time.sleep(4)
        posts = len(portal.posts())
        check(posts <= 5, f"{posts} dossiers were sent to a portal that is down")
        check(len(portal.requests) - posts < 25, "too many questions")
        portal.rule = None
        counter.wait_states(*[ACCEPTED] * 30)
        exactly_once(portal, 30)
    with_portal(test, lambda request: request.problem(503) or True)


def test_retry_after():
    """The portal says when: nobody comes earlier."""
    def rule(request):
        if time.monotonic() < rule.open:
            request.problem(rule.status, headers=[("Retry-After", rule.words)])
            return True
        return False

    def of(status, words, seconds):
        def test(portal, counter):
            rule.status, rule.words = status, words
            rule.open = time.monotonic() + 60
            counter.put(2)
            counter.start()
            counter.wait(lambda: len(portal.requests) >= 2)
            begun = time.monotonic()
            rule.open = begun + 0.5
            counter.wait_states(ACCEPTED, ACCEPTED)
            later = [r.at - begun for r in portal.requests if r.at > begun + 0.5]
            check(min(later) > seconds - 1.2, f"back after {min(later):.1f} s")
        with_portal(test, rule)

    of(503, "3", 3)
    of(429, "3", 3)
    when = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 6))
    of(503, when, 3)


# --- one bad dossier ------------------------------------------------------------------

def test_one_never_blocks():
    """The oldest always fails, each time in another way; the others go out at once."""
    ways = {
        "500": lambda r: r.problem(500),
        "429": lambda r: r.problem(429, headers=[("Retry-After", "3600")]),
        "409": lambda r: r.problem(409),
        "reset": lambda r: r.reset(),
        "html": lambda r: r.answer(200, b"<html>", "text/html"),
        "slow": lambda r: time.sleep(5),
    }

    def of(way):
        def rule(request):
            if request.method == "POST" and request.key == rule.bad:
                ways[way](request)
                return True
            return False

        def test(portal, counter):
            (first, *_) = counter.put(9)
            rule.bad = first[1]
            counter.start()
            counter.wait(lambda: counter.states().count(ACCEPTED) == 8, seconds=8)
            row = counter.rows()[first[0]]
            check(row["state"] == SENDING, f"{way}: {row}")
            exactly_once(portal, 8)
        with_portal(test, rule)
    for way in ways:
        of(way)


def test_stopped():
    """What no new try mends is stopped, with the reason; the others go out."""
    errors = [{"pointer": "/answers/applicant/fullName", "message": "Thiếu\u202e họ tên"}]
    reused = "https://dvc.example.vn/problems/idempotency-key-reused"
    cases = [
        (lambda r: r.problem(422, errors=errors), REJECTED, INVALID, 422),
        (lambda r: r.problem(422, reused), HELD, REFUSED, 422),
        (lambda r: r.problem(400), HELD, REFUSED, 400),
        (lambda r: r.problem(404), HELD, REFUSED, 404),
        (lambda r: r.problem(413), HELD, TOO_LARGE, 413),
        (lambda r: r.problem(415), HELD, REFUSED, 415),
        (lambda r: r.problem(401), HELD, FORBIDDEN, 401),
        (lambda r: r.problem(403), HELD, FORBIDDEN, 403),
    ]

    def rule(request):
        if request.method == "POST" and request.key in rule.cases:
            rule.cases[request.key][0](request)
            return True
        return False

    def test(portal, counter):
        sent = counter.put(len(cases) + 3)
        rule.cases = {key: case for (_, key), case in zip(sent, cases)}
        done = counter.run("--once")
        check(done.returncode == 0, done.stderr)
        rows = counter.rows()
        for (reference, _), (_, state, reason, http) in zip(sent, cases):
            row = rows[reference]
            check((row["state"], row["reason"], row["http"]) == (state, reason, http),
                  str(row))
        problem = json.loads(counter.tool("problem", rows[sent[0][0]]["id"]))
        check(problem["errors"][0]["pointer"] == errors[0]["pointer"], str(problem))
        check(problem["errors"][0]["message"] == "Thiếu\ufffd họ tên", str(problem))
        check(counter.states().count(ACCEPTED) == 3, str(rows))
    with_portal(test, rule)


# --- answers that are none ------------------------------------------------------------

def stream(request):
    """Two GiB, if anybody lets it."""
    handler = request.handler
    handler.send_response(201)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.close_connection = True
    try:
        for _ in range(2048):
            handler.wfile.write(b" " * (1 << 20))
            stream.sent += 1
    except OSError:
        pass


def packed(request, body):
    request.answer(201, gzip.compress(body),
                   headers=[("Content-Encoding", "gzip")])


def cut(request):
    handler = request.handler
    handler.send_response(201)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "400")
    handler.end_headers()
    handler.wfile.write(b'{"reference": "')
    handler.close_connection = True


def headers_for_ever(request):
    try:
        request.handler.wfile.write(b"HTTP/1.1 201 Created\r\n")
        for _ in range(100000):
            request.handler.wfile.write(b"X-Filler: " + b"a" * 1000 + b"\r\n")
    except OSError:
        pass
    request.handler.close_connection = True


def noise(request):
    request.handler.wfile.write(b"\x00\xffSSH-2.0-OpenSSH\r\n\r\n")
    request.handler.close_connection = True


def test_hostile():
    good = {"reference": "0" * 17, "code": "H17.31.22-261121-0001",
            "status": {"number": 1, "name": {"vi": "", "en": ""}},
            "receivedAt": "2026-11-21T14:32:05+07:00", "dueAt": None}

    def mine(request, **changes):
        return dict(good, reference=json.loads(request.body)["reference"], **changes)
    stream.sent = 0
    ways = {
        "html": (lambda r: r.answer(200, b"<html>Wi-Fi</html>", "text/html"), PAGE),
        "html 403": (lambda r: r.answer(403, b"<html>no</html>", "text/html"), PAGE),
        "html 413": (lambda r: r.answer(413, b"<html>no</html>", "text/html"), PAGE),
        "html 511": (lambda r: r.answer(511, b"<html>no</html>", "text/html"), PAGE),
        "redirect": (lambda r: r.answer(302, headers=[("Location", "/elsewhere")]), PAGE),
        "redirect, kept": (lambda r: r.answer(307, headers=[("Location", "/v1/dossiers")]),
                           PAGE),
        "wrong type": (lambda r: r.answer(201, mine(r), "text/plain"), STRANGE),
        "no type": (lambda r: r.answer(201, mine(r), None), STRANGE),
        "half of JSON": (lambda r: r.answer(201, b'{"reference": "'), STRANGE),
        "twice": (lambda r: r.answer(201, json.dumps(mine(r)).encode() * 2), STRANGE),
        "an array": (lambda r: r.answer(201, [mine(r)]), STRANGE),
        "deep": (lambda r: r.answer(201, b"[" * 100000), STRANGE),
        "of another": (lambda r: r.answer(201, good), STRANGE),
        "code": (lambda r: r.answer(201, mine(r, code="../../x")), STRANGE),
        "long code": (lambda r: r.answer(201, mine(r, code="H" * 200)), STRANGE),
        "status": (lambda r: r.answer(201, mine(r, status={"number": 99})), STRANGE),
        "stamp": (lambda r: r.answer(201, mine(r, receivedAt="today")), STRANGE),
        "empty": (lambda r: r.answer(204, b"", None), STRANGE),
        "2 GiB": (stream, STRANGE),
        "bomb": (lambda r: packed(r, json.dumps(mine(r, more=" " * (8 << 20))).encode()),
                 STRANGE),
        "no gzip": (lambda r: r.answer(201, mine(r),
                                       headers=[("Content-Encoding", "gzip")]), STRANGE),
        "headers": (headers_for_ever, STRANGE),
        "noise": (noise, STRANGE),
        "cut": (cut, UNREACHABLE),
        "reset": (lambda r: r.reset(), UNREACHABLE),
        "slow": (lambda r: time.sleep(3), TIMEOUT),
        "502": (lambda r: r.answer(502, b"<html>", "text/html"), PORTAL_DOWN),
        "409": (lambda r: r.problem(409), BUSY),
    }

    def rule(request):
        if request.method == "POST" and request.key in rule.ways:
            rule.ways[request.key](request)
            return True
        return False

    def test(portal, counter):
        sent = dict(zip(ways, counter.put(len(ways))))
        rule.ways = {sent[way][1]: ways[way][0] for way in ways}
        done = counter.run("--once")
        check(done.returncode == 1, done.stderr)
        rows = counter.rows()
        for way, (_, reason) in ways.items():
            row = rows[sent[way][0]]
            check((row["state"], row["reason"]) == (SENDING, reason), f"{way}: {row}")
        check(stream.sent < 64, f"{stream.sent} MiB were taken")
        check(not any(r.path == "/elsewhere" for r in portal.requests), "followed")
        check(len(portal.posts()) == len(ways), "a redirect was followed")
        rule.ways = {}
        counter.start()
        counter.wait_states(*[ACCEPTED] * len(ways))
        exactly_once(portal, len(ways))
    with_portal(test, rule)


# --- TLS ------------------------------------------------------------------------------

def make_authority(folder, name, host, days=(0, 2)):
    """A certificate that is its own authority, valid between these days from today."""
    key, certificate = os.path.join(folder, name + ".key"), os.path.join(folder, name)
    request = certificate + ".csr"
    subprocess.run(
        ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=" + name,
         "-addext", "subjectAltName=" + host], check=True, capture_output=True)
    first, last = (time.strftime("%y%m%d%H%M%SZ", time.gmtime(time.time() + 86400 * day))
                   for day in days)
    home = certificate + ".ca"
    os.mkdir(home)
    Path(home, "index").touch()
    Path(home, "ca.cnf").write_text(
        "[ca]\ndefault_ca = own\n[own]\npolicy = any\nx509_extensions = more\n"
        "copy_extensions = copy\ndefault_md = sha256\nunique_subject = no\n"
        f"database = {home}/index\nserial = {home}/serial\nnew_certs_dir = {home}\n"
        "[any]\ncommonName = supplied\n"
        "[more]\nbasicConstraints = critical, CA:TRUE\n")
    subprocess.run(
        ["openssl", "ca", "-batch", "-selfsign", "-notext", "-rand_serial", "-config",
         home + "/ca.cnf", "-keyfile", key, "-in", request, "-out", certificate,
         "-startdate", first, "-enddate", last], check=True, capture_output=True)
    return certificate, key


def test_tls():
    folder = tempfile.mkdtemp(prefix="motcua-tls-")
    good = make_authority(folder, "good", "IP:127.0.0.1")
    other = make_authority(folder, "other", "DNS:elsewhere.example")
    past = make_authority(folder, "past", "IP:127.0.0.1", days=(-9, -2))
    future = make_authority(folder, "future", "IP:127.0.0.1", days=(2, 9))
    cases = [
        (good, good[0], ACCEPTED, NONE),
        (good, "", FINALISED, UNTRUSTED),
        (good, other[0], FINALISED, UNTRUSTED),
        (other, other[0], FINALISED, OTHER_NAME),
        (past, past[0], FINALISED, EXPIRED),
        (future, future[0], FINALISED, CLOCK),
        (good, os.path.join(folder, "absent"), FINALISED, OUR_TLS),
    ]

    def of(tls, ca, state, reason):
        def test(portal, counter):
            counter.put()
            done = counter.run("--once")
            (row,) = counter.rows().values()
            check((row["state"], row["reason"]) == (state, reason),
                  f"{tls[0]}: {row}\n{done.stderr}")
            check(done.returncode == (state != ACCEPTED), done.stderr)
            check(state == ACCEPTED or not portal.requests, "something was sent")
        with_portal(test, tls=tls, ca=ca)
    for case in cases:
        of(*case)

    def known(portal, counter):
        counter.put(5)
        check(counter.run("--once").returncode == 0, str(counter.rows()))
        exactly_once(portal, 5)
    with_portal(known, tls=good, clients=other[0], ca=good[0], certificate=other[0],
                key=other[1])

    def stranger(*reasons):
        def test(portal, counter):
            counter.put()
            check(counter.run("--once").returncode == 1, "let in without a certificate")
            (row,) = counter.rows().values()
            check(row["reason"] in reasons, str(row))
        return test
    # The portal's word on it may be lost when it closes the line right behind.
    with_portal(stranger(TLS, UNREACHABLE), tls=good, clients=other[0], ca=good[0])
    with_portal(stranger(OUR_TLS), tls=good, clients=other[0], ca=good[0],
                certificate=other[0], key=os.path.join(folder, "absent"))

    def plain(portal, counter):
        counter.configure(portal.url.replace("http:", "https:"))
        counter.put()
        counter.run("--once")
        (row,) = counter.rows().values()
        check((row["state"], row["reason"]) == (FINALISED, TLS), str(row))
    with_portal(plain)
    shutil.rmtree(folder)


# --- the kiosk's line -----------------------------------------------------------------

def test_line():
    """What the kiosk says and hears, with the portal there, away, and there again."""
    def test(portal, counter):
        port = portal.port
        line = counter.link()
        line.hear(event="portal", reachable=True)
        check(len(portal.requests) == 1, "one question at the start")
        ((reference, _),) = counter.put()
        check(not portal.posts(), "sent without being woken")
        line.say(do="wake")
        for _ in range(2):  # sending, accepted
            line.hear(event="dossier", reference=reference)
        check(counter.states() == [ACCEPTED], str(counter.rows()))
        line.say(do="track", id=7, query="xyz")
        check(line.hear(event="tracked", id=7)["found"] is False, "nonsense")
        line.say(do="track", id=8, query=reference.lower())
        check(line.hear(event="tracked", id=8)["found"] is False, "unknown")
        line.say(do="something else")
        portal.stop()
        ((reference, _),) = counter.put()
        line.say(do="wake")
        line.hear(event="portal", reachable=False)
        line.say(do="track", id=9, query=reference)
        check(line.hear(event="tracked", id=9)["reason"] == UNREACHABLE, "reason")
        again = Portal(port=port)
        try:
            line.hear(event="portal", reachable=True)
            counter.wait_states(ACCEPTED, ACCEPTED)
            exactly_once(again, 1)
        finally:
            again.stop()
        log = Path(counter.state, "courier.log").read_text(encoding="utf-8")
        check(reference in log and "Thử" not in log, log)
        line.hang_up()
        check(line.process.wait(timeout=5) == 0, "it ends when the kiosk hangs up")
    with_portal(test)


def test_idle():
    """With an empty outbox nothing wakes up, not once."""
    def switches(process):
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)

    def test(portal, counter):
        line = counter.link()
        line.hear(event="portal", reachable=True)
        counter.put(2)
        line.say(do="wake")
        counter.wait_states(ACCEPTED, ACCEPTED)
        time.sleep(1.5)
        before = switches(line.process)
        time.sleep(3)
        woken = switches(line.process) - before
        check(woken == 0, f"woken {woken} times")
        line.hang_up()
    with_portal(test)


def test_rows_that_cannot_be_read():
    """The store says that something waits, but its rows cannot be read just now: the
    courier does not go to sleep over it."""
    def rename(counter, old, new):
        with sqlite3.connect(os.path.join(counter.state, "motcua.db")) as store:
            store.execute(f"ALTER TABLE dossier RENAME COLUMN {old} TO {new}")
        store.close()

    def test(portal, counter):
        line = counter.link()
        line.hear(event="portal", reachable=True)
        counter.put()
        rename(counter, "due_at", "broken")
        line.say(do="wake")
        time.sleep(1.5)
        rename(counter, "broken", "due_at")
        counter.wait_states(ACCEPTED, seconds=8)
        line.hang_up()
    with_portal(test)


def test_hung_up_in_the_middle():
    def test(portal, counter):
        line = counter.link()
        line.hear(event="portal", reachable=True)
        counter.put(6)
        portal.rule = lambda request: (time.sleep(1.2) if request.method == "POST"
                                       else None)
        line.say(do="wake")
        counter.wait(lambda: portal.posts())
        line.hang_up()
        check(line.process.wait(timeout=2) == 0, "it ends when the kiosk hangs up")
        check(FINALISED in counter.states(), "no more was started")
        portal.rule = None
        counter.start()
        counter.wait_states(*[ACCEPTED] * 6)
        exactly_once(portal, 6)
    with_portal(test)


# --- more than one courier ------------------------------------------------------------

def test_two_couriers():
    """One drains, the other takes over when it dies; the bell is heard."""
    def test(portal, counter):
        first, second = counter.start(), counter.start()
        time.sleep(0.5)
        counter.put(4)
        check(counter.run("--once").returncode == 0, "the outbox is empty in the end")
        counter.wait_states(*[ACCEPTED] * 4)
        exactly_once(portal, 4)
        check(len(portal.posts()) == 4, "two sent the same")
        portal.rule = lambda request: time.sleep(1) if request.method == "POST" else False
        counter.put(8)
        third = subprocess.Popen(counter.command("--once"), stderr=subprocess.DEVNULL)
        time.sleep(0.6)
        first.kill()
        first.wait()
        counter.wait_states(*[ACCEPTED] * 12)
        exactly_once(portal, 12)
        third.wait(timeout=20)
        check(second.poll() is None, "the second courier has gone")
    with_portal(test)


def test_woken_beside_another():
    """A kiosk's courier passes the word on to the one that drains."""
    def rule(request):
        if request.method == "POST" and request.key == rule.bad:
            request.problem(500)
            return True
        return False

    def test(portal, counter):
        ((_, rule.bad),) = counter.put()
        counter.start()
        counter.wait(lambda: portal.posts())
        line = counter.link()
        line.hear(event="portal", reachable=True)
        ((reference, _),) = counter.put()
        line.say(do="wake")
        line.hear(event="dossier", reference=reference, seconds=5)
        check(counter.rows()[reference]["state"] == ACCEPTED, str(counter.rows()))
        line.hang_up()
    with_portal(test, rule)


def test_store_is_busy():
    """Another program holds the store: nothing can be written, so nothing is sent; and an
    answer that could not be written down is asked for again."""
    def test(portal, counter):
        ((_, key),) = counter.put()
        (path,) = Path(counter.state).glob("*.db")
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        counter.start()
        time.sleep(3)
        check(not portal.posts(), "sent before it was written down")
        holder.execute("ROLLBACK")
        counter.wait_states(ACCEPTED)

        def rule(request):
            if request.method == "POST" and not holder.in_transaction:
                holder.execute("BEGIN IMMEDIATE")
            return False
        holder.close()
        holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        portal.rule = rule
        ((_, key),) = counter.put()
        counter.run("--once")
        check(len(portal.posts(key)) == 1 and SENDING in counter.states(), "state")
        portal.rule = None
        holder.execute("ROLLBACK")
        counter.start()
        counter.wait_states(ACCEPTED, ACCEPTED)
        check(len(portal.posts(key)) == 1, "sent twice")
        holder.close()
    with_portal(test)


def test_no_address():
    counter = Counter("http://127.0.0.1:1")
    Path(counter.config).write_text("[kiosk]\nlanguage = en\n")
    counter.put(2)
    done = counter.run("--once")
    check(done.returncode == 1 and "url" in done.stderr, done.stderr)
    check({row["reason"] for row in counter.rows().values()} == {NO_PORTAL}, "reason")
    counter.end()


# --- looking up -----------------------------------------------------------------------

def test_track():
    step = {"number": 1, "name": {"vi": "Mới \x1b[31mđăng ký", "en": "New"}}
    track = {"reference": "X", "code": "H17.31.22-261121-0001", "status": step,
             "receivedAt": "2026-11-21T14:32:05+07:00", "dueAt": None,
             "history": [{"at": "2026-11-21T14:32:05+07:00", "status": step}]}

    def rule(request):
        if request.path == "/v1/dossiers/H17.31.22-261121-0001":
            request.answer(200, track)
            return True
        return False

    def test(portal, counter):
        (sent, *_) = counter.put()
        found = counter.run("--track", "H17.31.22-261121-0001")
        check(found.returncode == 0, found.stderr)
        got = json.loads(found.stdout)
        check(got["status"]["name"]["vi"] == "Mới \ufffd[31mđăng ký", found.stdout)
        check("\x1b" not in found.stdout and "\\u001b" not in found.stdout, "not cleaned")
        unknown = counter.run("--track", sent[0])
        check(unknown.returncode == 3 and unknown.stderr, unknown.stderr)
        check(portal.requests[-1].path == "/v1/track/" + sent[0], "which call")
        nonsense = counter.run("--track", "abc")
        check(nonsense.returncode == 64 and nonsense.stderr, nonsense.stderr)
        portal.rule = lambda request: request.answer(200, b"<html>", "text/html") or True
        strange = counter.run("--track", sent[0])
        check(strange.returncode == 1 and strange.stderr.count("\n") == 1, strange.stderr)
    with_portal(test, rule)


def main():
    chosen = sys.argv[1:]
    tests = [(name, call) for name, call in globals().items() if name.startswith("test_")
             and (not chosen or name in chosen)]
    failed = 0
    for name, call in tests:
        begun = time.monotonic()
        try:
            call()
            print(f"ok {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        except Exception as trouble:  # a test may fail in any way; the others go on
            failed += 1
            print(f"not ok {name}: {type(trouble).__name__}: {trouble}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
