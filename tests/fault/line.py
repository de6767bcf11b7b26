# SPDX-License-Identifier: MIT
"""A line that cuts, crawls, loses and delays: a relay in front of the real sandbox. Many
dossiers go through it, and in the end each of them is at the portal, once."""
import json
import random
import re
import select
import socket
import sqlite3
import struct
import subprocess
import threading
import time

WEEK = 7 * 86400


def sample_body(rig):
    """The bytes of a dossier that the portal takes, with REFERENCE where that stands."""
    path = rig.work / "body.json"
    if not path.exists():
        counter = rig.counter()
        counter.submit()
        counter.recover()
        (reference,) = counter.said
        counter.remove()
        with sqlite3.connect(rig.portal.folder / "sandbox.db") as book:
            bodies = [row[0] for row in book.execute("SELECT body FROM dossier")]
        book.close()
        texts = [body.decode() if isinstance(body, bytes) else body for body in bodies]
        (text,) = [text for text in texts if json.loads(text)["reference"] == reference]
        path.write_text(text.replace(reference, "REFERENCE"))
    return path


class Relay:
    """Hands bytes on between a courier and the portal. `manners(method)` is asked for each
    request, with b"POST" or b"GET ", and gives a Way."""

    def __init__(self, url, manners):
        host, port = re.fullmatch(r"http://([^:]+):(\d+)", url).groups()
        self.target = (host, int(port))
        self.manners = manners
        self.up = True
        self.server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        self.met = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            self.met += 1
            if self.up:
                threading.Thread(target=self.relay, args=(client,), daemon=True).start()
            else:
                reset(client)

    def relay(self, client):
        try:
            with socket.create_connection(self.target) as portal:
                self.carry(client, portal)
        except OSError:
            pass
        reset(client)

    def carry(self, client, portal):
        ends = {client: ("up", portal), portal: ("down", client)}
        way = Way()
        while True:
            for source in select.select(list(ends), [], [])[0]:
                direction, target = ends[source]
                data = source.recv(16384)
                # A courier writes the head of a request at once.
                if direction == "up" and data.startswith((b"POST ", b"GET ")):
                    way = self.manners(data[:4])
                if not data or not way.hand_on(direction, target, data):
                    return

    def stop(self):
        self.server.close()


def reset(connection):
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    connection.close()


class Way:
    """How the bytes of one request and its answer fare. None: no limit."""

    def __init__(self, up=None, down=None, rate=None, delay=0.0, loss=0.0):
        self.left = {"up": up, "down": down}
        self.rate, self.delay, self.loss = rate, delay, loss

    def hand_on(self, direction, target, data):
        """False where the line breaks."""
        left = self.left[direction]
        if left is not None:
            data, cut = data[:left], left <= len(data)
            self.left[direction] = left - len(data)
        else:
            cut = False
        if self.delay:
            time.sleep(random.uniform(0, self.delay))
        if random.random() < self.loss:
            return False
        if self.rate:
            for byte in range(0, len(data), 4):
                target.sendall(data[byte:byte + 4])
                time.sleep(len(data[byte:byte + 4]) / self.rate)
        else:
            target.sendall(data)
        return not cut


class Test:
    """A counter with dossiers in its outbox, and a relay in front of the portal."""

    def __init__(self, rig, name, manners=lambda method: Way()):
        self.rig, self.name, self.troubles = rig, name, []
        self.relay = Relay(rig.portal.url, manners)
        self.counter = rig.counter(self.relay.url)
        self.courier = None

    def put(self, count, **wrong):
        done = subprocess.run(
            [self.rig.work / "tool", self.counter.state, "put", "2.000815",
             sample_body(self.rig), str(count)], check=True, capture_output=True, text=True,
            env=self.counter.environment(**wrong))
        self.counter.said.update(done.stdout.split())

    def start(self, **wrong):
        self.courier = subprocess.Popen(self.counter.command("motcua-courier"),
                                        stderr=subprocess.DEVNULL,
                                        env=self.counter.environment(**wrong))

    def stop(self):
        if self.courier:
            self.courier.terminate()
            self.courier.wait()
            self.courier = None

    def waiting(self):
        with sqlite3.connect(f"file:{self.counter.state}/motcua.db?mode=ro", uri=True) as it:
            (left,) = it.execute("SELECT count(*) FROM dossier WHERE state < 2").fetchone()
        it.close()
        return left

    def drain(self, seconds):
        """Until nothing waits; the seconds that it took."""
        begun = time.monotonic()
        while self.waiting():
            if time.monotonic() - begun > seconds:
                self.troubles.append(f"{self.waiting()} still wait after {seconds} s")
                break
            time.sleep(0.1)
        return time.monotonic() - begun

    def end(self, words):
        self.stop()
        self.relay.stop()
        dossiers = self.rig.portal.dossiers()
        rows, _ = self.counter.rows()
        told = self.counter.said
        absent = [reference for reference in told if not dossiers.get(reference)]
        doubled = [reference for reference in told if len(dossiers.get(reference, [])) > 1]
        other = [row for row in rows if row[1] != 2 or row[2] not in dossiers.get(row[0], [])]
        for count, what in ((absent, "lost"), (doubled, "doubled"), (other, "not accepted")):
            if count:
                self.troubles.append(f"{len(count)} {what}")
        if len(rows) != len(told):
            self.troubles.append(f"{len(rows)} rows for {len(told)} dossiers")
        print(f"line: {self.name}: {words}; {len(told)} dossiers, {len(absent)} lost, "
              f"{len(doubled)} doubled", flush=True)
        self.counter.remove()
        return [f"{self.name}: {trouble}" for trouble in self.troubles]


