# SPDX-License-Identifier: Apache-2.0
"""A server on the loopback interface that does what the documentation of api.osv.dev says of POST /v1/querybatch and GET /v1/vulns/{id}, and
misbehaves on demand; and a proxy. Both serve a bounded number of requests and end with the test."""
import base64
import http.server
import json
import select
import socket
import ssl
import threading
import time

MOST_REQUESTS = 2000


class Service(http.server.ThreadingHTTPServer):
    """`records`: OSV records. `matches(query, record)` decides. `page`: ids in one page. `faults`: what happens to the next requests, first
    come first served: (path prefix, function(handler)); a fault is used up when its path fits."""
    daemon_threads = True

    def __init__(self, records, matches, page=1000, faults=(), certificate=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.records = {record["id"]: record for record in records}
        self.matches = matches
        self.page = page
        self.faults = list(faults)
        self.requests = []
        self.lock = threading.Lock()
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def fault_for(self, path):
        with self.lock:
            for index, (prefix, fault) in enumerate(self.faults):
                if path.startswith(prefix):
                    del self.faults[index]
                    return fault
        return None

    def handle_error(self, request, client_address):
        pass  # clients that hang up are part of the tests

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=(), own_date=True):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status) if own_date else self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, message):
        self.answer(400, {"code": 3, "message": message})

    def begin(self, body):
        with self.server.lock:
            self.server.requests.append((self.command, self.path, body, dict(self.headers)))
            if len(self.server.requests) > MOST_REQUESTS:
                self.close_connection = True
                return False
        fault = self.server.fault_for(self.path)
        return not fault or fault(self) == "go on"

    def do_GET(self):
        if not self.begin(None):
            return
        record = self.server.records.get(self.path.removeprefix("/v1/vulns/"))
        if not self.path.startswith("/v1/vulns/") or record is None:
            self.answer(404, {"code": 5, "message": "Bug not found."})
        else:
            self.answer(200, record)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.begin(body):
            return
        if self.path != "/v1/querybatch":
            return self.answer(404, {"code": 5, "message": "Not found"})
        queries = json.loads(body)["queries"]
        if len(queries) > 1000:
            return self.refuse("Too many queries.")
        results = []
        for query in queries:
            problem = self.problem_of(query)
            if problem:
                return self.refuse(problem)
            results.append(self.result_of(query))
        self.answer(200, {"results": results})

    @staticmethod
    def problem_of(query):
        package = query.get("package", {})
        if "commit" in query and "version" in query:
            return "version and commit are given"
        if "purl" in package and ("name" in package or "ecosystem" in package):
            return "name and ecosystem or purl are to be given"
        if "purl" in package and "@" in package["purl"] and "version" in query:
            return "version specified in params and purl query"
        if "commit" not in query and not package:
            return "Invalid query."
        return None

    def result_of(self, query):
        ids = sorted(id for id, record in self.server.records.items() if self.server.matches(query, record))
        first = int(base64.b64decode(query["page_token"])) if "page_token" in query else 0
        result = {"vulns": [{"id": id, "modified": self.server.records[id]["modified"]} for id in ids[first:first + self.server.page]]}
        if first + self.server.page < len(ids):
            result["next_page_token"] = base64.b64encode(str(first + self.server.page).encode()).decode()
        return result if ids else {}


def status(code, body=None, headers=(), own_date=True):
    return lambda handler: handler.answer(code, body if body is not None else {"code": code, "message": "as the test wants it"}, headers, own_date)


def body(data):
    return status(200, data)


def slow(seconds):
    def fault(handler):
        time.sleep(seconds)
        return "go on"
    return fault


def drip(handler):
    """A byte now and then, for ever: no single read takes long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def cut(handler):
    """Half of what was announced."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"results": [')
    handler.wfile.flush()
    handler.close_connection = True


def hang_up(handler):
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def nonsense(handler):
    handler.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")
    handler.close_connection = True


def endless(handler):
    """More than any answer has."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    portion = b" " * (1 << 20)
    for _ in range(200):
        handler.wfile.write(b"100000\r\n" + portion + b"\r\n")


class Proxy(http.server.ThreadingHTTPServer):
    """Passes CONNECT on to the loopback interface; `credentials` ("user:password") are demanded when given."""
    daemon_threads = True

    def __init__(self, credentials=None):
        super().__init__(("127.0.0.1", 0), ProxyHandler)
        self.credentials = credentials
        self.connects = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class ProxyHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        self.server.connects.append(self.path)
        wanted = self.server.credentials and "Basic " + base64.b64encode(self.server.credentials.encode()).decode()
        if wanted and self.headers.get("Proxy-Authorization") != wanted:
            self.send_response(407)
            self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
            self.send_header("Content-Length", "0")
            return self.end_headers()
        host, _, port = self.path.rpartition(":")
        if host != "127.0.0.1":
            return self.send_error(403)
        with socket.create_connection((host, int(port)), 5) as other:
            self.send_response(200)
            self.end_headers()
            self.tunnel(self.connection, other)
        self.close_connection = True

    @staticmethod
    def tunnel(one, other):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            readable, _, _ = select.select([one, other], [], [], 1)
            for side in readable:
                data = side.recv(65536)
                if not data:
                    return
                (other if side is one else one).sendall(data)
