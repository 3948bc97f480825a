"""Speaks FastCGI to the host's own socket, past nginx: what nginx would never send."""

import socket
import struct

from fastcgi_recorder import BEGIN, END, PARAMS, STDIN, STDOUT, record

RESPONDER, KEEP = 1, 1


def parameters(path: str, method: str = "GET", **more: str) -> bytes:
    values = {"REQUEST_METHOD": method, "REQUEST_URI": path, "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1",
              "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "REQUEST_ID": "0" * 32, "CLIENT_CERTIFICATE": "", "CLIENT_SERIAL": "", **more}
    out = b""
    for name, value in values.items():
        for text in (name, value):
            size = len(text.encode())
            out += bytes([size]) if size < 128 else struct.pack("!I", size | 0x80000000)
        out += name.encode() + value.encode()
    return out


class Connection:
    """One connection to the host that it is asked to keep."""

    def __init__(self, path: str, timeout: float = 10):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        self.socket.connect(str(path))
        self.stream = self.socket.makefile("rb")

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self.stream.close()
        self.socket.close()

    def get(self, path: str) -> bytes:
        """Sends a request and returns the reply's bytes: CGI headers and body."""
        self.socket.sendall(record(BEGIN, 1, struct.pack("!HB5x", RESPONDER, KEEP)) + record(PARAMS, 1, parameters(path))
                            + record(PARAMS, 1, b"") + record(STDIN, 1, b""))
        reply = b""
        while True:
            head = self.stream.read(8)
            if len(head) < 8:
                raise EOFError("the host closed the connection")
            _, kind, _, size, padding = struct.unpack("!BBHHBx", head)
            content = self.stream.read(size + padding)[:size]
            if kind == STDOUT:
                reply += content
            elif kind == END:
                return reply
