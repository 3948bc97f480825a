"""A TCP proxy in front of a site, for somebody whose network is slow and at times away: what was under way is cut off
in the middle, as a browser's own emulation does not."""

import socket
import threading
import time

PORTION = 64 * 1024  # bytes; also of the buffers, so that the sender does not run far ahead of what goes through


class BadNetwork:
    """`rate`: bytes a second that go out, of all connections together."""

    def __init__(self, port: int, rate: float):
        self.target = port
        self.rate = rate
        self.away = False
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.free_at = 0.0
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PORTION)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self) -> "BadNetwork":
        return self

    def __exit__(self, *_) -> None:
        self.lose()
        self.listener.close()

    def lose(self) -> None:
        self.away = True
        with self.lock:
            lost, self.open = self.open, set()
        for one in lost:
            self.end(one)

    def mend(self, rate: float) -> None:
        self.rate, self.away = rate, False

    @staticmethod
    def end(one: socket.socket) -> None:
        try:
            one.shutdown(socket.SHUT_RDWR)  # wakes whoever waits for it
        except OSError:
            pass
        one.close()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.away:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            with self.lock:
                self.open |= {client, server}
            for source, sink, slow in ((client, server, True), (server, client, False)):
                threading.Thread(target=self.carry, args=(source, sink, slow), daemon=True).start()

    def carry(self, source: socket.socket, sink: socket.socket, slow: bool) -> None:
        try:
            while data := source.recv(PORTION):
                if slow:
                    self.pace(len(data))
                sink.sendall(data)
        except OSError:
            pass
        for one in (source, sink):
            self.end(one)
        with self.lock:
            self.open -= {source, sink}

    def pace(self, size: int) -> None:
        with self.lock:
            self.free_at = max(self.free_at, time.monotonic()) + size / self.rate
            wait = self.free_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)
