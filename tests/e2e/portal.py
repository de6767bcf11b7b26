# SPDX-License-Identifier: MIT
"""Starts motcua-sandbox for a test, and speaks to it over a plain HTTP client.

    with portal.Sandbox() as sandbox:
        reply = sandbox.call("GET", "/_sandbox/dossiers")
        reply.status, reply.headers, reply.body, reply.json()
        sandbox.faults(drop_after_commit=1)

A dropped connection, or a reply that breaks off, raises portal.Broken.
"""

import contextlib
import http.client
import json
import os
import resource
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import urllib.parse

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOP = os.environ.get("TOP_SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
BUILD = os.environ.get("TOP_BUILDDIR") or os.getcwd()


class Broken(Exception):
    """The connection ended before the whole reply was there."""


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body.decode("utf-8"))


def call(url, method, path, body=None, headers=None, timeout=30):
    """One request on a connection of its own. A body that is no bytes is sent as JSON."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https":
        trusting = ssl._create_unverified_context()  # the test's own certificate
        connection = http.client.HTTPSConnection(parts.hostname, parts.port,
                                                 timeout=timeout, context=trusting)
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    headers = dict(headers or {})
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False).encode("utf-8")
        headers.setdefault("Content-Type", "application/json")
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    except (http.client.HTTPException, ConnectionError, ssl.SSLError) as error:
        raise Broken(str(error)) from error
    finally:
        connection.close()


class Sandbox:
    """A running motcua-sandbox with a state folder of its own, kept over restarts."""

    def __init__(self, *options, forms=None, state=None):
        self.options = list(options)
        self.forms = forms or os.path.join(TOP, "forms", "procedures")
        self.own_state = state is None
        self.state = state or tempfile.mkdtemp(prefix="motcua-sandbox-")
        self.process = self.url = None

    def start(self, largest_file=None):
        """`largest_file`: bytes that a file may have, as on a disk that is full."""
        def limit():
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        program = os.path.join(BUILD, "motcua-sandbox")
        self.log = open(os.path.join(self.state, "log"), "ab")
        self.process = subprocess.Popen(
            [program, "--port", "0", "--state", self.state, "--forms", self.forms,
             *self.options], stdout=subprocess.PIPE, stderr=self.log, text=True,
            preexec_fn=limit, restore_signals=False)  # SIGXFSZ stays ignored
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            self.process.wait()
            raise RuntimeError(f"motcua-sandbox does not start:\n{self.read_log()}")
        self.url = line.split()[2]
        return self

    def read_log(self):
        with open(os.path.join(self.state, "log"), encoding="utf-8") as file:
            return file.read()

    def stop(self, how=signal.SIGTERM):
        """Ends it; returns the exit code."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.log.close()
        self.process = None
        if how == signal.SIGTERM and code != 0:
            raise RuntimeError(f"motcua-sandbox ended with {code}:\n{self.read_log()}")
        return code

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            if self.own_state:
                shutil.rmtree(self.state, ignore_errors=True)

    def call(self, method, path, body=None, headers=None, **options):
        return call(self.url, method, path, body, headers, **options)

    def submit(self, submission, key, headers=None):
        return self.call("POST", "/v1/dossiers", submission,
                         {"Idempotency-Key": f'"{key}"', **(headers or {})})

    def faults(self, **spec):
        reply = self.call("PUT", "/_sandbox/faults", spec)
        assert reply.status == 200, reply.body

    def dossiers(self):
        return self.call("GET", "/_sandbox/dossiers").json()["dossiers"]

    def advance(self, code, order=None):
        return self.call("POST", f"/_sandbox/dossiers/{code}/advance", order)

    def raw(self, data, timeout=10):
        """Sends bytes as they are and returns all that comes back."""
        parts = urllib.parse.urlsplit(self.url)
        with socket.create_connection((parts.hostname, parts.port), timeout) as line:
            line.sendall(data)
            with contextlib.suppress(OSError):  # it may have hung up already
                line.shutdown(socket.SHUT_WR)
            got = b""
            with contextlib.suppress(ConnectionResetError):
                while chunk := line.recv(65536):
                    got += chunk
            return got


def new_key():
    return secrets.token_hex(16)


def new_reference():
    """16 random symbols and the one that makes the sum vanish."""
    symbols, total = "", 0
    for _ in range(16):
        value = secrets.randbelow(32)
        symbols += SYMBOLS[value]
        total = times_alpha(total) ^ value
    return symbols + SYMBOLS[times_alpha(total)]


def times_alpha(value):
    return (value << 1) ^ (0x25 if value & 16 else 0)
