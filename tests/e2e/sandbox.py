#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The stand-in portal, call by call: what it takes and refuses, faults, replays, restarts,
many at once, hostile input, TLS."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import portal  # noqa: E402
import sample  # noqa: E402


class Case(unittest.TestCase):
    """Each test has a portal of its own with the sample procedure."""

    options = ()

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="motcua-e2e-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.forms = os.path.join(self.folder, "forms")
        sample.write_forms(self.forms)
        self.state = os.path.join(self.folder, "state")
        os.mkdir(self.state)
        self.sandbox = portal.Sandbox(*self.options, forms=self.forms, state=self.state)
        self.sandbox.start()
        self.addCleanup(self.sandbox.stop)

    def enter(self, **changes):
        """Hands in a good dossier; returns what the portal says of it."""
        reply = self.sandbox.submit(sample.submission(**changes), portal.new_key())
        self.assertEqual(reply.status, 201, reply.body)
        return reply.json()

    def refused(self, reply, status, kind, *pointers):
        self.assertEqual(reply.status, status, reply.body)
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        problem = reply.json()
        self.assertEqual(problem["status"], status)
        self.assertEqual(problem["type"].rsplit("/", 1)[-1], kind)
        if pointers:
            told = [error["pointer"] for error in problem["errors"]]
            self.assertEqual(sorted(told), sorted(pointers))
        return problem


