#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where the portal speaks HTTP/2, all that goes out shares one connection: the stand-in
portal behind nghttpx."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from delivery import exactly_once, make_authority  # noqa: E402
from desk import ACCEPTED, Counter, check  # noqa: E402
from stand_in import Portal  # noqa: E402

DOSSIERS = 40


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nghttpx does not listen")


def start_front(folder, portal, certificate, key):
    """nghttpx before the portal; its port, and the file of what it saw."""
    port, seen = free_port(), os.path.join(folder, "seen")
    process = subprocess.Popen(
        ["nghttpx", f"--frontend=127.0.0.1,{port}", f"--backend=127.0.0.1,{portal.port}",
         f"--accesslog-file={seen}", "--accesslog-format=$remote_port $alpn $method",
         f"--errorlog-file={folder}/errors", f"--conf={folder}/absent", "--workers=1", key,
         certificate])
    wait_for(port)
    return process, port, seen


def main():
    if not shutil.which("nghttpx"):
        print("SKIP: nghttpx is not installed")
        return 77
    folder = tempfile.mkdtemp(prefix="motcua-http2-")
    certificate, key = make_authority(folder, "front", "IP:127.0.0.1")
    portal = Portal(lambda request: time.sleep(0.02))
    front, port, seen = start_front(folder, portal, certificate, key)
    counter = Counter(f"https://127.0.0.1:{port}", ca=certificate)
    try:
        counter.put(DOSSIERS)
        counter.start()
        counter.wait_states(*[ACCEPTED] * DOSSIERS)
        exactly_once(portal, DOSSIERS)
        counter.end()
        lines = [line.split() for line in Path(seen).read_text().splitlines()]
        check({line[1] for line in lines} == {"h2"}, str(lines[:5]))
        check(len([line for line in lines if line[2] == "POST"]) == DOSSIERS, "POSTs")
        connections = {line[0] for line in lines}
        check(len(connections) == 1, f"{len(connections)} connections")
    finally:
        counter.abandon()
        front.terminate()
        front.wait()
        portal.stop()
        shutil.rmtree(folder)
    print("ok http2")
    return 0


if __name__ == "__main__":
    sys.exit(main())
