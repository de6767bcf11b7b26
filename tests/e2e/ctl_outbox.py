#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The outbox in the hands of an administrator: shown, held, released, sent now, carried
to another office on a stick and back."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import ACCEPTED, FINALISED, HELD, SENDING, BUILD, Counter  # noqa: E402
from stand_in import Portal  # noqa: E402


class Outbox(unittest.TestCase):
    def setUp(self):
        self.counters = []
        self.portal = Portal()
        self.url = f"http://127.0.0.1:{self.portal.port}"

    def tearDown(self):
        for counter in self.counters:
            counter.abandon()
        self.portal.stop()

    def counter(self, url=None):
        counter = Counter(url or self.url)
        self.counters.append(counter)
        return counter

    def ctl(self, counter, *words, code=0, given=None):
        done = subprocess.run(
            [str(BUILD / "motcuactl"), "--config", counter.config, "--state", counter.state,
             *words], input=given, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def json(self, counter, *words, **more):
        return json.loads(self.ctl(counter, *words, "--json", **more))

    def posts(self):
        return len(self.portal.posts())

    def test_held_and_released(self):
        counter = self.counter()
        (first, _), (second, _) = counter.put(2)
        said = self.ctl(counter, "outbox", "hold", first)
        self.assertIn("Held at this counter", said)
        self.ctl(counter, "outbox", "hold", first, code=1)
        counter.run("--once")
        self.assertEqual(counter.states(), [ACCEPTED, HELD])
        listed = self.json(counter, "outbox", "list")
        self.assertEqual([(row["reference"], row["state"], row["reason"])
                          for row in listed], [(first, "held", "by-hand")])
        self.ctl(counter, "outbox", "release", first)
        self.assertEqual(counter.states(), [FINALISED, ACCEPTED])
        counter.run("--once")
        self.assertEqual(counter.states(), [ACCEPTED, ACCEPTED])
        self.assertEqual(self.posts(), 2)
        shown = self.json(counter, "outbox", "show", second)
        self.assertEqual(shown["state"], "accepted")
        self.assertIn("code", shown)
        self.ctl(counter, "outbox", "resend", second, code=1)
        self.ctl(counter, "outbox", "hold", second, code=1)
        self.ctl(counter, "outbox", "show", "0000-0000-0000-0000-0", code=3)

    def test_sent_now(self):
        """A next try that is far away does not keep one who stands there."""
        self.portal.stop()
        counter = Counter(self.url, retry_first=600, retry_most=3600)
        self.counters.append(counter)
        ((reference, _),) = counter.put()
        counter.run("--once")
        row = self.json(counter, "outbox", "show", reference)
        self.assertEqual((row["reason"], row["attempts"]), ("unreachable", 1))
        self.assertIn("nextTry", row)
        self.portal = Portal(port=self.portal.port)
        self.ctl(counter, "outbox", "resend", reference)
        counter.run("--once")
        self.assertEqual(counter.states(), [ACCEPTED])

    def test_on_a_stick(self):
        """From an office without a line to one that has one, and back."""
        away, there = self.counter("http://127.0.0.1:1"), self.counter()
        references = {reference for reference, _ in away.put(3)}
        stick = os.path.join(away.folder, "stick")
        out = self.json(away, "outbox", "export", stick)
        self.assertEqual((out["dossiers"], out["outcomes"]), (3, 0))
        sealed = Path(stick).read_bytes()
        for secret in ["answers", *references, out["code"].replace("-", "")]:
            self.assertNotIn(secret.encode(), sealed)
        self.assertEqual(os.stat(stick).st_mode & 0o777, 0o600)
        self.ctl(away, "outbox", "export", stick, code=1)  # never written over

        for given, words in ((out["code"][:-1] + "!", 64), ("7QHM-2K9T-XV4D-A3NP-W", 64),
                             ("", 64)):
            self.ctl(there, "outbox", "import", stick, given=given, code=words)
        other = self.json(away, "outbox", "export", stick + "2")["code"]
        self.assertIn("does not open",
                      self.ctl(there, "outbox", "import", stick, given=other, code=1))
        for cut in (0, 8, 20, 60, len(sealed) // 2, len(sealed) - 1):
            Path(stick + "cut").write_bytes(sealed[:cut])
            self.ctl(there, "outbox", "import", stick + "cut", given=out["code"], code=1)
        flipped = bytearray(sealed)
        flipped[len(sealed) * 2 // 3] ^= 1
        Path(stick + "cut").write_bytes(flipped)
        self.ctl(there, "outbox", "import", stick + "cut", given=out["code"], code=1)
        self.assertEqual(there.rows(), {})

        took = self.json(there, "outbox", "import", stick, given=out["code"].lower())
        self.assertEqual(took, {"dossiers": 3, "known": 0, "outcomes": 0})
        took = self.json(there, "outbox", "import", stick, given=out["code"])
        self.assertEqual(took, {"dossiers": 0, "known": 3, "outcomes": 0})
        self.assertEqual(there.states(), [SENDING] * 3)
        there.run("--once")
        self.assertEqual(there.states(), [ACCEPTED] * 3)

        back = os.path.join(there.folder, "back")
        code = self.json(there, "outbox", "export", back)["code"]
        took = self.json(away, "outbox", "import", back, given=code)
        self.assertEqual(took, {"dossiers": 0, "known": 0, "outcomes": 3})
        self.assertEqual(away.states(), [ACCEPTED] * 3)
        self.assertEqual({row["code"] for row in away.rows().values()},
                         {row["code"] for row in there.rows().values()})
        took = self.json(away, "outbox", "import", back, given=code)
        self.assertEqual(took["outcomes"], 0)

    def test_both_have_a_line_again(self):
        """What was exported goes out from both, and arrives once."""
        first, second = self.counter(), self.counter()
        ((_, key),) = first.put()
        stick = os.path.join(first.folder, "stick")
        code = self.json(first, "outbox", "export", stick)["code"]
        first.run("--once")
        self.json(second, "outbox", "import", stick, given=code)
        second.run("--once")
        self.assertEqual(first.states() + second.states(), [ACCEPTED] * 2)
        self.assertEqual(len(self.portal.posts(key)), 1)


if __name__ == "__main__":
    unittest.main()
