"""A real SMTP server for the tests: answers as its arguments say and keeps what it accepted.

Prints its port, then serves until its standard input is closed. FOLDER gets one N.eml for each accepted
mail, and events.jsonl with a line for each connection, refusal and mail.
"""
import argparse
import asyncio
import json
import logging
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--rcpt", help="reply to RCPT, such as '451 not now'")
parser.add_argument("--data", help="reply to the message's end")
parser.add_argument("--times", type=int, default=1000000, help="how often; afterwards mails are accepted")
parser.add_argument("--drop", choices=["data", "connect"], help="close the connection at this point")
parser.add_argument("--slow", type=float, default=0, help="seconds before a message is accepted")
parser.add_argument("--cert")
parser.add_argument("--key")
parser.add_argument("--smtps", action="store_true")
parser.add_argument("--auth", help="user:password")
options = parser.parse_args()

logging.disable()
warnings.simplefilter("ignore")
left = options.times
mails = 0


def event(**members):
    with open(options.folder / "events.jsonl", "a", encoding="utf-8") as out:
        out.write(json.dumps(members) + "\n")


def misbehave():
    global left
    left -= 1
    return left >= 0


class Handler:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        event(event="ehlo", name=hostname, tls=server.transport.get_extra_info("sslcontext") is not None)
        return responses

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if options.rcpt and misbehave():
            event(event="refused")
            return options.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global mails
        if options.slow:
            event(event="waiting")
            await asyncio.sleep(options.slow)
        if options.drop == "data" and misbehave():
            event(event="dropped")
            server.transport.abort()
            return "250 never sent"
        if options.data and misbehave():
            event(event="refused")
            return options.data
        mails += 1
        (options.folder / f"{mails}.eml").write_bytes(envelope.original_content)
        event(event="mail", sender=envelope.mail_from, to=envelope.rcpt_tos, user=session.auth_data)
        return "250 OK"


class Server(SMTP):
    def connection_made(self, transport):
        if not isinstance(transport, asyncio.sslproto._SSLProtocolTransport):
            event(event="connect")
        if options.drop == "connect" and misbehave():
            transport.abort()
            return
        super().connection_made(transport)


def authenticate(server, session, envelope, mechanism, data):
    user, password = options.auth.split(":")
    good = data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=good, handled=False, auth_data=user if good else None)


def make_server():
    tls = None
    if options.cert and not options.smtps:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(options.cert, options.key)
    return Server(Handler(), hostname="test.example", tls_context=tls, require_starttls=tls is not None,
                  decode_data=False, auth_require_tls=False, auth_required=bool(options.auth),
                  authenticator=authenticate if options.auth else None)


async def main():
    tls = None
    if options.smtps:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(options.cert, options.key)
    server = await asyncio.get_running_loop().create_server(make_server, "127.0.0.1", 0, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