class Submitting(Case):
    def test_a_good_dossier(self):
        submission, key = sample.submission(), portal.new_key()
        reply = self.sandbox.submit(submission, key)
        self.assertEqual(reply.status, 201)
        said = reply.json()
        self.assertEqual(said["reference"], submission["reference"])
        self.assertRegex(said["code"], r"^H17\.31\.22-\d{6}-0001$")
        self.assertEqual(said["status"]["number"], 1)
        self.assertEqual(said["status"]["name"]["vi"], "Mới đăng ký")
        self.assertRegex(said["receivedAt"], r"\+07:00$")
        self.assertRegex(said["dueAt"], r"T17:00:00\+07:00$")
        self.assertEqual(reply.headers["Location"], "/v1/dossiers/" + said["code"])
        self.assertRegex(self.enter()["code"], r"-0002$")

    def test_a_replay_is_the_same_to_the_byte(self):
        body = json.dumps(sample.submission()).encode()
        key, kind = portal.new_key(), {"Content-Type": "application/json; charset=utf-8"}
        first = self.sandbox.submit(body, key, kind)
        self.sandbox.advance(first.json()["code"])
        second = self.sandbox.submit(body, key, kind)
        self.assertEqual((first.status, second.status), (201, 200))
        self.assertEqual(first.body, second.body)
        self.assertEqual(second.headers["Location"], first.headers["Location"])
        self.assertEqual(self.sandbox.dossiers()[0]["timesReceived"], 2)

    def test_a_key_with_other_bytes(self):
        key = portal.new_key()
        submission = sample.submission()
        self.sandbox.submit(submission, key)
        submission["kiosk"]["counter"] = "Quầy 3"
        self.refused(self.sandbox.submit(submission, key), 422, "idempotency-key-reused")
        self.assertEqual(len(self.sandbox.dossiers()), 1)

    def test_a_reference_with_another_key(self):
        submission = sample.submission()
        self.sandbox.submit(submission, portal.new_key())
        self.refused(self.sandbox.submit(submission, portal.new_key()), 422,
                     "reference-used", "/reference")

    def test_keys_that_are_none(self):
        submission = sample.submission()
        reply = self.sandbox.call("POST", "/v1/dossiers", submission)
        self.refused(reply, 400, "idempotency-key-missing")
        good = portal.new_key()
        for header in (good, f'"{good[:-1]}"', f'"{good}0"', f'"{good.upper()}G"', '""',
                       '"' + "g" * 32 + '"', f"'{good}'", '"' + "é" * 16 + '"'):
            reply = self.sandbox.call("POST", "/v1/dossiers", submission,
                                      {"Idempotency-Key": header.encode("utf-8")})
            self.refused(reply, 400, "idempotency-key-invalid")
        self.assertEqual(self.sandbox.dossiers(), [])

    def test_bodies_that_are_no_submission(self):
        for body in (b"", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"a":1,"a":2}',
                     b'{"reference":"\\u0000"}', b"[" * 100000):
            reply = self.sandbox.submit(body, portal.new_key(),
                                        {"Content-Type": "application/json"})
            self.refused(reply, 400, "not-json")

    def test_the_wrong_content_type(self):
        for kind in ("text/plain", "application/jsonp", "application/x-www-form-urlencoded"):
            reply = self.sandbox.submit(b"{}", portal.new_key(), {"Content-Type": kind})
            self.refused(reply, 415, "content-type")

    def test_too_large(self):
        body = json.dumps(sample.submission()).encode()
        room = 1024 * 1024 - len(body)
        kind = {"Content-Type": "application/json"}
        reply = self.sandbox.submit(body + b" " * room, portal.new_key(), kind)
        self.assertEqual(reply.status, 201)
        for more in (1, 5 * 1024 * 1024):
            reply = self.sandbox.submit(body + b" " * (room + more), portal.new_key(), kind)
            self.refused(reply, 413, "too-large")

    def test_envelopes_with_mistakes(self):
        kiosk = dict(sample.SUBMISSION["kiosk"])
        consent = dict(sample.SUBMISSION["consent"])
        for changes, pointer in (
                ({"reference": "7QHM2K9TXV4DA3NPW"}, "/reference"),
                ({"reference": "7qhm-2k9t-xv4d-a3np-s"}, "/reference"),
                ({"reference": 17}, "/reference"),
                ({"procedure": "../../etc"}, "/procedure"),
                ({"formVersion": ""}, "/formVersion"),
                ({"formVersion": "ă" * 201}, "/formVersion"),
                ({"finalisedAt": "2026-11-21"}, "/finalisedAt"),
                ({"finalisedAt": "2026-11-21T07:32:05Z"}, "/finalisedAt"),
                ({"language": "fr\r\nX-Injected: 1"}, "/language"),
                ({"language": None}, "/language"),
                ({"kiosk": {**kiosk, "id": "hoà"}}, "/kiosk/id"),
                ({"kiosk": {**kiosk, "more": 1}}, "/kiosk/more"),
                ({"consent": {**consent, "given": False}}, "/consent/given"),
                ({"consent": {**consent, "given": 1}}, "/consent/given"),
                ({"answers": []}, "/answers"),
                ({"papers": None}, "/papers"),
                ({"identified": []}, "/identified"),
                ({"identified": [{"pointer": "/mother", "by": "glance",
                                  "at": "2026-11-21T14:31:40+07:00"}]}, "/identified/0/by"),
                ({"identified": [{"pointer": "/mother", "by": "card-qr", "at": "today"}]},
                 "/identified/0/at"),
                ({"warnings": []}, "/warnings"),
                ({"warnings": [{"id": "a", "pointer": "/b", "reason": ""}]},
                 "/warnings/0/reason"),
                ({"warnings": [{"id": "a", "pointer": "/b", "reason": "c", "x": 0}]},
                 "/warnings/0/x"),
                ({"papers": [{"id": "a", "originals": -1, "copies": 0}]},
                 "/papers/0/originals"),
                ({"papers": [{"id": "a", "originals": 1.5, "copies": 0}]},
                 "/papers/0/originals"),
                ({"papers": [{"id": "a", "originals": 1, "copies": 0, "present": 1}]},
                 "/papers/0/present"),
                ({"papers": [{"id": "a", "originals": 1, "copies": 0, "x": 0}]},
                 "/papers/0/x"),
                ({"a/b~c": 1}, "/a~1b~0c"),
                ({"ă" * 60: 1}, "/" + "ă" * 60)):
            reply = self.sandbox.submit(sample.submission(**changes), portal.new_key())
            self.refused(reply, 422, "submission-invalid", pointer)
            self.assertNotIn("X-Injected", reply.headers)
        self.assertEqual(self.sandbox.dossiers(), [])

    def test_an_unknown_procedure(self):
        reply = self.sandbox.submit(sample.submission(procedure="1.999999"),
                                    portal.new_key())
        self.refused(reply, 422, "procedure-unknown", "/procedure")

    def test_answers_with_mistakes(self):
        good = sample.SUBMISSION["answers"]["child"]
        for answers, pointers in (
                ({}, ["/answers/child"]),
                ({"child": {}}, ["/answers/child/fullName", "/answers/child/birthDate"]),
                ({"child": {**good, "fullName": "A"}}, ["/answers/child/fullName"]),
                ({"child": {**good, "birthDate": "30/02/2026"}},
                 ["/answers/child/birthDate"]),
                ({"child": {**good, "a/b~c": "x"}}, ["/answers/child/a~1b~0c"]),
                ({"child": good, "sex": "other"}, ["/answers/sex"])):
            reply = self.sandbox.submit(sample.submission(answers=answers),
                                        portal.new_key())
            problem = self.refused(reply, 422, "answers-invalid", *pointers)
            self.assertTrue(all(error["message"] for error in problem["errors"]))

    def test_refusals_speak_the_language_of_the_submission(self):
        for language, word in (("vi", "phải khai"), ("en", "must be answered")):
            reply = self.sandbox.submit(sample.submission(language=language, answers={}),
                                        portal.new_key(), {"Accept-Language": "vi"})
            self.assertIn(word, reply.json()["errors"][0]["message"])
            self.assertEqual(reply.headers["Content-Language"], language)

    def test_a_refused_key_may_be_used_again(self):
        key = portal.new_key()
        bad = self.sandbox.submit(sample.submission(answers={}), key)
        good = self.sandbox.submit(sample.submission(), key)
        self.assertEqual((bad.status, good.status), (422, 201))


