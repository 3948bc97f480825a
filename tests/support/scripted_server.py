"""A TLS server that answers a cabinet as a test says, and signs snapshots with a key of its own."""

import base64
import hashlib
import json
import socket
import ssl
import subprocess
import threading
import zlib
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Asked:
    method: str
    path: str
    headers: dict
    body: dict | None


class ScriptedServer:
    """answer(asked) gives (status, headers, body: bytes or what becomes JSON), or None: the connection is cut."""

    def __init__(self, tls: Path, answer):
        self.asked: list[Asked] = []
        self.answer = answer
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                length = int(self.headers.get("Content-Length", 0))
                raw = self.rfile.read(length)
                asked = Asked(self.command, self.path, dict(self.headers), json.loads(raw) if raw else None)
                server.asked.append(asked)
                told = server.answer(asked)
                if told is None:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, headers, body = told
                body = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = handle_any

            def log_message(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(tls / "server.pem", tls / "server.key")
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://localhost:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "ScriptedServer":
        return self

    def __exit__(self, *_) -> None:
        self.http.shutdown()
        self.http.server_close()

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


class SnapshotSigner:
    """A P-256 key in FOLDER and the compact JWS that it signs, as the server makes them."""

    def __init__(self, folder: Path):
        self.secret, self.public = folder / "snapshot.key", folder / "snapshot.pem"
        self.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.secret)
        self.openssl("pkey", "-in", self.secret, "-pubout", "-out", self.public)
        self.kid = hashlib.sha256(self.openssl("pkey", "-in", self.secret, "-pubout", "-outform", "DER")).hexdigest()[:16]

    @staticmethod
    def openssl(*arguments, data: bytes = b"") -> bytes:
        return subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, check=True).stdout

    def sign(self, payload: dict, **header) -> bytes:
        header = {"alg": "ES256", "kid": self.kid, "typ": "callboard-access", **header}
        content = json.dumps(payload).encode()
        if header.get("zip"):
            packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
            content = packer.compress(content) + packer.flush()
        text = f"{base64url(json.dumps(header).encode())}.{base64url(content)}".encode()
        return text + b"." + base64url(self.raw(self.openssl("dgst", "-sha256", "-sign", self.secret, data=text))).encode()

    @staticmethod
    def raw(der: bytes) -> bytes:
        """r and s, 32 bytes each, of SEQUENCE { INTEGER r, INTEGER s }."""
        length = der[3]
        r, s = der[4:4 + length], der[4 + length + 2:]
        return b"".join(int.from_bytes(number, "big").to_bytes(32, "big") for number in (r, s))


def holder_hash(salt: str, serial: str) -> str:
    salt_bytes = base64.urlsafe_b64decode(salt + "=" * (-len(salt) % 4))
    return base64url(hashlib.sha256(salt_bytes + serial.encode()).digest()[:9])
