#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""motcuactl with the real courier and the stand-in portal, as an outreach team uses it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import portal  # noqa: E402

FORMS = os.path.join(portal.TOP, "forms", "procedures")
LISTS = os.path.join(portal.TOP, "forms", "lists")
REFERENCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{17}")
NAME = "NGUYỄN CANARY MINH AN"  # of nobody


def example(code="1.001193", name="both-parents-married"):
    return os.path.join(FORMS, code, "examples", name + ".json")


class Case(unittest.TestCase):
    """Each test has a state folder and settings of its own; no portal unless it asks."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="motcua-ctl-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.state = os.path.join(self.folder, "state")
        self.use_portal("http://127.0.0.1:9")  # nobody listens there

    def use_portal(self, url):
        self.config = self.write("motcua.ini", f"[portal]\nurl = {url}\nretry-first = 1\n"
                                 f"[kiosk]\nlanguage = en\n[paths]\nforms = {FORMS}\n")

    def start_portal(self):
        sandbox = portal.Sandbox()
        sandbox.start()
        self.addCleanup(shutil.rmtree, sandbox.state)
        self.addCleanup(sandbox.stop)
        self.use_portal(sandbox.url)
        return sandbox

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    def answers(self, **changes):
        """An example with members of it replaced; a path like child.fullName."""
        with open(example(), encoding="utf-8") as file:
            answers = json.load(file)
        for path, value in changes.items():
            place, *rest = path.split("__")
            answers[place] = {**answers[place], rest[0]: value} if rest else value
        return self.write("answers.json", json.dumps(answers))

    def ctl(self, *words, code=0, text=True, given=""):
        done = subprocess.run(
            [os.path.join(portal.BUILD, "motcuactl"), "--config", self.config, "--state",
             self.state, *words], capture_output=True, text=text, timeout=120,
            input=given if text else given.encode())
        self.assertEqual(done.returncode, code, (words, done.stdout, done.stderr))
        return done

    def out(self, *words, **options):
        return self.ctl(*words, **options).stdout


class Find(Case):
    def test_search_prints_code_tab_name(self):
        self.assertEqual(self.out("search", "dang ky khai sinh").splitlines()[0],
                         "1.001193\tBirth registration")
        self.assertEqual(self.out("search", "--limit", "1", "chung", "thuc").count("\n"), 1)
        self.assertEqual(self.out("search", "qqqqqq"), "")

    def test_import_of_own_shape(self):
        path = self.write("own.jsonl", "\n".join(json.dumps(line) for line in (
            {"code": "9.000001", "name": {"vi": "Cấp phép thử", "en": "Test permit"}},
            {"code": " 9.000002", "name": {"vi": "Gia hạn phép thử"},
             "agency": {"vi": "Sở"}, "time": {"amount": 3, "unit": "day"}})) + "\n\n")
        self.assertIn("2 procedures", self.out("catalogue", "import", path))
        self.assertIn("9.000001\tTest permit\n", self.out("search", "test permit"))
        self.assertIn("9.000002\tGia hạn phép thử\n", self.out("search", "gia han phep"))
        # The next import replaces it.
        path = self.write("own.jsonl", '{"code": "9.000003", "name": {"vi": "Khác"}}')
        self.assertIn("1 procedure ", self.out("catalogue", "import", path))
        self.assertNotIn("9.000001", self.out("search", "test permit"))

    def test_more_than_are_kept_are_refused(self):
        self.ctl("catalogue", "import", self.write("one.jsonl", '{"code": "9.000001", "name": "Một"}'))
        many = "".join(f'{{"code": "8.{n:06}", "name": "Phép {n}"}}\n' for n in range(50001))
        done = self.ctl("catalogue", "import", self.write("many.jsonl", many), code=1)
        self.assertIn("line 50001: There are more than 50000 procedures.", done.stderr)
        self.assertIn("9.000001", self.out("search", "mot"))

    def test_bad_lines_are_told_and_nothing_is_imported(self):
        good = '{"code": "9.000001", "name": {"vi": "Cấp phép thử"}}'
        self.ctl("catalogue", "import", self.write("good.jsonl", good))
        bad = [good, "{", "[1]", '{"code": "x", "name": {"vi": "a"}}',
               '{"code": "9.000009"}', '{"code": "9.000008", "name": 3}', "\x07\x1b[2J"]
        done = self.ctl("catalogue", "import", self.write("bad.jsonl", "\n".join(bad)), code=1)
        for number in range(2, 8):
            self.assertIn(f"line {number}: ", done.stderr)
        self.assertNotIn("line 1:", done.stderr)
        self.assertNotIn("\x1b", done.stderr)
        self.assertIn("Nothing was imported", done.stderr)
        self.assertIn("9.000001", self.out("search", "cap phep thu"))
        for name, content in (("empty.jsonl", "\n"), ("binary.jsonl", "a\0b")):
            self.ctl("catalogue", "import", self.write(name, content), code=1)
        self.ctl("catalogue", "import", "/nowhere.jsonl", code=1)
        self.ctl("catalogue", "import", self.folder, code=1)


class Submit(Case):
    def test_every_example_is_accepted_by_the_portal(self):
        sandbox = self.start_portal()
        for code in sorted(os.listdir(FORMS)):
            folder = os.path.join(FORMS, code, "examples")
            for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
                with self.subTest(code=code, name=name):
                    lines = self.out("submit", code, os.path.join(folder, name), "--wait",
                                     "30").splitlines()
                    self.assertRegex(lines[0], REFERENCE)
                    known = {d["reference"]: d["code"] for d in sandbox.dossiers()}
                    self.assertEqual(known[lines[0]], lines[1])

    def test_without_a_portal_it_is_finalised_all_the_same(self):
        done = self.ctl("submit", "1.001193", example(), "--wait", "1")
        reference = done.stdout.strip()
        self.assertRegex(reference, REFERENCE)
        self.assertIn("cannot be reached", done.stderr)
        grouped, words = self.out("outbox").strip().split("\t")
        self.assertEqual(grouped.replace("-", ""), reference)
        self.assertIn("Waiting: the portal cannot be reached.", words)
        done = self.ctl("track", grouped)
        self.assertIn("what is known here", done.stderr)
        self.assertIn("Waiting", done.stdout)
        # The portal is there again: it goes out, once.
        sandbox = self.start_portal()
        other = self.out("submit", "1.001193", example(), "--wait", "30").split()[0]
        for _ in range(50):
            if len(sandbox.dossiers()) == 2:
                break
            subprocess.run([os.path.join(portal.BUILD, "motcua-courier"), "--config",
                            self.config, "--state", self.state, "--once"],
                           capture_output=True, timeout=60)
        self.assertEqual({d["reference"] for d in sandbox.dossiers()}, {reference, other})

    def test_one_dossier_each_though_the_portal_drops_after_its_commit(self):
        sandbox = self.start_portal()
        sandbox.faults(drop_after_commit=0.7)
        references = [self.out("submit", "1.001193", example(), "--wait", "60").split()[0]
                      for _ in range(2)]
        sandbox.faults()
        found = sandbox.dossiers()
        self.assertEqual(sorted(d["reference"] for d in found), sorted(references))
        self.assertEqual(len({d["key"] for d in found}), 2)

    def test_json(self):
        self.start_portal()
        told = json.loads(self.out("submit", "1.001193", example(), "--wait", "30", "--json"))
        self.assertEqual(told["state"], "accepted")
        self.assertRegex(told["reference"], REFERENCE)
        self.assertTrue(told["code"] and told["dueAt"].endswith("+07:00"))
        told = json.loads(self.out("submit", "1.001193", example(), "--json"))
        self.assertEqual((told["state"], told["code"]), ("finalised", None))

    def test_invalid_answers_name_every_error(self):
        path = self.answers(child__fullName="", mother__personalId="12", child__extra=1)
        errors = json.loads(self.out("submit", "1.001193", path, "--json", code=2))
        pointers = {error["pointer"] for error in errors}
        self.assertLessEqual({"/child/fullName", "/mother/personalId", "/child/extra"},
                             pointers)
        self.assertTrue(all(error["message"] for error in errors))
        lines = self.ctl("submit", "1.001193", path, code=2).stderr
        for pointer in pointers:
            self.assertIn(f"motcuactl: {pointer}: ", lines)
        self.assertEqual(self.out("outbox"), "")

    def test_what_is_not_asked_is_not_dropped_in_silence(self):
        path = self.answers(applicant__principal="LÊ THỊ THU")
        errors = json.loads(self.out("submit", "1.001193", path, "--json", code=2))
        self.assertEqual([error["pointer"] for error in errors], ["/applicant/principal"])

    def test_files_that_are_no_answers(self):
        for content in ("", "{", "[]", '"a"', '{"a": 1, "a": 2}', "[" * 1000, "\xff"):
            with self.subTest(content):
                path = self.write("odd.json", content)
                errors = json.loads(self.out("submit", "1.001193", path, "--json", code=2))
                self.assertEqual([error["pointer"] for error in errors], [""])
        self.ctl("submit", "1.001193", "/nowhere.json", code=1)
        self.ctl("submit", "9.999999", example(), code=3)

    def test_rejected_by_the_portal(self):
        """The portal knows a newer form; its reasons come back as errors."""
        forms = os.path.join(self.folder, "procedures")
        shutil.copytree(FORMS, forms)
        shutil.copytree(LISTS, os.path.join(self.folder, "lists"))
        schema = os.path.join(forms, "1.001193", "schema.json")
        with open(schema, encoding="utf-8") as file:
            content = json.load(file)
        content["properties"]["child"]["properties"]["fullName"]["maxLength"] = 3
        with open(schema, "w", encoding="utf-8") as file:
            json.dump(content, file)
        with portal.Sandbox(forms=forms) as sandbox:
            self.use_portal(sandbox.url)
            errors = json.loads(self.out("submit", "1.001193", example(), "--wait", "30",
                                         "--json", code=2))
        self.assertEqual([error["pointer"] for error in errors], ["/child/fullName"])
        self.assertIn("Returned", self.out("outbox"))

    def test_many_at_once(self):
        sandbox = self.start_portal()
        self.out("outbox")  # the store is there
        references = []

        def submit():
            references.append(self.out("submit", "1.001193", example(), "--wait",
                                       "60").split()[0])

        threads = [threading.Thread(target=submit) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(d["reference"] for d in sandbox.dossiers()),
                         sorted(references))
        self.assertEqual(len(references), 4)


class Follow(Case):
    def test_track_by_reference_and_code(self):
        sandbox = self.start_portal()
        reference, code = self.out("submit", "1.001193", example(), "--wait", "30").split()
        for query in (reference, reference.lower(), code, f"{sandbox.url}/t/{reference}"):
            self.assertIn("Newly registered", self.out("track", query))
        sandbox.advance(code)
        self.assertIn("Status\tReceived by the office\n", self.out("track", code))
        told = json.loads(self.out("track", reference, "--json"))
        self.assertEqual((told["code"], told["status"]["number"]), (code, 2))

    def test_unknown_and_mistyped(self):
        self.start_portal()
        unknown = portal.new_reference()
        self.ctl("track", unknown, code=3)
        self.ctl("track", "H17-261121-0001", code=3)
        wrong = unknown[:-1] + ("0" if unknown[-1] != "0" else "1")
        self.assertIn("mistyped", self.ctl("track", wrong, code=3).stderr)

    def test_without_a_portal(self):
        self.ctl("track", portal.new_reference(), code=1)
        reference = self.out("submit", "1.001193", example()).strip()
        told = json.loads(self.out("track", reference, "--json"))
        self.assertEqual((told["source"], told["state"]), ("kiosk", "finalised"))


class Slip(Case):
    def setUp(self):
        super().setUp()
        self.reference = self.out("submit", "1.001193", example()).strip()

    def test_text(self):
        slip = self.out("receipt", self.reference, "--format", "text")
        self.assertIn("NGUYỄN MINH AN", slip)
        self.assertIn(f"/t/{self.reference}", slip)

    def test_png(self):
        png = self.ctl("receipt", self.reference, "--format", "png", text=False).stdout
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")

    def test_mistakes(self):
        self.ctl("receipt", portal.new_reference(), code=3)
        self.ctl("receipt", self.reference, "--format", "doc", code=64)
        self.ctl("receipt", self.reference, "-o", "/nowhere/slip.txt", code=1)
        full = subprocess.run(
            f"{portal.BUILD}/motcuactl --config {self.config} --state {self.state} "
            f"receipt {self.reference} > /dev/full", shell=True, capture_output=True)
        self.assertEqual(full.returncode, 1, full.stderr)

    def test_no_binary_on_a_terminal(self):
        outer, inner = os.openpty()
        done = subprocess.run(
            [os.path.join(portal.BUILD, "motcuactl"), "--config", self.config, "--state",
             self.state, "receipt", self.reference, "--format", "pdf"], stdout=inner,
            stderr=subprocess.PIPE, text=True, timeout=60)
        os.close(inner)
        os.close(outer)
        self.assertEqual(done.returncode, 64)
        self.assertIn("--output", done.stderr)


class CommandLine(Case):
    def test_help_has_every_command_and_code(self):
        words = self.out("--help")
        for part in ("search", "submit", "track", "receipt", "outbox", "catalogue import",
                     "Exit codes: 0", "64"):
            self.assertIn(part, words)

    def test_mistakes_are_one_line(self):
        for words in ((), ("frob",), ("search",), ("submit", "1.001193"), ("track",),
                      ("search", "a", "--wait", "3"), ("search", "a", "--limit", "0"),
                      ("search", "a", "--limit", "x"), ("outbox", "now"), ("catalogue",),
                      ("catalogue", "export", "x"), ("submit", "a", "b", "--wait", "-1"),
                      ("--frob",), ("receipt", "a", "--format")):
            with self.subTest(words):
                done = self.ctl(*words, code=64)
                self.assertEqual(done.stdout, "")
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_a_state_folder_that_cannot_be_used(self):
        for state in ("/proc/motcua", self.write("file", "")):
            self.state = state
            done = self.ctl("search", "khai sinh", code=1)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_nothing_personal_in_any_file(self):
        self.ctl("submit", "1.001193", self.answers(child__fullName=NAME), "--wait", "1")
        seen = 0
        for folder, _, names in os.walk(self.state):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                seen += len(content)
                self.assertNotIn(NAME.encode(), content, name)
                self.assertNotIn(b"CANARY", content, name)
        self.assertGreater(seen, 4096)
        reference = self.out("outbox").split("\t")[0]
        self.assertIn(NAME, self.out("receipt", reference))  # it is there, sealed


class Health(Case):
    def test_what_is_in_the_way_is_told(self):
        self.assertIn("All is well", self.out("health"))
        told = json.loads(self.out("health", "--json"))
        self.assertEqual({each["is"] for each in told.values()}, {"fine"})
        with open(self.config, "a", encoding="utf-8") as file:
            file.write("[health]\ndisk-refuse = 1000000\ndisk-warn = 1000000\n"
                       "[health]\nlength-warn = 1\n")
        done = self.ctl("submit", "1.001193", example(), code=1)
        self.assertIn("too little for a new dossier", done.stderr)
        self.assertIn("too little", self.ctl("health", code=1).stdout)


class Keys(Case):
    def test_changed_keys_open_what_was_stored(self):
        reference = self.out("submit", "1.001193", example()).strip()
        own = os.path.join(self.state, "motcua.key")
        with open(own, encoding="ascii") as file:
            before = file.read()
        self.assertIn("has a new key", self.out("key", "rotate"))
        with open(own, encoding="ascii") as file:
            self.assertNotEqual(file.read(), before)
        self.assertIn("sealed anew", self.out("key", "renew"))
        self.assertIn(reference, self.out("receipt", reference))
        other = os.path.join(self.folder, "other.key")
        self.assertIn(other, self.out("key", "rotate", "--new", other))
        self.assertIn(reference, self.out("receipt", reference))
        os.replace(other, own)
        self.assertIn(reference, self.out("receipt", reference))
        with open(own, "w", encoding="ascii") as file:
            file.write(before)
        self.assertIn("is not the key", self.ctl("outbox", code=1).stderr)


if __name__ == "__main__":
    unittest.main()
