"""What talks to a running stack: HTTP clients, raw sockets, load."""

import http.client
import json
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests


class Client(requests.Session):
    """A session whose paths are relative to one address; bounded in time, follows no redirects by itself."""

    def __init__(self, url: str, verify: str | bool = True):
        super().__init__()
        self.url = url
        self.verify = verify
        self.trust_env = False

    def request(self, method, path, **options):
        options.setdefault("timeout", 30)
        options.setdefault("allow_redirects", False)
        return super().request(method, path if "://" in path else self.url + path, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)  # that of requests follows redirects


class CabinetClient(Client):
    """A key cabinet."""

    def issue(self, serial, key, **options) -> requests.Response:
        return self.post("/issue_key", json={"serial": serial, "key": key}, **options)

    def give_back(self, serial, key, **options) -> requests.Response:
        return self.post("/return_key", json={"serial": serial, "key": key}, **options)


def cabinet_client(site: dict, url: str | None = None, token: bool = True, certificate: bool = False) -> CabinetClient:
    client = CabinetClient(url or site["cabinet_url"], verify=site["ca_file"])
    if token and "token" in site.get("cabinet", {}):
        client.headers["Authorization"] = f"Bearer {site['cabinet']['token']}"
    if certificate:
        client.cert = (site["cabinet"]["client_cert"], site["cabinet"]["client_key"])
    return client


def exchange(url: str, data: bytes, source: str | None = None, seconds: float = 10) -> bytes:
    """Sends bytes as they are and returns all that comes back until the server closes or `seconds` are over."""
    address = urlsplit(url)
    with socket.create_connection(("127.0.0.1", address.port), timeout=seconds,
                                  source_address=(source, 0) if source else None) as connection:
        connection.sendall(data)
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
        except TimeoutError:
            pass
        return answer


@dataclass
class Answer:
    """An HTTP answer, taken apart from its bytes."""

    status: int
    headers: dict[str, str]
    body: bytes

    @classmethod
    def parse(cls, raw: bytes) -> "Answer":
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return cls(int(first.split()[1]), headers, body)


@dataclass
class Load:
    """What a number of clients met: how often each status, and what else went wrong."""

    statuses: Counter = field(default_factory=Counter)
    errors: Counter = field(default_factory=Counter)
    slowest: float = 0.0  # seconds

    @property
    def requests(self) -> int:
        return self.statuses.total() + self.errors.total()

    @property
    def failures(self) -> dict:
        """All that was not answered with 2xx."""
        bad = {status: count for status, count in self.statuses.items() if not 200 <= status < 300}
        return {**bad, **self.errors}


class Hammer:
    """Clients that send requests over kept connections until they are told to stop.

        with Hammer(site["base_url"], clients=8, method="POST", path="/probe/echo", body={"a": 1}) as hammer:
            stack.reload()
        assert not hammer.load.failures

    `path` and `body` may be functions of the client's number and the request's number.
    """

    def __init__(self, url: str, clients: int = 8, method: str = "GET", path="/probe/echo", body=None,
                 headers: dict | None = None, timeout: float = 30):
        self.address = urlsplit(url)
        self.method, self.path, self.body = method, path, body
        self.headers = {"Content-Type": "application/json"} if body is not None else {}
        self.headers.update(headers or {})
        self.timeout = timeout
        self.load = Load()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(number,)) for number in range(clients)]

    def __enter__(self) -> "Hammer":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(self.timeout + 5)

    def wait_for(self, requests: int, seconds: float = 60) -> None:
        """Returns when so many more requests were answered."""
        wanted, deadline = self.load.requests + requests, time.monotonic() + seconds
        while self.load.requests < wanted:
            assert time.monotonic() < deadline, f"{self.load.requests} of {wanted} requests after {seconds} s"
            time.sleep(0.01)

    def _run(self, client: int) -> None:
        connection = None
        number = 0
        while not self._stop.is_set():
            number += 1
            began = time.monotonic()
            try:
                connection = connection or http.client.HTTPConnection(self.address.hostname, self.address.port,
                                                                      timeout=self.timeout)
                status = self._send(connection, client, number)
                self._note(self.load.statuses, status, began)
            except (OSError, http.client.HTTPException) as error:
                self._note(self.load.errors, type(error).__name__, began)
                connection.close()
                connection = None
        if connection:
            connection.close()

    def _send(self, connection, client: int, number: int) -> int:
        path = self.path(client, number) if callable(self.path) else self.path
        body = self.body(client, number) if callable(self.body) else self.body
        connection.request(self.method, path, body if body is None else json.dumps(body), self.headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def _note(self, counter: Counter, what, began: float) -> None:
        with self._lock:
            counter[what] += 1
            self.load.slowest = max(self.load.slowest, time.monotonic() - began)
