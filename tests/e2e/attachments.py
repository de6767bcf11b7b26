#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Electronic papers from the counter to the portal: motcuactl, the real courier and the
stand-in portal, with everything that may happen on the way. What the portal's log tells of
the bytes that came shows that each is sent once, and after a break from where it broke."""

import contextlib
import hashlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402
import paper_files  # noqa: E402
import portal  # noqa: E402

PAPER = "birthCertificate"
PIECE = re.compile(r"upload (\w+): bytes (\d+) to (\d+) of (\d+)")
COURIER = os.path.join(portal.BUILD, "motcua-courier")
COLD = 1 << 20  # what sanitizers and libraries may take more or less


class Case(ctl.Case):
    def use_portal(self, url):
        self.config = self.write("motcua.ini", f"[portal]\nurl = {url}\nretry-first = 1\n"
                                 "retry-most = 2\ntimeout = 5\n"
                                 f"[kiosk]\nlanguage = en\n[paths]\nforms = {ctl.FORMS}\n")

    def setUp(self):
        super().setUp()
        self.running = []
        self.addCleanup(self.end_all)

    def end_all(self):
        for process in self.running:
            process.kill()
            process.wait()

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def finalise(self, *contents, paper=PAPER):
        """Finalises a dossier with these files; its reference."""
        words = []
        for number, content in enumerate(contents):
            words += ["--attach", f"{paper}={self.file(f'paper-{number}', content)}"]
        return self.out("submit", "1.001193", ctl.example(), *words).strip()

    def start_courier(self):
        with open(os.path.join(self.folder, "courier.log"), "ab") as log:
            process = subprocess.Popen([COURIER, "--config", self.config, "--state",
                                        self.state], stderr=log)
        self.running.append(process)
        return process

    def stop(self, process, how=signal.SIGTERM):
        process.send_signal(how)
        process.wait(timeout=30)

    def once(self):
        return subprocess.run([COURIER, "--config", self.config, "--state", self.state,
                               "--once"], capture_output=True, text=True, timeout=120)

    def wait(self, condition, seconds=40):
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                with open(os.path.join(self.folder, "courier.log"), encoding="utf-8") as log:
                    self.fail(f"not within {seconds} s:\n{log.read()}")
            time.sleep(0.05)

    def wait_accepted(self, sandbox, *references):
        self.wait(lambda: {d["reference"] for d in sandbox.dossiers()} >= set(references)
                  and not self.out("outbox"))

    def pieces(self, sandbox):
        """By upload: the pieces that came, in their order."""
        found = {}
        for upload, start, end, size in PIECE.findall(sandbox.read_log()):
            found.setdefault(upload, []).append((int(start), int(end), int(size)))
        return found

    def each_byte_once(self, sandbox, *sizes):
        """Every upload came whole, and no byte of it twice."""
        found = self.pieces(sandbox)
        self.assertEqual(sorted(pieces[0][2] for pieces in found.values()), sorted(sizes))
        for pieces in found.values():
            at = 0
            for start, end, size in pieces:
                self.assertEqual(start, at, pieces)
                at = end
            self.assertEqual(at, size, pieces)
        return found

    def arrived(self, sandbox):
        """The bytes that the portal has, by their hash."""
        folder = os.path.join(sandbox.state, "uploads")
        hashes = {}
        for name in os.listdir(folder):
            if not name.endswith(".json"):
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                hashes[hashlib.sha256(content).hexdigest()] = content
        return hashes

    def kept(self):
        folder = os.path.join(self.state, "attachments")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


class GoodWeather(Case):
    def test_three_kinds_arrive_whole(self):
        sandbox = self.start_portal()
        papers = [paper_files.pdf(pages=3), paper_files.png(), paper_files.jpeg()]
        reference = self.finalise(*papers)
        self.assertEqual(self.once().returncode, 0)
        self.wait_accepted(sandbox, reference)
        self.each_byte_once(sandbox, *map(len, papers))
        self.assertEqual(sorted(self.arrived(sandbox).values()), sorted(papers))
        facts = sandbox.call("GET", "/_sandbox/uploads").json()["uploads"]
        self.assertEqual({fact["paper"] for fact in facts}, {PAPER})
        self.assertEqual({fact["kind"] for fact in facts},
                         {"application/pdf", "image/png", "image/jpeg"})
        self.assertEqual({fact["key"] for fact in facts}, {sandbox.dossiers()[0]["key"]})
        slip = self.out("receipt", reference)
        self.assertIn("Electronic papers sent with the dossier", slip)
        for paper in papers:
            self.assertIn(hashlib.sha256(paper).hexdigest()[:8], slip)
        self.assertIn("PDF, 3 pages", " ".join(slip.split()))

    def test_nothing_of_it_lies_open(self):
        """Neither content nor name nor hash, in any file of the state folder."""
        content = paper_files.pdf(size=200_000)
        self.use_portal("http://127.0.0.1:9")
        path = self.file("NGUYEN VAN CANARY.pdf", content)
        self.out("submit", "1.001193", ctl.example(), "--attach", f"{PAPER}={path}")
        needles = [content[100_000:100_032], b"CANARY", PAPER.encode(),
                   hashlib.sha256(content).hexdigest().encode()]
        for folder, _, names in os.walk(self.state):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    everything = file.read()
                for needle in needles:
                    self.assertNotIn(needle, everything, name)
        self.assertEqual(len(self.kept()), 1)
        self.assertRegex(self.kept()[0], "^[0-9a-f]{32}$")

    def test_the_name_of_the_file_stays_at_the_counter(self):
        sandbox = self.start_portal()
        path = self.file("NGUYEN VAN CANARY.pdf", paper_files.pdf())
        self.out("submit", "1.001193", ctl.example(), "--attach", f"{PAPER}={path}",
                 "--wait", "30")
        for folder, _, names in os.walk(sandbox.state):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(b"VAN CANARY", file.read(), name)

    def test_others_are_not_held_up(self):
        """Dossiers without attachments pass those that are uploaded slowly."""
        sandbox = self.start_portal()
        sandbox.faults(upload_status=503)
        slow = [self.finalise(paper_files.pdf(size=100_000 + i)) for i in range(3)]
        courier = self.start_courier()
        quick = [self.out("submit", "1.001193", ctl.example()).strip() for _ in range(6)]
        self.wait(lambda: {d["reference"] for d in sandbox.dossiers()} == set(quick))
        sandbox.faults()
        self.wait_accepted(sandbox, *quick, *slow)
        self.stop(courier)


class AtTheCounter(Case):
    def refused(self, words, content, name="paper.pdf", paper=PAPER):
        path = self.file(name, content)
        done = self.ctl("submit", "1.001193", ctl.example(), "--attach", f"{paper}={path}",
                        code=2)
        self.assertIn(words, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.kept(), [])
        self.assertEqual(self.out("outbox"), "")

    def test_what_is_not_whole_is_refused(self):
        pdf, png, jpeg = paper_files.pdf(size=3000), paper_files.png(), paper_files.jpeg()
        self.refused("The file is empty", b"")
        for content in (pdf[:-10], pdf[:2000], png[:-12], png[:-20], jpeg[:-2]):
            self.refused("The end of the file is missing", content)
        self.refused("protected by a password", paper_files.encrypted_pdf())
        for content in (png.replace(b"IDAT", b"IDAx"), jpeg.replace(b"\xff\xc0", b"\xff\xc4"),
                        pdf.replace(b"/Type /Pages", b"/Type /Pagex").replace(b"/Kids", b"/Kidx"),
                        pdf.replace(b"startxref\n", b"startxref\n9")):
            self.refused("The file is damaged", content)
        for content in (b"PK\3\4" + bytes(100), b"GIF89a",
                        b"hello", bytes(5000)):
            self.refused("no PDF, JPEG or PNG", content, name="paper.pdf")
        self.refused("no paper motherOfAll is asked for", pdf, paper="motherOfAll")
        self.refused("no paper surrogacyConfirmation", pdf, paper="surrogacyConfirmation")

    def test_the_content_counts_and_not_the_name(self):
        path = self.file("holiday.exe", paper_files.png())
        self.out("submit", "1.001193", ctl.example(), "--attach", f"{PAPER}={path}")

    def test_what_is_no_file(self):
        os.mkfifo(os.path.join(self.folder, "pipe"))
        for path in ("/dev/zero", "/proc/self/mem", self.folder, "/nowhere",
                     os.path.join(self.folder, "pipe")):
            done = self.ctl("submit", "1.001193", ctl.example(), "--attach",
                            f"{PAPER}={path}", code=2)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in ("x", "=x", "birthCertificate=", ""):
            self.ctl("submit", "1.001193", ctl.example(), "--attach", word, code=2)

    def test_limits(self):
        with open(self.config, "a", encoding="utf-8") as file:
            file.write("[attachments]\nmost = 1\nkinds = pdf jpeg\n")
        self.refused("more than 1 MiB", paper_files.pdf(size=1 << 20))
        self.refused("PNG files are not taken here", paper_files.png())
        same = self.file("same", paper_files.pdf())
        done = self.ctl("submit", "1.001193", ctl.example(), "--attach", f"{PAPER}={same}",
                        "--attach", f"{PAPER}={same}", code=2)
        self.assertIn("attached to this paper already", done.stderr)
        self.assertEqual(self.kept(), [])

    def test_a_full_disk_keeps_nothing(self):
        path = self.file("large", paper_files.pdf(size=3 << 20))
        self.out("outbox")
        done = subprocess.run(
            ["bash", "-c", 'ulimit -f 1024; exec "$@"', "x",
             os.path.join(portal.BUILD, "motcuactl"), "--config", self.config, "--state",
             self.state, "submit", "1.001193", ctl.example(), "--attach",
             f"{PAPER}={path}"], capture_output=True, text=True, timeout=60,
            restore_signals=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(self.kept(), [])


class Breaks(Case):
    def test_cut_anywhere_it_goes_on_at_the_byte(self):
        size = 300_000
        for cut in (1, 65_535, 65_536, 100_001, 299_999):
            with self.subTest(cut=cut):
                sandbox = self.start_portal()
                content = paper_files.pdf(size=size + cut)
                reference = self.finalise(content)
                sandbox.faults(cut_upload=cut)
                self.once()
                self.assertEqual(sandbox.dossiers(), [])
                (pieces,) = self.pieces(sandbox).values()
                self.assertEqual(pieces, [(0, cut, len(content))])
                sandbox.faults()
                time.sleep(2.5)
                self.assertEqual(self.once().returncode, 0)
                self.wait_accepted(sandbox, reference)
                self.each_byte_once(sandbox, len(content))
                self.assertIn(content, self.arrived(sandbox).values())
                sandbox.stop()

    def test_cut_again_and_again(self):
        sandbox = self.start_portal()
        content = paper_files.pdf(size=400_000)
        sandbox.faults(cut_upload=90_001)
        reference = self.finalise(content)
        courier = self.start_courier()
        self.wait_accepted(sandbox, reference)
        self.stop(courier)
        (pieces,) = self.each_byte_once(sandbox, len(content)).values()
        self.assertEqual(len(pieces), 5)

    def offset(self, sandbox):
        uploads = sandbox.call("GET", "/_sandbox/uploads").json()["uploads"]
        return sum(upload["offset"] for upload in uploads)

    def test_the_courier_dies_in_the_middle(self):
        sandbox = self.start_portal()
        content = paper_files.pdf(size=12 << 20)
        reference = self.finalise(content)
        sandbox.faults(latency_ms=200)
        for _ in range(3):
            before = self.offset(sandbox)
            courier = self.start_courier()
            self.wait(lambda: self.offset(sandbox) > before)
            self.stop(courier, signal.SIGKILL)
            self.assertEqual(sandbox.dossiers(), [])
            time.sleep(0.3)
        courier = self.start_courier()
        self.wait_accepted(sandbox, reference)
        self.stop(courier)
        self.each_byte_once(sandbox, len(content))
        self.assertIn(content, self.arrived(sandbox).values())

    def test_held_in_the_middle(self):
        """Nothing more leaves once a person holds it; released, it goes on at that byte."""
        sandbox = self.start_portal()
        content = paper_files.pdf(size=12 << 20)
        reference = self.finalise(content)
        sandbox.faults(latency_ms=500)
        courier = self.start_courier()
        self.wait(lambda: self.pieces(sandbox))
        self.out("outbox", "hold", reference)
        time.sleep(4)
        self.assertLess(self.offset(sandbox), len(content))
        self.assertIn("Held at this counter", self.out("outbox"))
        self.assertEqual(sandbox.dossiers(), [])
        sandbox.faults()
        self.out("outbox", "release", reference)
        self.wait_accepted(sandbox, reference)
        self.stop(courier)
        self.each_byte_once(sandbox, len(content))

    def test_the_portal_is_started_anew_in_the_middle(self):
        sandbox = self.start_portal()
        port = sandbox.url.rsplit(":", 1)[1]
        content = paper_files.pdf(size=600_000)
        reference = self.finalise(content)
        sandbox.faults(cut_upload=200_000)
        courier = self.start_courier()
        self.wait(lambda: self.pieces(sandbox))
        sandbox.stop(signal.SIGKILL)
        sandbox.options = ["--port", port]
        sandbox.start()
        self.wait_accepted(sandbox, reference)
        self.stop(courier)
        self.each_byte_once(sandbox, len(content))

    def test_lost_uploads_are_begun_anew(self):
        sandbox = self.start_portal()
        content = paper_files.pdf(size=200_000)
        reference = self.finalise(content)
        sandbox.faults(cut_upload=50_000)
        self.once()
        sandbox.faults(lose_upload=1)
        time.sleep(2.5)
        self.once()
        self.assertEqual(sandbox.dossiers(), [])
        sandbox.faults()
        courier = self.start_courier()
        self.wait_accepted(sandbox, reference)
        self.stop(courier)
        self.assertIn(content, self.arrived(sandbox).values())

    def test_a_wrong_offset_is_asked_for_again(self):
        sandbox = self.start_portal()
        content = paper_files.pdf(size=200_000)
        reference = self.finalise(content)
        sandbox.faults(cut_upload=50_000)
        self.once()
        sandbox.faults(wrong_offset=1)
        time.sleep(2.5)
        self.once()
        self.assertEqual(sandbox.dossiers(), [])
        self.assertIn("not complete at the portal", self.out("outbox"))
        sandbox.faults()
        courier = self.start_courier()
        self.wait_accepted(sandbox, reference)
        self.stop(courier)
        self.each_byte_once(sandbox, len(content))

    def test_trouble_at_the_portal(self):
        for faults in ({"upload_status": 503}, {"upload_status": 429}, {"status": 500},
                       {"drop_before_commit": 1}, {"drop_after_commit": 1},
                       {"cut_reply": 1}):
            with self.subTest(**faults):
                sandbox = self.start_portal()
                content = paper_files.pdf(size=100_000)
                reference = self.finalise(content)
                sandbox.faults(**faults)
                self.once()
                self.assertIn("Waiting", self.out("outbox"))
                sandbox.faults()
                courier = self.start_courier()
                self.wait_accepted(sandbox, reference)
                self.stop(courier)
                self.assertIn(content, self.arrived(sandbox).values())
                self.assertEqual([d["reference"] for d in sandbox.dossiers()].count(reference),
                                 1)

    def test_what_went_missing_at_the_portal_is_completed(self):
        """All uploads were confirmed, and then the portal lost one: it does not take the
        dossier, and the courier looks after each of them."""
        sandbox = self.start_portal()
        papers = [paper_files.pdf(size=100_000), paper_files.pdf(size=50_000)]
        reference = self.finalise(*papers)
        sandbox.faults(latency_ms=2000)
        courier = self.start_courier()
        self.wait(lambda: len(self.pieces(sandbox)) == 2)
        sandbox.stop(signal.SIGKILL)  # the dossier is at the door
        folder = os.path.join(sandbox.state, "uploads")
        lost = sorted(os.listdir(folder))[0]
        for name in (lost, lost + ".json"):
            os.remove(os.path.join(folder, name))
        sandbox.options = ["--port", sandbox.url.rsplit(":", 1)[1]]
        sandbox.start()
        self.wait_accepted(sandbox, reference)
        self.stop(courier)
        self.assertIn(": 409", sandbox.read_log())
        self.assertEqual(sorted(self.arrived(sandbox).values()), sorted(papers))

    def grows_patient(self, **faults):
        """An upload that stands where it stood is no reason to be as quick as at first."""
        sandbox = self.start_portal()
        with open(self.config, encoding="utf-8") as file:
            settings = file.read()
        self.write("motcua.ini", settings.replace("most = 2", "most = 300"))
        sandbox.faults(**faults)
        self.finalise(paper_files.pdf(size=50_000))
        courier = self.start_courier()
        time.sleep(8)
        self.stop(courier)
        with open(os.path.join(self.folder, "courier.log"), encoding="utf-8") as log:
            tries = log.read().count(", again in ")
        self.assertGreater(tries, 0)
        self.assertLess(tries, 9)  # one each half a second would be 15

    def test_patience_grows_where_no_byte_is_taken(self):
        self.grows_patient(upload_status=500)

    def test_patience_grows_where_nothing_is_kept(self):
        self.grows_patient(lose_upload=1)

    def test_a_row_that_does_not_open_holds_the_dossier(self):
        sandbox = self.start_portal()
        self.finalise(paper_files.pdf(size=10_000))
        with contextlib.closing(sqlite3.connect(os.path.join(self.state, "motcua.db"))) as store:
            store.execute("UPDATE attachment SET content = zeroblob(length(content))")
            store.commit()
        self.once()
        self.assertEqual(sandbox.dossiers(), [])
        self.assertIn("Held: an attached file cannot be read", self.out("outbox"))

    def test_a_content_that_does_not_open_holds_the_dossier(self):
        sandbox = self.start_portal()
        self.out("submit", "1.001193", ctl.example())
        with contextlib.closing(sqlite3.connect(os.path.join(self.state, "motcua.db"))) as store:
            store.execute("UPDATE payload SET body = zeroblob(length(body))")
            store.commit()
        self.once()
        self.assertEqual(sandbox.dossiers(), [])
        self.assertIn("Held: the content of this dossier cannot be read", self.out("outbox"))
        self.assertIn('"reason": "content"', self.out("outbox", "--json"))

    def test_a_file_that_is_gone_from_the_disk_holds_the_dossier(self):
        sandbox = self.start_portal()
        for spoil in ("away", "short", "other"):
            with self.subTest(spoil=spoil):
                self.finalise(paper_files.pdf(size=100_000))
                folder = os.path.join(self.state, "attachments")
                path = max((os.path.join(folder, name) for name in os.listdir(folder)),
                           key=os.path.getmtime)
                if spoil == "away":
                    os.remove(path)
                elif spoil == "short":
                    os.truncate(path, 70_000)
                else:
                    with open(path, "r+b") as file:
                        file.seek(80_000)
                        file.write(b"x")
                self.once()
                self.assertEqual(sandbox.dossiers(), [])
                self.assertIn("Held: an attached file cannot be read", self.out("outbox"))


class Large(Case):
    def peak(self, process):
        with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmHWM:\s+(\d+)", file.read())[1]) * 1024

    def peak_of(self, size):
        """The most memory that a courier takes for a file of this size."""
        sandbox = self.start_portal()
        reference = self.finalise(paper_files.pdf(size=size))
        courier = self.start_courier()
        self.wait_accepted(sandbox, reference)
        peak = self.peak(courier)
        self.stop(courier)
        sandbox.stop()
        return peak

    def test_memory_stays_flat(self):
        small, large = self.peak_of(100_000), self.peak_of(19 << 20)
        self.assertLess(large, small * 1.3 + COLD)


if __name__ == "__main__":
    unittest.main()