class Following(Case):
    def test_by_key(self):
        submission, key = sample.submission(), portal.new_key()
        ask = f"/v1/dossiers?key={key}"
        self.assertEqual(self.sandbox.call("GET", ask).json(), {"dossiers": []})
        said = self.sandbox.submit(submission, key).json()
        self.assertEqual(self.sandbox.call("GET", ask).json(), {"dossiers": [said]})
        for wrong in ("", "?key=", "?key=zz", f"?key={key.upper()}00", f"?key=%22{key}%22"):
            self.refused(self.sandbox.call("GET", "/v1/dossiers" + wrong), 400,
                         "query-invalid")

    def test_by_code_and_reference(self):
        said = self.enter()
        by_code = self.sandbox.call("GET", "/v1/dossiers/" + said["code"])
        typed = said["reference"].lower().replace("0", "o").replace("1", "l")
        typed = "-".join(typed[i:i + 4] for i in range(0, 17, 4))
        by_reference = self.sandbox.call("GET", "/v1/track/" + typed)
        self.assertEqual(by_code.status, 200)
        self.assertEqual(by_code.body, by_reference.body)
        track = by_code.json()
        self.assertEqual(track["procedure"]["code"], sample.CODE)
        self.assertEqual(len(track["history"]), 1)
        self.assertNotIn("NGUYỄN", by_code.body.decode())
        for path in ("/v1/dossiers/H17.31.22-261121-9999", "/v1/track/nothing",
                     "/v1/track/" + portal.new_reference()):
            self.refused(self.sandbox.call("GET", path), 404, "not-found")

    def test_the_ordinary_path(self):
        code = self.enter()["code"]
        numbers = [self.sandbox.advance(code).json()["status"]["number"] for _ in range(4)]
        self.assertEqual(numbers, [2, 4, 9, 10])
        self.refused(self.sandbox.advance(code), 409, "path-ended")
        track = self.sandbox.call("GET", "/v1/dossiers/" + code).json()
        self.assertEqual([event["status"]["number"] for event in track["history"]],
                         [1, 2, 4, 9, 10])

    def test_beside_the_path(self):
        code = self.enter()["code"]
        note = {"vi": "Bổ sung giấy chứng sinh.", "en": "Bring the birth notice."}
        track = self.sandbox.advance(code, {"status": 5, "note": note}).json()
        self.assertEqual(track["status"]["number"], 5)
        self.assertEqual(track["history"][-1]["note"], note)
        self.assertEqual(self.sandbox.advance(code).json()["status"]["number"], 4)

    def test_orders_that_are_none(self):
        code = self.enter()["code"]
        for order in ({"status": 0}, {"status": 11}, {"status": "5"}, {"note": "text"},
                      {"note": {"vi": "chỉ tiếng Việt"}}, {"speed": 1}):
            self.refused(self.sandbox.advance(code, order), 422, "request-invalid")
        self.refused(self.sandbox.advance(code, b"{"), 400, "not-json")
        self.refused(self.sandbox.advance("H17-261121-0001"), 404, "not-found")

    def test_no_time_no_due_time(self):
        self.sandbox.stop()
        sample.write_forms(self.forms, time=None)
        self.sandbox.start()
        said = self.enter()
        self.assertIsNone(said["dueAt"])
        page = self.sandbox.call("GET", "/t/" + said["reference"]).body.decode()
        self.assertIn("không có ngày hẹn", page)


