"""The development CA and what it signs, ECDSA P-256 with short chains; and the key of TLS session tickets."""

import os
import subprocess
from pathlib import Path

from .console import UserError

DAYS = 825  # what browsers accept
CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

EXTENSIONS = {
    "server": "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
              "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\n",
    "cabinet": "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n",
}


def openssl(*arguments: str, text: str | None = None) -> None:
    done = subprocess.run(["openssl", *arguments], input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise UserError(f"openssl {arguments[0]} failed: {done.stderr.strip()}")


def make_ca(folder: Path, name: str) -> None:
    openssl("req", "-x509", *CURVE, "-keyout", str(folder / "ca.key"), "-out", str(folder / "ca.pem"), "-days", "3650",
            "-subj", f"/O=Callboard development/CN={name}", "-addext", "basicConstraints=critical,CA:true,pathlen:0",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign")


def make_certificate(folder: Path, kind: str, common_name: str) -> None:
    """FOLDER/KIND.pem and KIND.key, signed by FOLDER/ca.pem."""
    request = folder / f"{kind}.csr"
    openssl("req", "-new", *CURVE, "-keyout", str(folder / f"{kind}.key"), "-out", str(request),
            "-subj", f"/O=Callboard development/CN={common_name}")
    extensions = folder / f"{kind}.ext"
    extensions.write_text(EXTENSIONS[kind])
    openssl("x509", "-req", "-in", str(request), "-CA", str(folder / "ca.pem"), "-CAkey", str(folder / "ca.key"),
            "-CAcreateserial", "-days", str(DAYS), "-extfile", str(extensions), "-out", str(folder / f"{kind}.pem"))
    request.unlink()
    extensions.unlink()


def expires_soon(certificate: Path) -> bool:
    week = str(7 * 86400)
    return subprocess.run(["openssl", "x509", "-checkend", week, "-noout", "-in", str(certificate)],
                          capture_output=True).returncode != 0


def ensure(folder: Path) -> None:
    """Makes what is missing or about to expire. A CA that somebody trusted in a browser stays the same.

    The cabinet's certificate here is for nginx alone: a stack's own cabinets have theirs from `callboard cabinet`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mask = os.umask(0o077)
    try:
        if not (folder / "ca.pem").exists() or expires_soon(folder / "ca.pem"):
            make_ca(folder, f"Callboard development CA {os.urandom(3).hex()}")
            for old in ("server.pem", "cabinet.pem"):
                (folder / old).unlink(missing_ok=True)
        for kind, name in (("server", "localhost"), ("cabinet", "demo-cabinet")):
            if not (folder / f"{kind}.pem").exists() or expires_soon(folder / f"{kind}.pem"):
                make_certificate(folder, kind, name)
        if not (folder / "ticket.key").exists():
            (folder / "ticket.key").write_bytes(os.urandom(80))
    finally:
        os.umask(mask)
