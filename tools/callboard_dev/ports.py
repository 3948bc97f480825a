"""The ports of a stack: http N, https N+363, the cabinet's TLS N+1363, on the IPv4 and IPv6 loopback."""

import errno
import random
import socket
from dataclasses import dataclass

from .console import UserError


@dataclass(frozen=True)
class Ports:
    http: int

    @property
    def https(self) -> int:
        return self.http + 363

    @property
    def cabinet(self) -> int:
        return self.http + 1363

    def all(self) -> tuple[int, int, int]:
        return self.http, self.https, self.cabinet


def bind(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    """A bound socket, as nginx will bind it."""
    probe = socket.socket(family, socket.SOCK_STREAM)
    try:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))
        probe.listen(1)
    except OSError:
        probe.close()
        raise
    return probe


def has_ipv6() -> bool:
    try:
        bind(socket.AF_INET6, "::1", 0).close()
    except OSError:
        return False
    return True


def is_free(port: int) -> bool:
    wanted = [(socket.AF_INET, "127.0.0.1")] + ([(socket.AF_INET6, "::1")] if has_ipv6() else [])
    for family, address in wanted:
        try:
            bind(family, address, port).close()
        except OSError as error:
            if error.errno == errno.EACCES:
                raise UserError(f"port {port} needs root; choose one above 1023 with --port") from error
            return False
    return True


def require_free(ports: Ports) -> None:
    if not 1 <= ports.http <= 65535 - 1363:
        raise UserError(f"--port is from 1 to {65535 - 1363}, since https is N+363 and the cabinet N+1363")
    taken = [str(port) for port in ports.all() if not is_free(port)]
    if taken:
        raise UserError(f"in use by another program: port {', '.join(taken)}; choose others with --port N")


def find_free() -> Ports:
    """Ports that were free a moment ago, below the range from which clients get theirs."""
    for _ in range(200):
        ports = Ports(random.randrange(20000, 31000))
        if all(is_free(port) for port in ports.all()):
            return ports
    raise UserError("found no three free ports between 20000 and 32400")