class Page(Case):
    def test_the_page(self):
        said = self.enter()
        self.sandbox.advance(said["code"], {"status": 5, "note": {
            "vi": "Thiếu <script>alert(1)</script>\u202e", "en": 'A "quoted" & <b>'}})
        reply = self.sandbox.call("GET", "/t/" + said["reference"])
        page = reply.body.decode()
        self.assertEqual(reply.status, 200)
        self.assertEqual(reply.headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn("default-src 'none'", reply.headers["Content-Security-Policy"])
        self.assertEqual(reply.headers["Cache-Control"], "no-store")
        self.assertEqual(reply.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("noindex", reply.headers["X-Robots-Tag"])
        grouped = "-".join(said["reference"][i:i + 4] for i in range(0, 17, 4))
        for text in (grouped, said["code"], "Yêu cầu bổ sung giấy tờ", "Mới đăng ký",
                     "Thiếu &lt;script&gt;", "Đăng ký &lt;b&gt;thử&lt;/b&gt;", "lang=en",
                     'href="tel:1022"'):
            self.assertIn(text, page)
        for text in ("<script", "NGUYỄN", "2026-11-15", "\u202e"):
            self.assertNotIn(text, page)
        self.assertLess(len(reply.body), 6000)

    def test_in_english(self):
        said = self.enter()
        page = self.sandbox.call("GET", f"/t/{said['reference']}?lang=en").body.decode()
        for text in ("<html lang=en>", "Newly registered", "Trial &amp; registration",
                     "Tiếng Việt", "?lang=vi"):
            self.assertIn(text, page)
        page = self.sandbox.call("GET", f"/t/{said['reference']}?lang=%3Cb%3E").body
        self.assertIn(b"<html lang=vi>", page)

    def test_the_style_is_the_one_that_is_allowed(self):
        import base64
        import hashlib
        reply = self.sandbox.call("GET", "/t/" + self.enter()["reference"])
        style = reply.body.split(b"<style>")[1].split(b"</style>")[0]
        value = base64.b64encode(hashlib.sha256(style).digest()).decode()
        self.assertIn(f"'sha256-{value}'", reply.headers["Content-Security-Policy"])

    def test_as_people_type_it(self):
        reference = self.enter()["reference"]
        grouped = "-".join(reference[i:i + 4] for i in range(0, 17, 4)).lower()
        for path in (f"/t/{grouped}", f"/t?reference={grouped.replace('-', '+')}&lang=vi",
                     f"/t/%20{reference}"):
            self.assertEqual(self.sandbox.call("GET", path).status, 200, path)

    def test_references_that_lead_nowhere(self):
        unknown = self.sandbox.call("GET", "/t/" + portal.new_reference())
        self.assertEqual(unknown.status, 404)
        self.assertIn("Chưa thấy hồ sơ này", unknown.body.decode())
        mistyped = self.sandbox.call("GET", "/t/7QHM2K9TXV4DA3NPW?lang=en")
        self.assertEqual(mistyped.status, 404)
        self.assertIn("not quite right", mistyped.body.decode())
        self.assertIn('value="7QHM2K9TXV4DA3NPW"', mistyped.body.decode())
        self.assertEqual(self.sandbox.call("GET", "/t").status, 200)

    def test_hostile_references(self):
        for typed in ("%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%22%3E%3Cimg%20src=x%3E",
                      "%27%20OR%201=1--", "%1b%5B31m", "%e2%80%ae", "%ff%fe", "%00", "..",
                      "A" * 60):
            for path in ("/t/" + typed, "/t?reference=" + typed):
                reply = self.sandbox.call("GET", path)
                page = reply.body.decode("utf-8")
                self.assertIn(reply.status, (200, 404), path)
                for text in ("<script", "<img", "\x1b", "\u202e"):
                    self.assertNotIn(text, page)


class Faults(Case):
    def broken(self, *arguments):
        with self.assertRaises(portal.Broken):
            self.sandbox.call(*arguments)

    def submit_broken(self, submission, key):
        with self.assertRaises(portal.Broken):
            self.sandbox.submit(submission, key)

    def test_dropped_before_the_commit(self):
        submission, key = sample.submission(), portal.new_key()
        self.sandbox.faults(drop_before_commit=1)
        self.submit_broken(submission, key)
        self.broken("GET", "/t/" + submission["reference"])
        self.assertEqual(self.sandbox.dossiers(), [])
        self.sandbox.faults()
        self.assertEqual(self.sandbox.submit(submission, key).status, 201)
        self.assertEqual(self.sandbox.dossiers()[0]["timesReceived"], 2)

    def test_dropped_after_the_commit(self):
        submission, key = sample.submission(), portal.new_key()
        self.sandbox.faults(drop_after_commit=1)
        self.submit_broken(submission, key)
        self.submit_broken(submission, key)
        found = self.sandbox.call("GET", f"/v1/dossiers?key={key}").json()["dossiers"]
        self.assertEqual(found[0]["reference"], submission["reference"])
        listed = self.sandbox.dossiers()
        self.assertEqual([(d["key"], d["timesReceived"]) for d in listed], [(key, 2)])
        refused = self.sandbox.submit(sample.submission(answers={}), portal.new_key())
        self.assertEqual(refused.status, 422)

    def test_cut_replies(self):
        submission, key = sample.submission(), portal.new_key()
        self.sandbox.faults(cut_reply=1)
        self.submit_broken(submission, key)
        path = "/t/" + submission["reference"]
        self.broken("GET", path)
        got = self.sandbox.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        head, body = got.split(b"\r\n\r\n", 1)
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        self.assertEqual(len(body), length // 2)
        self.sandbox.faults()
        self.assertEqual(self.sandbox.submit(submission, key).status, 200)

    def test_forgotten_keys(self):
        submission, key = sample.submission(), portal.new_key()
        self.sandbox.faults(forget_key=1)
        receipts = [self.sandbox.submit(submission, key) for _ in range(2)]
        self.assertEqual([r.status for r in receipts], [201, 201])
        self.assertEqual([r.json()["reference"] for r in receipts],
                         [submission["reference"]] * 2)
        self.assertEqual(len({r.json()["code"] for r in receipts}), 2)
        found = self.sandbox.call("GET", f"/v1/dossiers?key={key}").json()["dossiers"]
        self.assertEqual(found, [])

    def test_a_status_instead_of_an_answer(self):
        submission, key = sample.submission(), portal.new_key()
        for status in (429, 500, 503, 599):
            self.sandbox.faults(status=status)
            for reply in (self.sandbox.submit(submission, key),
                          self.sandbox.call("GET", "/v1/track/x"),
                          self.sandbox.call("GET", "/t/x"),
                          self.sandbox.call("GET", "/nowhere")):
                self.assertEqual(reply.status, status)
                self.assertEqual(reply.json()["status"], status)
                self.assertEqual("Retry-After" in reply.headers, status in (429, 503))
        self.assertEqual(self.sandbox.dossiers(), [])

    def test_latency_holds_up_nobody_else(self):
        self.sandbox.faults(latency_ms=1500)
        results = []

        def look():
            start = time.monotonic()
            self.sandbox.call("GET", "/v1/track/x")
            results.append(time.monotonic() - start)

        threads = [threading.Thread(target=look) for _ in range(8)]
        start = time.monotonic()
        for thread in threads:
            thread.start()
        self.assertEqual(self.sandbox.dossiers(), [])
        self.assertLess(time.monotonic() - start, 1.4)
        for thread in threads:
            thread.join()
        self.assertGreaterEqual(min(results), 1.5)
        self.assertLess(time.monotonic() - start, 8 * 1.5)

    def test_a_key_that_is_being_processed(self):
        submission, key = sample.submission(), portal.new_key()
        self.sandbox.faults(latency_ms=2000)
        replies = []
        first = threading.Thread(
            target=lambda: replies.append(self.sandbox.submit(submission, key)))
        first.start()
        time.sleep(0.7)
        second = self.sandbox.submit(submission, key)
        first.join()
        self.refused(second, 409, "idempotency-key-in-progress")
        self.assertEqual(second.headers["Retry-After"], "1")
        self.assertEqual(replies[0].status, 201)

    def test_ending_does_not_wait_for_latency(self):
        self.sandbox.faults(latency_ms=60000)

        def look():
            try:
                self.sandbox.call("GET", "/v1/track/x")
            except portal.Broken:
                pass

        waiter = threading.Thread(target=look)
        waiter.start()
        time.sleep(0.5)
        start = time.monotonic()
        self.sandbox.stop()
        self.assertLess(time.monotonic() - start, 20)
        waiter.join()

    def test_setting_them(self):
        self.sandbox.faults(latency_ms=1, drop_after_commit=0.5)
        self.assertEqual(self.sandbox.call("GET", "/_sandbox/faults").json(),
                         {"latency_ms": 1, "drop_after_commit": 0.5})
        for spec in ({"status": 200}, {"drop_after_commit": 2}, {"latency_ms": "x"},
                     {"earthquake": 1}):
            self.refused(self.sandbox.call("PUT", "/_sandbox/faults", spec), 422,
                         "request-invalid")
        self.refused(self.sandbox.call("PUT", "/_sandbox/faults", b"["), 400, "not-json")
        self.sandbox.faults()
        self.assertEqual(self.sandbox.call("GET", "/_sandbox/faults").json(), {})


class FromTheStart(Case):
    options = ("--fault", "drop_after_commit=1,latency_ms=5")

    def test_faults_of_the_command_line(self):
        self.assertEqual(self.sandbox.call("GET", "/_sandbox/faults").json(),
                         {"latency_ms": 5, "drop_after_commit": 1})


class Lasting(Case):
    def test_a_restart_forgets_nothing(self):
        submission, key = sample.submission(), portal.new_key()
        said = self.sandbox.submit(submission, key)
        self.sandbox.advance(said.json()["code"])
        before = self.sandbox.dossiers()
        for how in (signal.SIGTERM, signal.SIGKILL):
            self.sandbox.stop(how)
            self.sandbox.start()
            self.assertEqual(self.sandbox.dossiers(), before)
        replay = self.sandbox.submit(submission, key)
        self.assertEqual((replay.status, replay.body), (200, said.body))
        self.assertEqual(oct(os.stat(os.path.join(self.state, "sandbox.db")).st_mode & 0o77),
                         "0o0")
        self.assertRegex(self.enter()["code"], "-0002$")

    def test_twenty_at_once_with_one_key(self):
        submission, key = sample.submission(), portal.new_key()
        start = threading.Barrier(20)
        replies = []

        def send():
            start.wait()
            replies.append(self.sandbox.submit(submission, key))

        threads = [threading.Thread(target=send) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses = [reply.status for reply in replies]
        self.assertEqual(statuses.count(201), 1)
        self.assertLessEqual(set(statuses), {200, 201, 409})
        listed = self.sandbox.dossiers()
        self.assertEqual([(d["key"], d["timesReceived"]) for d in listed], [(key, 20)])

    def test_twenty_at_once_with_their_own_keys(self):
        replies = []
        threads = [threading.Thread(target=lambda: replies.append(self.enter()))
                   for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        numbers = sorted(int(said["code"].rsplit("-", 1)[1]) for said in replies)
        self.assertEqual(numbers, list(range(1, 21)))

    def test_a_full_disk(self):
        """What was acknowledged is there afterwards; what was not, is not."""
        self.sandbox.stop()
        self.sandbox.start(largest_file=150_000)
        said, refused = [], 0
        for _ in range(40):
            submission = sample.submission(
                answers={"child": {**sample.SUBMISSION["answers"]["child"],
                                   "note": "x" * 5000}})
            reply = self.sandbox.submit(submission, portal.new_key())
            if reply.status == 201:
                said.append(reply.json()["reference"])
            else:
                self.refused(reply, 500, "trouble")
                refused += 1
        self.assertTrue(said and refused)
        self.sandbox.stop()
        self.sandbox.start()
        self.assertEqual([d["reference"] for d in self.sandbox.dossiers()], said)

    def test_a_book_that_cannot_be_used(self):
        self.sandbox.stop()
        book = os.path.join(self.state, "sandbox.db")
        os.rename(book, book + ".away")
        os.mkdir(book)
        done = subprocess.run(
            [os.path.join(portal.BUILD, "motcua-sandbox"), "--port", "0", "--state",
             self.state, "--forms", self.forms], capture_output=True, text=True, timeout=30)
        os.rmdir(book)
        os.rename(book + ".away", book)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.sandbox.start()


class Hostile(Case):
    def test_paths(self):
        for path in ("/", "/v1", "/v1/dossiers/", "/v1/dossiers/a/b", "/t/", "/t/a/b",
                     "/_sandbox", "/_sandbox/", "/../../etc/passwd", "//", "/v1/track/",
                     "/v1/dossiers/" + "x" * 5000, "/%2e%2e/%2e%2e", "/t%00/x"):
            reply = self.sandbox.call("GET", path)
            self.assertIn(reply.status, (404, 200), path)
            self.assertNotIn(b"root:", reply.body)
        self.refused(self.sandbox.call("GET", "/v1/nothing"), 404, "no-such-call")

    def test_methods(self):
        reply = self.sandbox.call("DELETE", "/v1/dossiers")
        self.refused(reply, 405, "method-not-allowed")
        self.assertEqual(reply.headers["Allow"], "POST, GET")
        head = self.sandbox.call("HEAD", "/t/" + self.enter()["reference"])
        self.assertEqual((head.status, head.body), (200, b""))

    def test_nonsense_on_the_line(self):
        for data in (b"\x16\x03\x01\x02\x00\x01", b"GET\r\n\r\n", b"\0" * 4096,
                     b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20000 + b"\r\n",
                     b"POST /v1/dossiers HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                     b"POST /v1/dossiers HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"):
            try:
                self.sandbox.raw(data)
            except (ConnectionError, TimeoutError):
                pass
        self.assertEqual(self.enter()["status"]["number"], 1)

    def test_the_log_knows_nobody(self):
        self.enter()
        self.sandbox.submit(sample.submission(answers={"child": {"fullName": "Ô"}}),
                            portal.new_key())
        self.sandbox.call("GET", "/t/%1b%5B31mred")
        self.sandbox.stop()
        log = self.sandbox.read_log()
        for text in ("NGUYỄN", "\x1b"):
            self.assertNotIn(text, log)
        self.assertIn("POST /v1/dossiers: 201", log)

    def test_a_broken_procedure_is_left_out(self):
        self.sandbox.stop()
        for name, text in (("8.000001", "{"), ("8.000002", "[]")):
            os.makedirs(os.path.join(self.forms, name))
            with open(os.path.join(self.forms, name, "procedure.json"), "w",
                      encoding="utf-8") as file:
                file.write(text)
        self.sandbox.start()
        self.assertEqual(self.enter()["status"]["number"], 1)
        self.assertIn("8.000001", self.sandbox.read_log())


class Starting(unittest.TestCase):
    def run_program(self, *options):
        program = os.path.join(portal.BUILD, "motcua-sandbox")
        with tempfile.TemporaryDirectory() as state:
            return subprocess.run([program, "--port", "0", "--state", state, *options],
                                  capture_output=True, text=True, timeout=30)

    def test_mistakes_are_told_in_one_line(self):
        for code, *options in ((64, "--port", "70000"), (64, "--port", ""),
                               (64, "--fault", "earthquake=1"), (64, "--nonsense"),
                               (64, "word"), (1, "--forms", "/nowhere"),
                               (1, "--bind", "nowhere", "--forms", "/"),
                               (1, "--tls", "cert", "--forms", "/"),
                               (1, "--tls", "/nowhere,/nowhere", "--forms", "/")):
            done = self.run_program(*options)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertEqual(done.stdout, "")
        for option in ("--help", "--version"):
            self.assertEqual(self.run_program(option).returncode, 0)

    def test_a_bad_catalogue_is_told_by_its_line(self):
        forms = os.path.join(portal.TOP, "forms", "procedures")
        good = '{"format":1,"version":"1","code":"9.000001","name":"x"}'
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "catalogue.jsonl")
            for bad in ("{", "[]", good.replace("9.0", "x.0"), good.replace('"x"', "7")):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(f"{good}\n\n{bad}\n")
                done = self.run_program("--forms", forms, "--catalogue", path)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stderr, r"catalogue.jsonl, \S+ 3: ")
            for path in ("/nowhere", folder):
                done = self.run_program("--forms", forms, "--catalogue", path)
                self.assertEqual(done.returncode, 1, done.stderr)

    def test_tls(self):
        if shutil.which("openssl") is None:
            self.skipTest("openssl is not here to make a certificate")
        with tempfile.TemporaryDirectory() as folder:
            sample.write_forms(os.path.join(folder, "forms"))
            cert, key = os.path.join(folder, "cert"), os.path.join(folder, "key")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                            "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                            "/CN=127.0.0.1", "-keyout", key, "-out", cert],
                           check=True, capture_output=True)
            with portal.Sandbox("--tls", f"{cert},{key}",
                                forms=os.path.join(folder, "forms")) as sandbox:
                self.assertTrue(sandbox.url.startswith("https://"))
                reply = sandbox.submit(sample.submission(), portal.new_key())
                self.assertEqual(reply.status, 201)
                sandbox.faults(cut_reply=1)
                with self.assertRaises(portal.Broken):
                    sandbox.call("GET", "/t/" + reply.json()["reference"])


if __name__ == "__main__":
    unittest.main()
