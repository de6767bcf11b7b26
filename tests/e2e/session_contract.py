#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A whole session of the real courier with the stand-in portal, in good weather and in
bad: what passes agrees with docs/portal-api.yaml, nothing is lost and nothing doubled."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
try:
    import openapi
except ImportError as missing:
    print(f"skipped: {missing}; apt-get install python3-yaml python3-jsonschema")
    sys.exit(77)
import portal  # noqa: E402
import proxy  # noqa: E402
import sample  # noqa: E402
from desk import ACCEPTED, INVALID, REJECTED, SENDING, Counter  # noqa: E402


class Session(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="motcua-session-")
        self.addCleanup(shutil.rmtree, self.folder)
        sample.write_forms(self.folder)
        self.sandbox = self.enterContext(portal.Sandbox(forms=self.folder))
        self.recorder = self.enterContext(proxy.Recorder(self.sandbox.url))
        self.contract = openapi.Contract.read()
        self.counter = Counter(self.recorder.url)
        self.addCleanup(self.counter.abandon)

    def finalise(self, **changes):
        body = json.dumps(sample.submission(**changes), ensure_ascii=False).encode()
        reference, key = self.counter.add(body)
        return reference, key, body

    def check_exchanges(self):
        """Each agrees with the contract; returns them."""
        exchanges = self.recorder.exchanges()
        for exchange in exchanges:
            self.assertEqual(self.contract.check(exchange), [])
        return exchanges

    def posts(self):
        return [each for each in self.recorder.exchanges() if each["method"] == "POST"]

    def check_bytes(self, sent):
        """The stored bytes and the stored key, each time."""
        bodies = {f'"{key}"': body for _, key, body in sent}
        for post in self.posts():
            headers = {name.lower(): value
                       for name, value in post["request_headers"].items()}
            self.assertEqual(post["request_body"], bodies[headers["idempotency-key"]])

    def check_once_each(self, sent, refused=()):
        held = self.sandbox.dossiers()
        self.assertEqual(sorted(each["reference"] for each in held),
                         sorted(reference for reference, _, _ in sent))
        self.check_bytes([*sent, *refused])

    def test_a_good_day(self):
        line = self.counter.link()
        line.hear(event="portal", reachable=True)
        sent = [self.finalise() for _ in range(5)]
        line.say(do="wake")
        self.counter.wait_states(*[ACCEPTED] * 5)
        self.check_once_each(sent)
        reference = sent[0][0]
        code = self.counter.rows()[reference]["code"]
        note = {"vi": "Bổ sung giấy chứng sinh.", "en": "Bring the birth notice."}
        self.sandbox.advance(code, {"status": 5, "note": note})
        for number, query in enumerate((reference, code)):
            line.say(do="track", id=number, query=query)
            told = line.hear(event="tracked", id=number)
            self.assertTrue(told["found"])
            self.assertEqual(told["dossier"]["status"]["number"], 5)
            self.assertEqual(told["dossier"]["history"][-1]["note"], note)
        line.say(do="track", id=9, query=portal.new_reference())
        self.assertFalse(line.hear(event="tracked", id=9)["found"])
        shown = self.counter.run("--track", reference)
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        self.assertEqual(json.loads(shown.stdout)["code"], code)
        line.hang_up()
        self.counter.end()
        exchanges = self.check_exchanges()
        self.assertEqual(len(exchanges), 1 + 5 + 4)
        self.assertFalse([each for each in exchanges if each["broken"]])

    def test_what_motcuactl_hands_in(self):
        """Every example of every procedure, by a courier that nobody wakes."""
        self.sandbox.stop()
        sandbox = self.enterContext(portal.Sandbox())
        recorder = self.recorder = self.enterContext(proxy.Recorder(sandbox.url))
        self.counter.configure(recorder.url)
        self.counter.start()
        time.sleep(0.5)  # it sleeps beside an empty outbox
        forms = os.path.join(portal.TOP, "forms", "procedures")
        examples = sorted(glob.glob(os.path.join(forms, "*", "examples", "*.json")))
        self.assertTrue(examples)
        for path in examples:
            subprocess.run(
                [os.path.join(portal.BUILD, "motcuactl"), "--config", self.counter.config,
                 "--state", self.counter.state, "submit", path.split(os.sep)[-3], path],
                check=True, capture_output=True)
        self.counter.wait_states(*[ACCEPTED] * len(examples))
        self.assertEqual(len(sandbox.dossiers()), len(examples))
        self.counter.end()
        self.check_exchanges()
        self.assertEqual(len(self.posts()), len(examples))

    def test_a_rejected_one(self):
        bad = self.finalise(answers={"child": {"fullName": "A", "birthDate": "2026-11-15"}})
        good = self.finalise()
        self.assertEqual(self.counter.run("--once").returncode, 0)
        rows = self.counter.rows()
        self.assertEqual(rows[good[0]]["state"], ACCEPTED)
        row = rows[bad[0]]
        self.assertEqual((row["state"], row["reason"]), (REJECTED, INVALID))
        problem = json.loads(self.counter.tool("problem", row["id"]))
        self.assertEqual([each["pointer"] for each in problem["errors"]],
                         ["/answers/child/fullName"])
        self.check_once_each([good], [bad])
        self.check_exchanges()

    def test_the_answer_is_lost(self):
        """The portal has committed each time, and each time the line breaks."""
        sent = [self.finalise() for _ in range(4)]
        self.sandbox.faults(drop_after_commit=1)
        self.assertEqual(self.counter.run("--once").returncode, 1)
        self.assertEqual(self.counter.states(), [SENDING] * 4)
        self.sandbox.faults()
        self.counter.start()
        self.counter.wait_states(*[ACCEPTED] * 4)
        self.check_once_each(sent)
        self.counter.end()
        self.check_exchanges()
        self.assertEqual(len(self.posts()), 4)

    def test_foul_weather(self):
        """Everything that can go wrong on the way, at random, and a courier that dies."""
        sent = [self.finalise() for _ in range(15)]
        self.sandbox.faults(drop_before_commit=0.2, drop_after_commit=0.2, cut_reply=0.2,
                            latency_ms=20)
        for pause in (0.5, 0.8, 1.1):
            process = self.counter.start()
            time.sleep(pause)
            process.kill()
            process.wait()
        self.counter.start()
        time.sleep(2)
        self.sandbox.faults(status=503)
        time.sleep(1)
        self.sandbox.faults()
        self.counter.wait_states(*[ACCEPTED] * 15, seconds=40)
        self.check_once_each(sent)
        self.counter.end()
        self.check_exchanges()


if __name__ == "__main__":
    unittest.main()
