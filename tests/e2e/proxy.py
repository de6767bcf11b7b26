#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A proxy that stands between a client and a portal and writes down what passes.

    with proxy.Recorder(portal_url) as recorder:
        … point the client at recorder.url …
        recorder.exchanges()    # what openapi.Contract.check() takes

From a shell: proxy.py --upstream URL --record FILE.jsonl [--port N]; it prints "listening
on http://127.0.0.1:PORT" and appends one JSON object for each exchange (bodies in base64).

A connection that the portal drops is dropped for the client as well, and a reply that
breaks off breaks off there too: nothing is mended on the way.
"""

import argparse
import base64
import http.client
import http.server
import json
import signal
import ssl
import sys
import threading
import urllib.parse

HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer",
              "transfer-encoding", "upgrade", "expect"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, *_):
        pass

    def forward(self):
        if "Transfer-Encoding" in self.headers:
            self.send_error(411)
            return
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        exchange = {
            "method": self.command,
            "path": self.path,
            "request_headers": dict(self.headers.items()),
            "request_body": body,
            "status": None,
            "response_headers": {},
            "response_body": b"",
            "broken": True,
        }
        upstream = self.server.recorder.connect()
        try:
            headers = {name: value for name, value in self.headers.items()
                       if name.lower() not in HOP_BY_HOP}
            upstream.request(self.command, self.path, body=body or None, headers=headers)
            response = upstream.getresponse()
            exchange["status"] = response.status
            exchange["response_headers"] = dict(response.getheaders())
            exchange["response_body"] = response.read()
            exchange["broken"] = False
        except http.client.IncompleteRead as error:
            exchange["response_body"] = error.partial
        except (OSError, http.client.HTTPException):
            pass
        finally:
            upstream.close()
        # Written down before the client hears of it, so that a test which has its answer
        # also finds the exchange.
        self.server.recorder.add(exchange)
        self.pass_on(exchange)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = \
        do_OPTIONS = forward

    def pass_on(self, exchange):
        if exchange["status"] is None:
            self.close_connection = True
            return
        self.send_response_only(exchange["status"])
        for name, value in exchange["response_headers"].items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(exchange["response_body"])
        except OSError:
            self.close_connection = True
        self.close_connection = self.close_connection or exchange["broken"]


class Recorder:
    def __init__(self, upstream, port=0, file=None):
        self.upstream = urllib.parse.urlsplit(upstream)
        self.file = file
        self.lock = threading.Lock()
        self.recorded = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.recorder = self
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def connect(self):
        host, port = self.upstream.hostname, self.upstream.port
        if self.upstream.scheme == "https":
            trusting = ssl._create_unverified_context()  # for certificates of tests
            return http.client.HTTPSConnection(host, port, timeout=120, context=trusting)
        return http.client.HTTPConnection(host, port, timeout=120)

    def add(self, exchange):
        with self.lock:
            self.recorded.append(exchange)
            if self.file:
                self.file.write(json.dumps(to_json(exchange), ensure_ascii=False) + "\n")
                self.file.flush()

    def exchanges(self):
        with self.lock:
            return list(self.recorded)

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def to_json(exchange):
    """The exchange as it stands in a file: bodies in base64."""
    return {name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
            for name, value in exchange.items()}


def read_file(path):
    """The exchanges that a proxy.py of the shell has written to `path`."""
    exchanges = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            exchange = json.loads(line)
            for name in ("request_body", "response_body"):
                exchange[name] = base64.b64decode(exchange[name])
            exchanges.append(exchange)
    return exchanges


def main():
    parser = argparse.ArgumentParser(description="Records what passes to a portal.")
    parser.add_argument("--upstream", required=True, help="the portal's URL")
    parser.add_argument("--record", required=True, help="the file to append to")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    given = parser.parse_args()
    with open(given.record, "a", encoding="utf-8") as file:
        with Recorder(given.upstream, given.port, file) as recorder:
            print(f"listening on {recorder.url}", flush=True)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    sys.exit(main())
