"""A TCP proxy that loses answers: TLS goes through it untouched until the test says what is lost."""

import select
import socket
import threading


def has_data(chunk: bytes) -> bool:
    """Whether one of TLS's records in it carries application data."""
    while len(chunk) >= 5:
        if chunk[0] == 0x17:
            return True
        chunk = chunk[5 + int.from_bytes(chunk[3:5], "big"):]
    return False


class CuttingProxy:
    """proxy.cut = n: of the next n exchanges the request arrives and the answer is lost, with the connection."""

    def __init__(self, port: int, address: str = "127.0.0.1", own_port: int = 0):
        self.target = port
        self.cut = 0
        self.lost = 0
        self.connections = 0
        self.listener = socket.create_server((address, own_port))
        self.url = f"https://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self) -> "CuttingProxy":
        return self

    def __exit__(self, *_) -> None:
        self.listener.close()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            asked = False
            while True:
                for source in select.select([client, server], [], [])[0]:
                    try:
                        data = source.recv(65536)
                    except OSError:
                        return
                    if not data:
                        return
                    if source is client:
                        asked = asked or has_data(data)
                        server.sendall(data)
                    elif asked and self.cut > 0 and has_data(data):
                        self.cut -= 1
                        self.lost += 1
                        return
                    else:
                        client.sendall(data)