class Cuts:
    """Each POST is cut at the next byte: first of the request, then of the answer."""

    def __init__(self, stride, offset):
        self.lock = threading.Lock()
        self.ways = []
        self.stride, self.offset = stride, offset
        self.tried = 0

    def plan(self, up, down):
        numbers = [("up", at) for at in range(up)] + [("down", at) for at in range(down)]
        self.ways = numbers[self.offset % self.stride::self.stride]

    def __call__(self, method):
        with self.lock:
            if method != b"POST" or not self.ways:
                return Way()
            self.tried += 1
            direction, at = self.ways.pop(0)
            return Way(**{direction: at})


def measure(rig):
    """The bytes of one submission and of its answer, on this line."""
    sizes = {"up": 0, "down": 0}

    class Measure(Way):
        def hand_on(self, direction, target, data):
            sizes[direction] += len(data)
            return super().hand_on(direction, target, data)
    test = Test(rig, "", lambda method: Measure() if method == b"POST" else Way())
    test.put(1)
    test.start()
    test.drain(20)
    test.stop()
    test.relay.stop()
    test.counter.remove()
    return sizes["up"], sizes["down"]


def every_byte(rig, stride, offset):
    up, down = measure(rig)
    cuts = Cuts(stride, offset)
    cuts.plan(up, down)
    test = Test(rig, "cut at every byte" if stride == 1 else f"cut at every {stride}th byte",
                cuts)
    count = len(cuts.ways)
    test.put(min(400, count))
    test.start()
    while cuts.ways and not test.troubles:
        if test.waiting() < 40:  # there is always somebody to be cut off
            test.put(100)
        time.sleep(0.2)
        if not test.courier or test.courier.poll() is not None:
            test.troubles.append("the courier has ended")
    test.drain(60)
    return test.end(f"{cuts.tried} of {count} positions, {up} bytes up and {down} down")


def crawling(rig, rate):
    test = Test(rig, f"{rate} bytes a second", lambda method: Way(rate=rate))
    test.counter.configure(test.relay.url, timeout=30 if rate < 100 else 3)
    test.put(2)
    test.start()
    seconds = test.drain(900 if rate < 100 else 90)
    return test.end(f"{seconds:.0f} s")


def lossy(rig, count):
    test = Test(rig, "lossy and delayed", lambda method: Way(delay=0.05, loss=0.1))
    test.put(count)
    test.start()
    seconds = test.drain(120)
    return test.end(f"{test.relay.met} connections, {seconds:.1f} s")


def week_offline(rig, count):
    """Dossiers of seven days, the portal away all the time; then all of them at once."""
    test = Test(rig, "a week offline")
    test.relay.up = False
    for day in range(7):
        test.put(count // 7 + (day < count % 7), clock=(day - 7) * WEEK // 7)
        test.start(clock=(day - 7) * WEEK // 7)
        time.sleep(1)
        test.stop()
    refused, test.relay.up = test.relay.met, True
    test.start()
    seconds = test.drain(120)
    return test.end(f"{refused} tries while it was away, then all within {seconds:.1f} s")


def wrong_clock(rig, name, clock):
    """The clock is wrong while a dossier is made and put off, and right again later."""
    test = Test(rig, f"the clock: {name}")
    test.relay.up = False
    test.put(5, clock=clock)
    test.start(clock=clock)
    time.sleep(1.2)
    test.stop()
    test.relay.up = True
    test.start()
    test.drain(20)
    test.put(5)
    test.stop()
    test.start(clock=clock)
    seconds = test.drain(20)
    return test.end(f"{seconds:.1f} s")


def all_tests(rig, short, offset=0):
    troubles = every_byte(rig, 29 if short else 1, offset)
    troubles += lossy(rig, 60 if short else 400)
    troubles += week_offline(rig, 210 if short else 2000)
    for name, clock in (("back an hour", -3600), ("back ten years", -10 * 365 * 86400),
                        ("1970", "=0"), ("ten years ahead", 10 * 365 * 86400)):
        troubles += wrong_clock(rig, name, clock)
    troubles += crawling(rig, 400 if short else 16)
    return troubles
