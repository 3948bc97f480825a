"""TLS as a microcontroller needs it: a short chain, and sessions that are resumed by any worker and after a reload."""

import socket
import ssl
import subprocess

import pytest

from clients import Client

VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


@pytest.fixture(scope="module")
def one(stacks_folder):
    """A stack with four workers of nginx, on SQLite."""
    from conftest import Stacks
    stacks = Stacks(stacks_folder / "own")
    try:
        yield stacks.start("tls", nginx_workers=4)
    finally:
        stacks.stop()


class Peer:
    """A TLS client whose sessions can be resumed; every handshake is a connection of its own."""

    def __init__(self, stack, version: str, tickets: bool = True, certificate: bool = False):
        self.port = stack.options.ports.cabinet
        self.context = ssl.create_default_context(cafile=stack.site["ca_file"])
        self.context.minimum_version = self.context.maximum_version = VERSIONS[version]
        if not tickets:
            self.context.options |= ssl.OP_NO_TICKET
        if certificate:
            self.context.load_cert_chain(stack.site["cabinet"]["client_cert"], stack.site["cabinet"]["client_key"])

    def shake(self, session=None) -> tuple[bool, ssl.SSLSession, int]:
        """Whether it was resumed, the session for the next time, and the status of a request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as raw:
            with self.context.wrap_socket(raw, server_hostname="localhost", session=session) as tls:
                tls.sendall(b"GET /cabinet/v1/time HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answer = b""
                while chunk := tls.recv(4096):  # the tickets of TLS 1.3 come with the answer
                    answer += chunk
                return tls.session_reused, tls.session, int(answer.split()[1])


def test_a_full_handshake_sends_one_short_chain(one):
    shown = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{one.options.ports.cabinet}", "-showcerts", "-tls1_2"],
                           input="", capture_output=True, text=True, timeout=30).stdout
    pems = shown.split("-----BEGIN CERTIFICATE-----")[1:]
    size = sum(len(ssl.PEM_cert_to_DER_cert("-----BEGIN CERTIFICATE-----" + pem.split("-----END")[0] + "-----END CERTIFICATE-----"))
               for pem in pems)

    assert len(pems) == 1 and size < 2048
    assert "ECDSA" in shown and "id-ecPublicKey" in shown


def test_a_full_handshake_is_small_on_the_wire(one):
    """Certificates, key exchange, the request for a certificate: all that the server says first."""
    for version in ("-tls1_2", "-tls1_3"):
        shown = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{one.options.ports.cabinet}", version],
                               input="", capture_output=True, text=True, timeout=30).stdout
        read = int(shown.split("SSL handshake has read ")[1].split()[0])
        assert read < 2048, (version, read)


WAYS = [("1.2", True), ("1.2", False), ("1.3", True)]


@pytest.mark.parametrize("version, tickets", WAYS)
@pytest.mark.parametrize("certificate", [False, True])
def test_a_session_is_resumed_by_every_worker(one, version, tickets, certificate):
    peer = Peer(one, version, tickets, certificate)
    resumed, session, status = peer.shake()
    assert not resumed and status == (200 if certificate else 401)
    for _ in range(16):  # of 4 workers one alone would hardly get them all
        resumed, fresh, status = peer.shake(session)
        assert resumed and status == (200 if certificate else 401)
        session = fresh if version == "1.3" else session  # a ticket of TLS 1.3 is meant to be used once


@pytest.mark.parametrize("version, tickets", WAYS)
def test_a_session_is_resumed_after_nginx_was_reloaded(one, version, tickets):
    peer = Peer(one, version, tickets, certificate=True)
    session = peer.shake()[1]
    one.nginx.reload()

    for _ in range(8):
        resumed, fresh, status = peer.shake(session)
        assert resumed and status == 200
        session = fresh if version == "1.3" else session


def test_a_resumed_session_of_a_revoked_cabinet_is_401(one, tmp_path):
    made = one.callboard("cabinet", "add", "resumed", "--certificate", str(tmp_path / "resumed"))
    assert made.returncode == 0
    peer = Peer(one, "1.3")
    peer.context.load_cert_chain(tmp_path / "resumed/cabinet.pem", tmp_path / "resumed/cabinet.key")
    _, session, status = peer.shake()
    assert status == 200
    one.callboard("cabinet", "revoke", "resumed")
    one.nginx.reload()

    resumed, _, status = peer.shake(session)
    assert status == 401, resumed
    assert peer.shake()[2] == 401


def test_old_tickets_open_with_the_key_before(one):
    peer = Peer(one, "1.2")
    session = peer.shake()[1]
    old = (one.folder / "tls/ticket.key").read_bytes()
    local = one.nginx.prefix / "callboard/local/cabinet.conf"
    text = local.read_text()
    try:
        (one.folder / "tls/ticket.previous.key").write_bytes(old)
        (one.folder / "tls/ticket.key").write_bytes(bytes(range(80)))
        local.write_text(text + f'ssl_session_ticket_key "{one.folder}/tls/ticket.previous.key";\n')
        one.nginx.reload()
        assert peer.shake(session)[0]
    finally:
        (one.folder / "tls/ticket.key").write_bytes(old)
        local.write_text(text)
        one.nginx.reload()


def test_one_connection_serves_many_requests(one):
    with Client(one.site["cabinet_url"], verify=one.site["ca_file"]) as client:
        for _ in range(5):
            assert client.get("/cabinet/v1/time").status_code == 401
        [pool] = client.get_adapter(one.site["cabinet_url"]).poolmanager.pools._container.values()
        assert pool.num_connections == 1
