"""A FastCGI responder that answers every request with what it was told, as JSON: so tests see exactly what
nginx hands to the host. `?status=…&header=Name:value` in the query string shape the reply."""

import json
import socketserver
import struct
import threading
from pathlib import Path
from urllib.parse import parse_qsl

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
KEEP_CONNECTION = 1


def read_exactly(stream, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


def record(kind: int, request: int, content: bytes) -> bytes:
    return struct.pack("!BBHHBx", 1, kind, request, len(content), 0) + content


def parse_parameters(data: bytes) -> dict[str, str]:
    found, at = {}, 0

    def length() -> int:
        nonlocal at
        if data[at] < 128:
            at += 1
            return data[at - 1]
        at += 4
        return struct.unpack("!I", data[at - 4:at])[0] & 0x7FFFFFFF

    while at < len(data):
        name_size, value_size = length(), length()
        name = data[at:at + name_size].decode("latin-1")
        assert name not in found, f"{name} was sent twice"
        found[name] = data[at + name_size:at + name_size + value_size].decode("latin-1")
        at += name_size + value_size
    return found


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.server.connections += 1
        try:
            while self.serve_one():
                pass
        except EOFError:
            pass

    def serve_one(self) -> bool:
        parameters, body, keep, request = b"", b"", False, 1
        while True:
            _, kind, request, size, padding = struct.unpack("!BBHHBx", read_exactly(self.rfile, 8))
            content = read_exactly(self.rfile, size)
            read_exactly(self.rfile, padding)
            if kind == BEGIN:
                keep = bool(content[2] & KEEP_CONNECTION)
            elif kind == PARAMS:
                parameters += content
            elif kind == STDIN and content:
                body += content
            elif kind == STDIN:
                break
        self.answer(request, parse_parameters(parameters), body)
        return keep

    def answer(self, request: int, parameters: dict[str, str], body: bytes) -> None:
        self.server.requests += 1
        asked = parse_qsl(parameters["QUERY_STRING"])
        content = json.dumps({"parameters": parameters, "body": body.decode("latin-1")}).encode()
        lines = [f"Status: {dict(asked).get('status', '200')}", "Content-Type: application/json",
                 f"Content-Length: {len(content)}"]
        lines += [value for name, value in asked if name == "header"]
        reply = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + content
        out = b"".join(record(STDOUT, request, reply[at:at + 65000]) for at in range(0, len(reply), 65000))
        self.wfile.write(out + record(STDOUT, request, b"") + record(END, request, bytes(8)))


class Recorder(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: Path):
        path.unlink(missing_ok=True)
        super().__init__(str(path), Handler)
        self.requests = self.connections = 0

    def __enter__(self) -> "Recorder":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.shutdown()
        self.server_close()
