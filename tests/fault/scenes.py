# SPDX-License-Identifier: MIT
"""What is done while a fault strikes: a way from "finalise" to "accepted"."""
import os
import re
import signal
import subprocess

from rig import ANSWERS, FORMS, GROUPED, PROCEDURE, REFERENCE
from terminal import Terminal

SAFE = rb"The dossier is safe on this machine|Received\. It goes out"
TAKEN = rb"The portal has accepted|H17\.31\.22-"
TROUBLE = (rb"Not saved|nothing was stored|cannot be|could not be|damaged|disk|out of memory|"
           rb"Another program|not there any more")


class Scene:
    """`program` is struck. `play` does the whole, with or without a fault."""
    program = None
    without = ()  # kinds that make no sense here

    def __init__(self, rig):
        self.rig = rig

    def play(self, **fault):
        """A counter, to be reckoned with when the portal's book has been read."""
        raise NotImplementedError

    def count(self, kind):
        """The numbers at which a fault of the kind can strike: all, or, of allocations,
        the first of each place in the program."""
        trace = self.rig.work / f"trace-{type(self).__name__}-{kind}"
        self.play(kind=kind, trace=trace, at=0).remove()
        lines = trace.read_text().splitlines() if trace.exists() else []
        return {int(line.split()[0]): line.split()[1] for line in lines}


class Finalise(Scene):
    """motcuactl submit, in a new state folder."""
    program = "motcuactl"

    def play(self, **fault):
        counter = self.rig.counter()
        counter.submit(struck=self.program, **fault)
        counter.recover()
        return counter


class Send(Scene):
    """motcua-courier --once, with one dossier in the outbox."""
    program = "motcua-courier"

    def play(self, **fault):
        counter = self.rig.counter()
        counter.submit()
        counter.run("motcua-courier", "--once", struck=self.program, **fault)
        counter.recover()
        return counter


class Kiosk(Scene):
    """The kiosk in a terminal: a draft is taken up, agreed to and sent; its courier, which
    it starts itself, delivers it. One of two processes cannot play a power cut for both."""
    program = "motcua"
    without = ("power", "eio-sync")

    def draft(self, counter):
        subprocess.run([self.rig.work / "tool", counter.state, "draft", FORMS, PROCEDURE,
                        ANSWERS], check=True)

    def play(self, **fault):
        counter = self.rig.counter()
        self.draft(counter)
        errors = counter.folder / "errors"
        terminal = Terminal(counter.command("motcua"),
                            counter.environment(struck=self.program, **fault), str(errors))
        try:
            self.send(terminal, counter)
            code = terminal.code
            words = errors.read_text(errors="replace") if errors.exists() else ""
            counter.judge("motcua", code if code is not None else 0, words)
            if code != -signal.SIGKILL and not terminal.is_restored():
                counter.wrong.append(("screen", "the terminal was not given back"))
        finally:
            terminal.end()
        counter.recover()
        return counter

    def send(self, terminal, counter):
        terminal.wait_for(rb"in hand", 10)
        for key in ("F3", "Enter", "PgDn", "End", "Up", "Space", "F9"):
            terminal.press(key)
            terminal.quiet(0.04)
        sent = len(terminal.bytes)
        terminal.wait_for(SAFE + b"|" + TAKEN + b"|" + TROUBLE, 8)
        counter.promised = bool(re.search(SAFE + b"|" + TAKEN, terminal.bytes))
        if counter.promised:
            terminal.wait_for(TAKEN, 3)
        elif terminal.is_alive():
            counter.refused = bool(re.search(TROUBLE, terminal.bytes[sent:])) and not (
                re.search(rb"not\s+certain", terminal.bytes[sent:]))
            counter.warned = bool(re.search(TROUBLE, terminal.bytes))
            if not counter.warned:
                counter.wrong.append(("silent", "not sent, and no word of it"))
        plain = re.sub(rb"\033\[[0-9;?]*[A-Za-z]|\033\(B", b"", terminal.bytes)
        for grouped in GROUPED.findall(plain.decode(errors="replace")):
            counter.said.add(grouped.replace("-", ""))
        if terminal.is_alive():
            os.kill(terminal.pid, signal.SIGTERM)
            if not terminal.wait(lambda: not terminal.is_alive(), 20):  # eight at a time
                counter.wrong.append(("stuck", "the kiosk did not end"))


class KioskCourier(Kiosk):
    """The same, but the kiosk's courier is struck."""
    program = "motcua-courier"


class Deep(Scene):
    """Struck three times, each time in the recovery from the last."""
    STRIKES = ["kill", "tear-half", "power"]

    def play_deep(self, ats):
        counter = self.rig.counter()
        counter.submit(struck="motcuactl", kind=self.STRIKES[ats[0] % 3], at=ats[0])
        for at in ats[1:]:
            counter.run("motcua-courier", "--once", struck="motcua-courier",
                        kind=self.STRIKES[at % 3], at=at)
        counter.recover()
        return counter


class Lying(Finalise):
    """A control: the disk says that it has synced, and has not."""

    def play(self, **fault):
        return super().play(lies=True, **fault)


class Early(Scene):
    """A control: a program that tells the reference before it is on the disk."""
    program = "tool"

    def __init__(self, rig, body):
        super().__init__(rig)
        self.body = body

    def play(self, **fault):
        counter = self.rig.counter()
        done = subprocess.run(
            [self.rig.work / "tool", counter.state, "early", PROCEDURE, self.body],
            env=counter.environment(struck=self.program, **fault), capture_output=True,
            text=True)
        counter.said.update(REFERENCE.findall(done.stdout))
        counter.recover()
        return counter
