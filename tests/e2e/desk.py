# SPDX-License-Identifier: MIT
"""A counter with its state folder, and the couriers that are started on it."""
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

# How many times as long a busy machine may take, where the time is not what is tested.
SLOWNESS = int(os.environ.get("MOTCUA_SLOWNESS", "1"))
BUILD = Path(os.environ.get("TOP_BUILDDIR", "."))
COURIER = BUILD / "motcua-courier"
OUTBOX = BUILD / "tests/e2e/outbox"
FINALISED, SENDING, ACCEPTED, HELD, REJECTED = range(5)
(NONE, NO_PORTAL, UNREACHABLE, TLS, TIMEOUT, BUSY, PORTAL_DOWN, STRANGE, FORBIDDEN,
 REFUSED, INVALID, UNTRUSTED, OTHER_NAME, EXPIRED, CLOCK, OUR_TLS, PAGE,
 TOO_LARGE) = range(18)


class Counter:
    """A state folder, its settings, and the programs on it."""

    def __init__(self, url, **settings):
        self.folder = tempfile.mkdtemp(prefix="motcua-delivery-")
        self.state = os.path.join(self.folder, "state")
        self.running = []
        self.configure(url, **settings)

    def configure(self, url, **settings):
        portal = {"url": url, "timeout": 2, "retry-first": 1, "retry-most": 2,
                  "catalogue": "never"}
        portal.update({name.replace("_", "-"): value for name, value in settings.items()})
        self.config = os.path.join(self.folder, "motcua.ini")
        lines = "".join(f"{name} = {value}\n" for name, value in portal.items())
        forms = os.path.join(os.environ.get("TOP_SRCDIR", "."), "forms", "procedures")
        Path(self.config).write_text("[portal]\n" + lines + "[kiosk]\nlanguage = en\n"
                                     f"[paths]\nforms = {forms}\n")

    def add(self, submission):
        """Finalises these bytes; returns reference and key."""
        path = os.path.join(self.folder, "submission.json")
        Path(path).write_bytes(submission)
        return self.tool("add", path).split()

    def tool(self, *words):
        done = subprocess.run([OUTBOX, self.state, *map(str, words)], check=True,
                              capture_output=True, text=True)
        return done.stdout

    def put(self, count=1):
        return [line.split() for line in self.tool("put", count).splitlines()]

    def rows(self):
        return {row["reference"]: row for row in json.loads(self.tool("list"))}

    def states(self):
        return sorted(row["state"] for row in self.rows().values())

    def command(self, *words):
        return [str(COURIER), "--config", self.config, "--state", self.state, *words]

    def run(self, *words):
        return subprocess.run(self.command(*words), capture_output=True, text=True,
                              timeout=60)

    def start(self):
        log = open(os.path.join(self.folder, "log"), "a", encoding="utf-8")
        process = subprocess.Popen(self.command(), stderr=log)
        log.close()
        self.running.append(process)
        return process

    def wait(self, condition, seconds=20 * SLOWNESS):
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"not within {seconds} s; rows: {self.rows()}\n"
                                     + self.log())
            time.sleep(0.05)

    def wait_states(self, *states, seconds=20 * SLOWNESS):
        self.wait(lambda: self.states() == sorted(states), seconds)

    def log(self):
        path = os.path.join(self.folder, "log")
        return Path(path).read_text(encoding="utf-8") if os.path.exists(path) else ""

    def link(self):
        """Starts a courier as the kiosk does."""
        line = Line(self.command("--link"))
        self.running.append(line.process)
        return line

    def abandon(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
            code = process.wait(timeout=20)
            # One that has only just been started may not listen yet.
            check(code in (0, -signal.SIGKILL, -signal.SIGTERM),
                  f"the courier ended with {code}\n" + self.log())
        shutil.rmtree(self.folder)


def check(condition, words):
    if not condition:
        raise AssertionError(words)


class Line:
    """A kiosk's end of the line to a courier."""

    def __init__(self, command):
        self.end, theirs = socket.socketpair()
        # A shell gives it the number that the courier expects.
        number = theirs.fileno()
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{number}', "line", *command],
            pass_fds=(number,), stderr=subprocess.DEVNULL)
        theirs.close()
        self.rest = b""
        self.heard = []

    def say(self, **message):
        self.end.sendall(json.dumps(message).encode() + b"\n")

    def hear(self, seconds=10 * SLOWNESS, **wanted):
        """The next message that has these members; those before are kept in heard."""
        until = time.monotonic() + seconds
        while True:
            while b"\n" in self.rest:
                line, self.rest = self.rest.split(b"\n", 1)
                message = json.loads(line)
                self.heard.append(message)
                if all(message.get(name) == value for name, value in wanted.items()):
                    return message
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.end], [], [], left)[0]:
                raise AssertionError(f"{wanted} was not heard, but {self.heard}")
            got = self.end.recv(65536)
            check(got, f"the courier hung up; heard: {self.heard}")
            self.rest += got

    def hang_up(self):
        self.end.close()
