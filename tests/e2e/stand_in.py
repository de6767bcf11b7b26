# SPDX-License-Identifier: MIT
"""A portal made of a few lines, whose answers a test writes itself: also those that no
portal should give. It shares nothing with the programs under test."""
import json
import re
import socket
import ssl
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Request:
    def __init__(self, handler):
        self.handler = handler
        self.method = handler.command
        self.path = handler.path
        self.at = time.monotonic()
        size = int(handler.headers.get("Content-Length") or 0)
        self.body = handler.rfile.read(size)
        raw = handler.headers.get("Idempotency-Key") or ""
        match = re.fullmatch(r'"([0-9a-f]{32})"', raw)
        self.key = match.group(1) if match else None
        asked = re.search(r"[?&]key=([0-9a-f]{32})$", handler.path)
        self.asked = asked.group(1) if asked else None

    def answer(self, status, body=b"", kind="application/json", headers=()):
        handler = self.handler
        if not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        handler.send_response(status)
        if kind:
            handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def problem(self, status, kind="about:blank", errors=None, headers=()):
        body = {"type": kind, "title": "Không được", "status": status}
        if errors is not None:
            body["errors"] = errors
        self.answer(status, body, "application/problem+json", headers)

    def reset(self):
        """Breaks the connection so that the other side sees a reset."""
        self.handler.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.handler.close_connection = True
        self.handler.connection.close()


class Portal:
    """`rule(request)` may answer itself and return True; else the portal behaves."""

    def __init__(self, rule=None, port=0, tls=None, clients=None):
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_call(self):
                request = Request(self)
                with portal.lock:
                    portal.requests.append(request)
                try:
                    if not (portal.rule and portal.rule(request)):
                        portal.behave(request)
                except OSError:
                    self.close_connection = True

            do_GET = do_POST = handle_call

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def process_request(self, connection, address):
                portal.connections.append(connection)
                super().process_request(connection, address)

            def handle_error(self, *_):
                pass

        self.rule = rule
        self.lock = threading.Lock()
        self.requests = []
        self.connections = []
        self.dossiers = {}
        self.server = Server(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.scheme = "http"
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            if clients:  # the authority of those that may come
                context.verify_mode = ssl.CERT_REQUIRED
                context.load_verify_locations(clients)
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
        for connection in self.connections:  # those that are kept open
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def commit(self, request):
        """Takes the dossier in; the same key gives the same one."""
        with self.lock:
            known = self.dossiers.get(request.key)
            if known is None:
                number = len(self.dossiers) + 1
                known = {"body": request.body, "times": 0, "receipt": {
                    "reference": json.loads(request.body)["reference"],
                    "code": f"H17.31.22-261121-{number:04d}",
                    "status": {"number": 1, "name": {"vi": "Mới đăng ký", "en": "New"}},
                    "receivedAt": "2026-11-21T14:32:05+07:00", "dueAt": None}}
                self.dossiers[request.key] = known
            known["times"] += 1
            return known

    def behave(self, request):
        if request.method == "POST":
            known = self.commit(request)
            request.answer(201 if known["times"] == 1 else 200, known["receipt"])
        elif request.asked:
            with self.lock:
                known = self.dossiers.get(request.asked)
            request.answer(200, {"dossiers": [known["receipt"]] if known else []})
        else:
            request.problem(404)

    def posts(self, key=None):
        with self.lock:
            return [r for r in self.requests
                    if r.method == "POST" and (key is None or r.key == key)]

    def asks(self):
        """Questions for a real key; probes ask for zeros."""
        with self.lock:
            return [r for r in self.requests if r.asked and set(r.asked) != {"0"}]
