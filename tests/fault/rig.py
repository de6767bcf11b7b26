# SPDX-License-Identifier: MIT
"""Programs that are struck by faults, the portal beside them, and the reckoning: what was
acknowledged must be at the portal, once."""
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

BUILD = Path(os.environ.get("TOP_BUILDDIR", ".")).resolve()
SOURCE = Path(os.environ.get("TOP_SRCDIR", ".")).resolve()
FORMS = SOURCE / "forms/procedures"
PROCEDURE = "2.000815"
ANSWERS = FORMS / PROCEDURE / "examples/job-papers.json"
REFERENCE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{17}\b")
GROUPED = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")
ACCEPTED = 2
TOO_LONG = 30  # seconds for one program

# What may become of one try. The first four are right.
FINE = ["accepted", "refused", "unheard", "nothing"]
BAD = ["lost", "doubled", "denied", "silent", "crashed", "stuck", "screen", "damaged"]


def work_folder():
    """In memory where there is room: what a process that dies leaves behind is the same
    there, and what a disk loses the preload library plays itself."""
    shm = "/dev/shm"
    where = shm if os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 1 << 29 else None
    return Path(tempfile.mkdtemp(prefix="motcua-fault-", dir=where))


def is_unsure(words):
    """A commit that failed at its sync may be found done: the program must say so."""
    return "not certain whether" in words


class Portal:
    """The real sandbox."""

    def __init__(self, work, *options):
        self.folder = work / f"portal{time.monotonic_ns()}"
        self.log = open(str(self.folder) + ".log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [work / "motcua-sandbox", "--port", "0", "--state", self.folder, "--forms",
             FORMS, *options], stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def dossiers(self):
        """Of each reference that stands in bytes at the portal, the codes it was given."""
        found = {}
        with sqlite3.connect(self.folder / "sandbox.db") as book:
            for body, code in book.execute("SELECT body, code FROM dossier"):
                found.setdefault(json.loads(body)["reference"], []).append(code)
        book.close()
        return found


class Rig:
    def __init__(self):
        self.work = work_folder()
        # Without the printer, which has no part in this and costs the most time.
        for name in ("motcua", "motcua-courier", "motcuactl", "motcua-sandbox"):
            shutil.copy2(BUILD / name, self.work / name)
        self.shim = self.work / "shim.so"
        shutil.copy2(BUILD / "tests/fault/shim.so", self.shim)
        shutil.copy2(BUILD / "tests/fault/tool", self.work / "tool")
        self.portal = Portal(self.work)
        self.number = 0
        self.lock = threading.Lock()

    def end(self):
        self.portal.stop()
        shutil.rmtree(self.work, ignore_errors=True)

    def counter(self, url=None):
        with self.lock:
            self.number += 1
            return Counter(self, self.work / f"c{self.number}", url or self.portal.url)


