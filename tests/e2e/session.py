#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What must be seen of a whole session with the real programs: the slip's QR code, the
citizen's page, one dossier for each submission whatever happens to the connection, what
the kiosk is linked with, and nothing personal where it does not belong."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import portal  # noqa: E402
import printing  # noqa: E402

FORMS = os.path.join(portal.TOP, "forms", "procedures")
SCREENS = os.path.join(portal.TOP, "tests", "screen")
# What the citizen of tests/screen/session.play says, and nobody else.
SAID = ("LÊ THỊ THU", "048196006603", "0914556677", "HOÀNG LÊ BẢO NGỌC", "17/02/1996",
        "1996-02-17", "78 Hà Huy Tập", "HOÀNG ĐỨC THẮNG")


def program(name):
    return os.path.join(portal.BUILD, name)


def files_below(folder):
    for place, folders, names in os.walk(folder):
        for name in folders + names:
            yield os.path.join(place, name)


class Session(unittest.TestCase):
    """One session at the counter, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="motcua-session-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.state = os.path.join(cls.folder, "state")
        cls.slips = os.path.join(cls.folder, "slips")
        cls.config = os.path.join(cls.folder, "motcua.ini")
        cls.sandbox = portal.Sandbox().start()
        cls.addClassCleanup(cls.sandbox.__exit__)
        os.mkdir(cls.slips)
        with open(cls.config, "w", encoding="utf-8") as file:
            file.write(f"[portal]\nurl = {cls.sandbox.url}\nretry-first = 1\n"
                       f"retry-most = 2\n[office]\nprovince = 48\n"
                       f"[printer]\nfolder = {cls.slips}\n"
                       f"[paths]\nforms = {FORMS}\n"
                       f"locales = {os.path.join(portal.BUILD, 'locales')}\n")
        cls.lines, cls.seen = set(), 0
        over = threading.Event()
        watcher = threading.Thread(target=cls.watch_processes, args=(over,))
        watcher.start()
        try:
            done = subprocess.run(
                [program("tests/screen/motcua-play"), "--show", "--var",
                 f"URL={cls.sandbox.url}", "--var", f"SLIPS={cls.slips}",
                 os.path.join(SCREENS, "session.play"), "--", program("motcua"),
                 "--config", cls.config, "--state", cls.state],
                capture_output=True, text=True, timeout=120,
                env={**os.environ, "TMPDIR": cls.folder})
        finally:
            over.set()
            watcher.join()
        assert done.returncode == 0, done.stdout + done.stderr
        cls.said = done.stdout
        cls.reference = re.search(r"^Reference:\s+(\S+)$", done.stdout, re.M)[1]
        cls.code = re.search(r"^Dossier code:\s+(\S+)$", done.stdout, re.M)[1]
        cls.url = re.search(r"^Tracking URL:\s+(\S+)$", done.stdout, re.M)[1]

    @classmethod
    def watch_processes(cls, over):
        """Command lines and environments of everything that was started for us."""
        while not over.wait(0.02):
            for number in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{number}/cmdline", "rb") as file:
                        line = file.read()
                    if cls.config.encode() not in line:
                        continue
                    with open(f"/proc/{number}/environ", "rb") as file:
                        cls.lines.add(line + file.read())
                    cls.seen += 1
                except OSError:
                    pass  # it has ended

    def test_the_code_on_the_paper_is_the_tracking_url(self):
        pdf = os.path.join(self.slips, self.reference + ".pdf")
        self.assertEqual(printing.qr_of(pdf), self.url)

    def test_the_code_on_the_screen_is_the_tracking_url(self):
        slip = re.search(r"══ The slip, with its QR code ═+\n(.*?)\n══ ", self.said,
                         re.S)[1]
        rows = [row for row in slip.split("\n") if re.search("[█▀▄]", row)]
        left = min(re.search("[█▀▄]", row).start() for row in rows)
        width = max(map(len, rows)) - left
        halves = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
        cells = [[halves[mark][half] for mark in row[left:].ljust(width)]
                 for row in rows for half in (0, 1)]
        self.assertEqual(self.read_cells(cells), self.url)

    def read_cells(self, cells):
        """Dark cells on a light ground, as big as zbar likes them."""
        scale, edge = 6, 4
        width = (len(cells[0]) + 2 * edge) * scale
        blank = [[0] * len(cells[0])] * edge
        rows = []
        for row in blank + cells + blank:
            bits = [0] * edge + row + [0] * edge
            rows += [" ".join(str(bit) for bit in bits for _ in range(scale))] * scale
        path = os.path.join(self.folder, "screen.pbm")
        with open(path, "w", encoding="ascii") as file:
            file.write(f"P1 {width} {len(rows)}\n" + "\n".join(rows) + "\n")
        return printing.run("zbarimg", "-q", "--raw", "-Sbinary", path).decode().strip()

    def test_the_citizens_page_shows_the_status(self):
        page = printing.run("curl", "-sSf", self.url).decode("utf-8")
        self.assertIn("Mới đăng ký", page)
        self.assertIn(self.code, page)
        for word in SAID:
            self.assertNotIn(word, page)

    def test_the_portal_has_it_once(self):
        dossiers = self.sandbox.dossiers()
        self.assertEqual([dossier["code"] for dossier in dossiers], [self.code])
        self.assertEqual(dossiers[0]["timesReceived"], 1)

    def test_nothing_personal_on_disk_but_sealed(self):
        paths = list(files_below(self.state))
        self.assertTrue(any(path.endswith("kiosk.log") for path in paths), paths)
        self.assertTrue(any(path.endswith(".db") for path in paths), paths)
        for path in [*paths, *files_below(self.slips)]:
            for word in SAID:
                self.assertNotIn(word, path)
        for path in paths:
            with open(path, "rb") as file:
                content = file.read()
            for word in SAID:
                self.assertNotIn(word.encode(), content, path)

    def test_nothing_personal_on_command_lines(self):
        programs = b" ".join(self.lines)
        for name in (b"motcua-courier", b"motcua-printer"):
            self.assertIn(name, programs)
        for word in SAID:
            self.assertNotIn(word.encode(), programs)

    def test_the_search_for_what_was_said_can_find_it(self):
        """The instrument itself: the portal of the test keeps answers as they came."""
        with open(os.path.join(self.sandbox.state, "sandbox.db"), "rb") as file:
            content = file.read()
        for path in files_below(self.sandbox.state):
            if path.endswith("-wal"):
                with open(path, "rb") as file:
                    content += file.read()
        self.assertIn(SAID[0].encode(), content)

    def test_what_the_kiosk_is_linked_with(self):
        linked = printing.run("ldd", program("motcua")).decode()
        self.assertIn("ncurses", linked)
        for library in ("curl", "cups", "cairo", "pango", "microhttpd"):
            self.assertNotIn(library, linked)


class Delivery(unittest.TestCase):
    def test_one_dossier_for_each_submission(self):
        """The connection is dropped after the portal's commit, until it no longer is."""
        folder = tempfile.mkdtemp(prefix="motcua-session-")
        self.addCleanup(shutil.rmtree, folder)
        answers = os.path.join(FORMS, "1.001193", "examples", "both-parents-married.json")
        config = os.path.join(folder, "motcua.ini")
        with portal.Sandbox() as sandbox:
            with open(config, "w", encoding="utf-8") as file:
                file.write(f"[portal]\nurl = {sandbox.url}\nretry-first = 1\n"
                           f"retry-most = 1\n[paths]\nforms = {FORMS}\n")
            common = ["--config", config, "--state", os.path.join(folder, "state")]
            sandbox.faults(drop_after_commit=1)
            references = set()
            for _ in range(2):
                done = printing.run(program("motcuactl"), *common, "submit", "1.001193",
                                    answers, "--json")
                references.add(json.loads(done)["reference"])
                self.send_once(common)
            self.assertEqual(len(sandbox.dossiers()), 2)
            sandbox.faults()
            for _ in range(20):
                self.send_once(common)
                held = sandbox.dossiers()
                told = [json.loads(printing.run(program("motcuactl"), *common, "track",
                                                reference, "--json"))
                        for reference in references]
                if all(one.get("code") for one in told):
                    break
            self.assertEqual(len(references), 2)
            self.assertEqual({one["reference"] for one in held}, references)
            self.assertEqual(len(held), 2)
            self.assertEqual({one["code"] for one in told}, {one["code"] for one in held})

    @staticmethod
    def send_once(common):
        """One pass; it may end with 1, for not everything need have gone out."""
        subprocess.run([program("motcua-courier"), *common, "--once"], timeout=60)
        time.sleep(0.3)


if __name__ == "__main__":
    printing.need("curl", "ldd", "pdftoppm", "zbarimg")
    unittest.main()
