#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A dossier costs one fdatasync, counted with strace. More would make the citizen wait;
with none, a power cut would take the dossier."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import portal  # noqa: E402

OUTBOX = os.path.join(portal.BUILD, "tests", "e2e", "outbox")
SYNC = re.compile(r"\b(fsync|fdatasync|sync|syncfs)\((\d+<(.*)>)?")
DOSSIERS = 20


class Syncs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="motcua-sync-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.state = os.path.join(self.folder, "state")

    def put(self, count):
        """The names of what is synced while one process finalises `count` dossiers."""
        log = os.path.join(self.folder, "strace")
        subprocess.run(
            ["strace", "-f", "-y", "-o", log, "-e", "trace=fsync,fdatasync,sync,syncfs",
             OUTBOX, self.state, "put", str(count)], check=True, capture_output=True,
            timeout=120, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})  # not traced
        with open(log, encoding="utf-8") as file:
            found = [SYNC.search(line) for line in file]
        return [os.path.basename(match[3] or "") for match in found if match]

    def test_one_fdatasync_for_each(self):
        self.put(1)  # makes the store
        database = os.path.join(self.state, "motcua.db")
        # Another program has it open, as the courier has at a counter.
        with contextlib.closing(sqlite3.connect(database)) as other:
            other.execute("SELECT count(*) FROM dossier").fetchone()
            self.put(1)  # begins the log
            synced = self.put(DOSSIERS)
        # Its first write makes sure that the log itself is found again.
        self.assertEqual(synced.count("state"), 1, synced)
        synced.remove("state")
        self.assertEqual(synced, ["motcua.db-wal"] * DOSSIERS)


if __name__ == "__main__":
    if not shutil.which("strace"):
        print("strace is missing")
        sys.exit(77)
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode:
        print("strace may not trace here")
        sys.exit(77)
    unittest.main()