class Counter:
    """A state folder, the programs on it, and what they said."""

    def __init__(self, rig, folder, url):
        self.rig, self.folder = rig, folder
        self.state = folder / "state"
        folder.mkdir()
        self.config = folder / "ini"
        self.configure(url)
        self.said = set()      # references that somebody was told
        self.promised = False  # told that it is safe, without its reference
        self.refused = False   # told that it is not
        self.warned = False    # told of some trouble
        self.wrong = []        # of BAD, with words

    def configure(self, url, **settings):
        portal = {"url": url, "timeout": 2, "retry-first": 1, "retry-most": 1, **settings}
        lines = "".join(f"{name} = {value}\n" for name, value in portal.items())
        self.config.write_text(f"[portal]\n{lines}[kiosk]\nlanguage = en\n"
                               f"[paths]\nforms = {FORMS}\n")

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, struck=None, kind=None, at=0, shared=True, trace=None, clock=None,
                    lies=False):
        made = {name: value for name, value in os.environ.items()
                if not name.startswith(("FAULT_", "CREDENTIALS_"))}
        if struck or clock:
            made["LD_PRELOAD"] = str(self.rig.shim)
        if clock:
            made["FAULT_CLOCK"] = str(clock)
        if struck:
            made.update(FAULT_PROGRAM=struck, FAULT_FOLDER=str(self.state),
                        FAULT_KIND=kind, FAULT_AT=str(at))
            if shared:
                made["FAULT_SHARED"] = str(self.folder / f"shared-{kind}-{at}")
            if lies:
                made["FAULT_SYNC"] = "lies"
            if trace:
                made["FAULT_TRACE"] = str(trace)
        return made

    def command(self, program, *words):
        return [str(self.rig.work / program), "--config", str(self.config), "--state",
                str(self.state), *map(str, words)]

    def run(self, program, *words, judge=True, **fault):
        """One program from start to end; it is judged by how it ends."""
        try:
            done = subprocess.run(self.command(program, *words), capture_output=True,
                                  text=True, errors="replace", timeout=TOO_LONG,
                                  env=self.environment(**fault))
        except subprocess.TimeoutExpired:
            self.wrong.append(("stuck", f"{program} did not end"))
            return None
        if judge:
            self.judge(program, done.returncode, done.stderr)
        return done

    def judge(self, program, code, errors):
        """A program may be killed by us; else it ends by itself, or by error_die()."""
        # A library that found no memory may fall; the kiosk says so, and tidies up.
        fell = "The program fell over" in errors
        if code < 0 and code not in (-signal.SIGKILL, -signal.SIGABRT) and not fell:
            self.wrong.append(("crashed", f"{program}: signal {-code}\n{errors}"))
        elif code == -signal.SIGABRT and not re.search(r"motcua: |Assertion", errors):
            self.wrong.append(("silent", f"{program} died without a word\n{errors}"))
        elif code > 0 and not errors.strip():
            self.wrong.append(("silent", f"{program} ended with {code}, without a word"))

    def submit(self, **fault):
        done = self.run("motcuactl", "submit", PROCEDURE, ANSWERS, **fault)
        if done:
            self.said.update(REFERENCE.findall(done.stdout))
            self.refused = done.returncode > 0 and not self.said and not is_unsure(
                done.stderr)
        return done

    def recover(self, seconds=20):
        """Without faults, until nothing waits any more; and the counter goes on."""
        until = time.monotonic() + seconds
        while True:
            done = self.run("motcua-courier", "--once", judge=False)
            if done and done.returncode == 0:
                return
            if not done or time.monotonic() > until:
                self.wrong.append(("stuck", done.stderr if done else ""))
                return
            time.sleep(0.1)

    def rows(self):
        with sqlite3.connect(f"file:{self.state}/motcua.db?mode=ro", uri=True) as store:
            rows = store.execute("SELECT reference, state, code FROM dossier").fetchall()
            drafts = store.execute("SELECT count(*) FROM draft").fetchone()[0]
            (health,) = store.execute("PRAGMA integrity_check").fetchone()
        store.close()
        if health != "ok":
            self.wrong.append(("damaged", health))
        return rows, drafts

    def reckon(self, dossiers, drafts=None):
        """The outcome, of FINE or BAD, and words. `drafts`: there must be so many, if
        nothing was finalised."""
        try:
            rows, left = self.rows()
        except sqlite3.Error as trouble:
            return "damaged", str(trouble)
        mine = {reference: dossiers.get(reference, []) for reference, _, _ in rows}
        for reference in self.said:
            if not dossiers.get(reference):
                self.wrong.append(("lost", f"{reference} was told, and is not at the portal"))
        if self.promised and not any(mine.values()):
            self.wrong.append(("lost", "told that it is safe, and it is not"))
        if drafts is not None and not rows and left != drafts:
            self.wrong.append(("lost", "neither a dossier nor the draft is there"))
        for reference, state, code in rows:
            if state != ACCEPTED:
                self.wrong.append(("stuck", f"{reference} in state {state}"))
            elif mine[reference] and code not in mine[reference]:
                self.wrong.append(("lost", f"{reference} has a code of another"))
        if len(rows) > 1 or any(len(codes) > 1 for codes in mine.values()):
            self.wrong.append(("doubled", str(mine)))
        if self.refused and rows:
            self.wrong.append(("denied", "told that nothing was stored, but it was"))
        if self.wrong:
            return self.wrong[0]
        if self.said or self.promised:
            return "accepted", ""
        if not rows and (self.refused or self.warned):
            return "refused", ""
        return ("unheard" if rows else "nothing"), ""
