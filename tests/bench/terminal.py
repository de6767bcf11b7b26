# SPDX-License-Identifier: MIT
"""Programs in a terminal of their own, watched by the clock: shared by the benchmarks."""

import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import tempfile
import termios
import time

TOP = os.environ.get("TOP_SRCDIR") or os.path.abspath(
    os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BUILD = os.environ.get("TOP_BUILDDIR", os.getcwd())
NATIONAL = os.path.join(TOP, "..", "shared", "data", "catalogue", "national.jsonl")
DETAILS = os.path.join(os.path.dirname(NATIONAL), "details.jsonl")
COLUMNS, ROWS = 80, 25

DIALOG = ["dialog", "--form", "Birth registration", "20", "76", "12"] + [
    word for row, label in enumerate(
        ["Full name", "Date of birth", "Sex", "People", "Nationality", "Born at", "Home"], 1)
    for word in (label, str(row), "1", "", str(row), "20", "50", "200")]
DIALOG_PAINTED = b"ancel"  # of its last button, whose first letter has a colour of its own


class Terminal:
    """A program under a pseudo-terminal of 80 x 25."""

    def __init__(self, argv):
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.environ.update(TERM="xterm", LANG="C.UTF-8", LC_ALL="C.UTF-8")
            try:
                os.execvp(argv[0], argv)
            finally:
                os._exit(127)

    def read(self, seconds):
        """What comes within `seconds`, b"" after a silence so long, None at the end."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.fd, 65536) or None
        except OSError:
            return None

    def until(self, marker, seconds=20):
        """Reads until the marker was written; returns when, after the start."""
        seen, end = b"", time.perf_counter() + seconds
        while time.perf_counter() < end:
            part = self.read(0.5)
            if part is None:
                break
            seen += part
            if marker in seen:
                return time.perf_counter() - self.start
        raise RuntimeError("%r was not painted: %r" % (marker, seen[-300:]))

    def drain(self, silence):
        """Reads until nothing comes for so long; returns the number of bytes."""
        count = 0
        while part := self.read(silence):
            count += len(part)
        return count

    def key(self, data, silence=0.03):
        """Sends a key; returns seconds to its first byte (None: none came) and all bytes."""
        sent = time.perf_counter()
        os.write(self.fd, data)
        part = self.read(silence)
        if not part:
            return None, 0
        return time.perf_counter() - sent, len(part) + self.drain(silence)

    def memory(self):
        """PSS in KiB of the program and of its children; None where it may not be seen."""
        with open("/proc/%d/task/%d/children" % (self.pid, self.pid)) as file:
            children = file.read().split()
        return pss(self.pid), sum(pss(child) or 0 for child in children)

    def close(self):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        while self.read(5):
            pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def pss(pid):
    try:
        with open("/proc/%s/smaps_rollup" % pid) as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return None


def import_catalogue(argv):
    """The national one, into the store of a kiosk with that command line."""
    subprocess.run([argv[0] + "ctl", *argv[1:], "catalogue", "import", NATIONAL, DETAILS],
                   check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def kiosk(national=True):
    """The command line of a kiosk with a state folder of its own, and with the national
    catalogue where it is there."""
    folder = tempfile.mkdtemp(prefix="motcua-bench-")
    config = os.path.join(folder, "motcua.ini")
    with open(config, "w") as file:
        file.write("[kiosk]\nlanguage = en\n[store]\nfolder = %s/state\n[paths]\nforms = %s\n"
                   % (folder, os.path.join(TOP, "forms", "procedures")))
    argv = [os.path.join(BUILD, "motcua"), "--config", config]
    try:
        if national and os.path.exists(NATIONAL):
            import_catalogue(argv)
        yield argv
    finally:
        shutil.rmtree(folder)


def describe():
    """What a reader must know before he believes a number."""
    with open(os.path.join(BUILD, "motcua"), "rb") as file:
        if b"__asan_init" in file.read():
            print("This build has sanitizers: its numbers mean nothing. Configure without "
                  "--enable-sanitizers.")
    if not os.path.exists(NATIONAL):
        print("The national catalogue is not here: the kiosk runs with its own procedures.")
    if not shutil.which("dialog"):
        print("dialog is not installed (apt-get install dialog): nothing to compare with.")


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]


def median(values):
    return statistics.median(values)
