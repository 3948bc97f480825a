"""A real SMTP server (aiosmtpd) on a free loopback port, for as long as a test needs it."""

import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


@contextmanager
def serving(handler):
    """Serves with an aiosmtpd handler, and gives it its address as `handler.url`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{port}"
    try:
        yield handler
    finally:
        controller.stop()
