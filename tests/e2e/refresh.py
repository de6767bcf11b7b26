#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The catalogue that the courier fetches from the portal: once a day and after the
dossiers, whole or not at all, beside what was imported by hand."""
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import portal  # noqa: E402
from desk import ACCEPTED, BUILD, Counter  # noqa: E402
from stand_in import Portal  # noqa: E402

FACTS = os.path.join(portal.TOP, "tests", "unit", "data", "catalogue.jsonl")
DAY = 24 * 3600


def facts(*numbers, **more):
    return [{"format": 1, "code": f"9.{number:06}", "version": "1",
             "name": {"vi": f"Thủ tục thử số {number}"}, **more} for number in numbers]


class Case(unittest.TestCase):
    """A portal whose catalogue is self.answer(request), and a counter."""

    def setUp(self):
        self.content, self.tag, self.bad = facts(1, 2, 3), '"one"', None
        self.portal = Portal(self.rule)
        self.addCleanup(self.portal.stop)
        self.counter = Counter(self.portal.url, catalogue="daily")
        self.addCleanup(self.counter.abandon)

    def rule(self, request):
        if request.path != "/v1/catalogue":
            return False
        if self.bad:
            self.bad(request)
        elif request.handler.headers.get("If-None-Match") == self.tag:
            request.answer(304, kind=None, headers=[("ETag", self.tag)])
        else:
            request.answer(200, {"procedures": self.content},
                           headers=[("ETag", self.tag)])
        return True

    def asked(self):
        return [each for each in self.portal.requests if each.path == "/v1/catalogue"]

    def ctl(self, *words, code=0):
        done = subprocess.run([BUILD / "motcuactl", "--config", self.counter.config,
                               "--state", self.counter.state, *words],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def store(self, sql):
        path = os.path.join(self.counter.state, "motcua.db")
        with sqlite3.connect(path) as store:
            return store.execute(sql).fetchall()

    def codes(self):
        """Of the parts that are read; the shelves behind them are for who still reads."""
        found = []
        for part in ("portal", "imported"):
            rows = self.store("SELECT entry FROM catalogue WHERE place >> 32 = (SELECT "
                              "CAST(value AS INTEGER) FROM fact WHERE name = "
                              "'catalogue-%s-shelf') ORDER BY place" % part)
            found += [json.loads(row[0])["code"] for row in rows]
        return found

    def set_back(self, seconds):
        self.store("UPDATE fact SET value = CAST(value AS INTEGER) - %d "
                   "WHERE name = 'catalogue-asked'" % seconds)


class Refresh(Case):
    """motcuactl catalogue refresh, at once."""

    def test_new_content_and_none(self):
        self.assertIn("3 procedures came", self.ctl("catalogue", "refresh"))
        self.assertIsNone(self.asked()[0].handler.headers.get("If-None-Match"))
        self.assertIn("nothing new", self.ctl("catalogue", "refresh"))
        self.assertEqual(self.asked()[1].handler.headers["If-None-Match"], '"one"')
        self.content, self.tag = facts(2, 4), '"two"'
        self.assertIn("2 procedures came", self.ctl("catalogue", "refresh"))
        self.assertEqual(self.codes(), ["9.000002", "9.000004"])
        self.assertIn("9.000004\t", self.ctl("search", "thu tuc thu so 4"))

    def test_the_tag_of_another_portal_counts_for_nothing(self):
        self.ctl("catalogue", "refresh")
        other = Portal(self.rule)
        self.addCleanup(other.stop)
        self.counter.configure(other.url, catalogue="daily")
        self.assertIn("3 procedures came", self.ctl("catalogue", "refresh"))

    def test_what_was_imported_stays_beside_it(self):
        path = os.path.join(self.counter.folder, "own.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for line in facts(3, 8):
                line["name"]["vi"] = "Nhập bằng tay"
                file.write(json.dumps(line) + "\n")
        self.ctl("catalogue", "import", path)
        self.ctl("catalogue", "refresh")
        self.assertIn("9.000008\tNhập bằng tay", self.ctl("search", "nhap bang tay"))
        self.assertIn("9.000003\tThủ tục thử số 3", self.ctl("search", "9.000003"))
        self.assertNotIn("9.000003\tNhập", self.ctl("search", "nhap bang tay"))
        # The portal takes it back; importing anew takes nothing of the portal's.
        self.content, self.tag = facts(1), '"two"'
        self.ctl("catalogue", "refresh")
        self.assertIn("9.000003\tNhập", self.ctl("search", "nhap bang tay"))
        self.ctl("catalogue", "import", path)
        self.assertEqual(self.codes(), ["9.000001", "9.000003", "9.000008"])

    def test_what_is_no_catalogue_changes_nothing(self):
        self.ctl("catalogue", "refresh")
        self.tag = '"two"'
        whole = json.dumps({"procedures": facts(*range(50))}).encode()
        unsound = facts(5) + [{"code": "9.000006", "name": 3}] + facts(7)
        page = b"<html><title>Wi-Fi</title></html>"

        def truncated(request):
            handler = request.handler
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(whole)))
            handler.end_headers()
            handler.wfile.write(whole[:len(whole) // 2])
            handler.close_connection = True

        def packed(request):  # small on the wire
            request.answer(200, gzip.compress(b'{"procedures":[' + b" " * (17 << 20) + b"]}"),
                           headers=[("Content-Encoding", "gzip")])

        cases = (
            (truncated, "cannot be reached"),
            (lambda request: request.answer(200, whole[:-3]), "not the portal"),
            (lambda request: request.answer(200, page, "text/html"), "web page"),
            (lambda request: request.answer(200, page), "not the portal"),
            (lambda request: request.answer(302, kind=None,
                                            headers=[("Location", "/login")]),
             "web page"),
            (lambda request: request.answer(200, {"procedures": []}), "not the portal"),
            (packed, "not the portal"),
            (lambda request: request.answer(200, {"procedures": unsound}), "not sound"),
            (lambda request: request.problem(404), "refused"),
            (lambda request: request.problem(503), "has a problem"),
            (lambda request: request.reset(), "cannot be reached"),
            (lambda request: time.sleep(4), "in time"),
        )
        for number, (self.bad, words) in enumerate(cases):
            with self.subTest(number):
                self.assertIn(words, self.ctl("catalogue", "refresh", code=1))
                self.assertEqual(self.codes(), ["9.000001", "9.000002", "9.000003"])
        self.assertIn("9.000006", self.ctl_of(cases[7][0]))
        self.bad, self.tag = None, '"one"'
        self.assertIn("nothing new", self.ctl("catalogue", "refresh"))

    def ctl_of(self, bad):
        self.bad = bad
        return self.ctl("catalogue", "refresh", code=1)

    def test_slow_but_steady_is_waited_for(self):
        """Longer than one request may take, on a thin line."""
        body = json.dumps({"procedures": facts(*range(40))}).encode()

        def drip(request):
            handler = request.handler
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            for at in range(0, len(body), 1 + len(body) // 10):
                handler.wfile.write(body[at:at + 1 + len(body) // 10])
                time.sleep(0.3)
        self.bad = drip
        self.assertIn("40 procedures came", self.ctl("catalogue", "refresh"))

    def test_endless(self):
        """Two gigabytes, if one let it."""
        sent = []

        def endless(request):
            handler = request.handler
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.end_headers()
            handler.close_connection = True
            try:
                handler.wfile.write(b'{"procedures":[')
                for number in range(2048):
                    handler.wfile.write(b" " * (1 << 20))
                    sent.append(number)
            except OSError:
                pass
        self.ctl("catalogue", "refresh")
        self.bad = endless
        self.assertIn("not the portal", self.ctl("catalogue", "refresh", code=1))
        self.assertLess(len(sent), 64)
        self.assertEqual(len(self.codes()), 3)
        self.assertEqual(os.listdir(self.counter.state).count("nameless"), 0)

    def test_one_at_a_time(self):
        self.bad = lambda request: (time.sleep(1), request.answer(
            200, {"procedures": self.content}))
        words = [BUILD / "motcuactl", "--config", self.counter.config, "--state",
                 self.counter.state, "catalogue", "refresh"]
        self.ctl("catalogue", "refresh")  # makes the store
        both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 text=True) for _ in range(2)]
        said = sorted(each.communicate(timeout=30)[0] for each in both)
        self.assertEqual(sorted(each.returncode for each in both), [0, 1], said)
        self.assertIn("3 procedures came", said[0])
        self.assertIn("Another program is replacing", said[1])

    def test_killed_at_any_time(self):
        """The old list or the new one, never a part of it."""
        lists = [facts(*range(at, at + 400), keywords={"vi": ["x" * 500]})
                 for at in (1000, 2000)]
        expected = [[each["code"] for each in content] for content in lists]
        self.content = lists[0]
        self.ctl("catalogue", "refresh")
        began = time.monotonic()
        self.content, self.tag = lists[1], '"two"'
        self.ctl("catalogue", "refresh")
        usual = time.monotonic() - began
        for turn in range(12):
            self.content, self.tag = lists[turn % 2], f'"turn {turn}"'.replace(" ", "-")
            courier = subprocess.Popen(
                [BUILD / "motcua-courier", "--config", self.counter.config, "--state",
                 self.counter.state, "--refresh"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(usual * (turn + 1) / 12)
            courier.kill()
            courier.wait()
            self.assertIn(self.codes(), expected)
        self.content, self.tag = lists[0], '"end"'
        self.ctl("catalogue", "refresh")
        self.assertEqual(self.codes(), expected[0])

    def test_without_a_portal(self):
        self.counter.configure("")
        self.assertIn("No portal address", self.ctl("catalogue", "refresh", code=1))


class Daily(Case):
    """The courier by itself."""

    def fetched(self):
        self.counter.wait(lambda: os.path.exists(
            os.path.join(self.counter.state, "motcua.db")) and len(self.codes()) > 0)

    def test_after_the_dossiers_and_once_a_day(self):
        self.counter.put(6)
        courier = self.counter.start()
        self.counter.wait_states(*[ACCEPTED] * 6)
        self.fetched()
        last = max(post.at for post in self.portal.posts())
        self.assertEqual(len(self.asked()), 1)
        self.assertGreater(self.asked()[0].at, last)
        courier.terminate()
        courier.wait()
        self.counter.put(1)
        self.counter.start()  # on the same day
        self.counter.wait_states(*[ACCEPTED] * 7)
        time.sleep(0.5)
        self.assertEqual(len(self.asked()), 1)
        for process in self.counter.running:
            process.terminate()
            process.wait()
        self.set_back(2 * DAY)
        self.counter.start()
        self.counter.wait(lambda: len(self.asked()) == 2)
        self.assertEqual(self.asked()[1].handler.headers["If-None-Match"], '"one"')

    def test_not_while_the_portal_is_away(self):
        def away(request):
            request.problem(503)
            return True
        usual, self.portal.rule = self.portal.rule, away
        self.counter.put(1)
        self.counter.start()
        self.counter.wait(lambda: len(self.portal.requests) > 2)
        self.assertEqual(self.asked(), [])
        self.portal.rule = usual
        self.fetched()
        self.assertEqual(self.counter.states(), [ACCEPTED])

    def test_dossiers_go_first(self):
        """One that comes while a long answer is on its way does not wait for its end."""
        body = json.dumps({"procedures": facts(*range(40))}).encode()
        ended = []

        def drip(request):
            handler = request.handler
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            for at in range(0, len(body), 1 + len(body) // 20):
                handler.wfile.write(body[at:at + 1 + len(body) // 20])
                time.sleep(0.2)
            ended.append(time.monotonic())
        self.bad = drip
        self.counter.start()
        self.counter.wait(lambda: len(self.asked()) == 1)
        self.counter.put(3)
        self.counter.run("--once")  # rings
        self.counter.wait_states(*[ACCEPTED] * 3)
        self.assertEqual(ended, [])
        self.fetched()
        self.assertEqual(len(self.codes()), 40)
        self.assertEqual(len(self.asked()), 1)

    def test_never(self):
        self.counter.configure(self.portal.url, catalogue="never")
        self.counter.put(1)
        self.counter.start()
        self.counter.wait_states(ACCEPTED)
        time.sleep(0.5)
        self.assertEqual(self.asked(), [])

    def test_a_bad_answer_is_logged_once_and_holds_nothing_up(self):
        self.bad = lambda request: request.answer(200, b"<html>", "text/html")
        self.counter.start()
        self.counter.wait(lambda: "the old one stays" in self.counter.log())
        self.counter.put(2)
        self.counter.run("--once")  # rings
        self.counter.wait_states(ACCEPTED, ACCEPTED)
        self.assertEqual(self.counter.log().count("catalogue: "), 1)
        self.assertEqual(len(self.asked()), 1)

    def test_the_kiosk_hears_of_it(self):
        self.counter.configure(self.portal.url, catalogue="never")
        line = self.counter.link()
        line.hear(event="catalogue", edition=0)
        self.ctl("catalogue", "refresh")  # another process
        line.hear(event="catalogue", edition=1)
        line.hang_up()
        self.counter.configure(self.portal.url, catalogue="daily")
        self.content, self.tag = facts(9), '"two"'
        self.set_back(2 * DAY)
        line = self.counter.link()
        line.hear(event="catalogue", edition=1)
        line.hear(event="catalogue", edition=2)
        line.hang_up()
        self.assertEqual(self.codes(), ["9.000009"])


class Sandbox(Case):
    """The stand-in portal of the project, in the words of the contract."""

    def test_agrees_with_the_contract(self):
        try:
            import openapi
        except ImportError as missing:
            self.skipTest(str(missing))
        import proxy
        sandbox = self.enterContext(portal.Sandbox("--catalogue", FACTS))
        recorder = self.enterContext(proxy.Recorder(sandbox.url))
        self.counter.configure(recorder.url)
        self.assertIn("procedures came", self.ctl("catalogue", "refresh"))
        self.assertIn("nothing new", self.ctl("catalogue", "refresh"))
        sandbox.faults(cut_reply=1)
        self.ctl("catalogue", "refresh", code=0)  # of a 304 there is nothing to cut
        sandbox.faults(status=503)
        self.ctl("catalogue", "refresh", code=1)
        contract = openapi.Contract.read()
        for exchange in recorder.exchanges():
            self.assertEqual(contract.check(exchange), [])
        self.assertEqual([exchange["status"] for exchange in recorder.exchanges()][:2],
                         [200, 304])


if __name__ == "__main__":
    unittest.main()
