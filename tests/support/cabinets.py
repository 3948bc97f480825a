"""Cabinets that are enrolled into a running stack, and what they send."""

import base64
import hashlib
import json
import subprocess
import zlib
from datetime import datetime, timezone
from pathlib import Path

from clients import CabinetClient


def enrolled(stack, name: str) -> str:
    """A new cabinet's token."""
    return stack.callboard("cabinet", "add", name, "--token").stdout.strip()


def client_of(stack, token: str) -> CabinetClient:
    client = CabinetClient(stack.site["cabinet_url"], verify=stack.site["ca_file"])
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _integer(number: bytes) -> bytes:
    """ASN.1: two's complement, as short as it can be."""
    number = number.lstrip(b"\0") or b"\0"
    number = b"\0" + number if number[0] & 0x80 else number
    return b"\x02" + bytes([len(number)]) + number


def verified(jws: str, public_key: Path, folder: Path) -> dict:
    """The payload of a compact JWS (ES256), whose signature OpenSSL has found to be that key's."""
    head, payload, signature = jws.split(".")
    raw = decoded(signature)
    assert len(raw) == 64
    numbers = _integer(raw[:32]) + _integer(raw[32:])
    (folder / "signature").write_bytes(b"\x30" + bytes([len(numbers)]) + numbers)
    (folder / "signed").write_text(f"{head}.{payload}")
    subprocess.run(["openssl", "dgst", "-sha256", "-verify", str(public_key), "-signature", str(folder / "signature"),
                    str(folder / "signed")], check=True, capture_output=True)
    header, body = json.loads(decoded(head)), decoded(payload)
    assert header["alg"] == "ES256" and header["typ"] == "callboard-access"
    der = subprocess.run(["openssl", "pkey", "-pubin", "-in", str(public_key), "-outform", "DER"], check=True,
                         capture_output=True).stdout
    assert header["kid"] == hashlib.sha256(der).hexdigest()[:16]
    return json.loads(zlib.decompress(body, -15) if header.get("zip") == "DEF" else body)


def holder_hash(payload: dict, serial: str) -> str:
    digest = hashlib.sha256(decoded(payload["salt"]) + serial.encode()).digest()
    return base64.urlsafe_b64encode(digest[:9]).decode()


def merged(target, patch):
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    target = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = merged(target.get(name), value)
    return target
