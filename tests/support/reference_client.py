"""Drives the key cabinet's reference client (tests/functional/cabinet_client), once or as a running device."""

import json
import os
import subprocess
from pathlib import Path

from callboard_dev.paths import BUILD

FOLDER = BUILD / os.environ.get("CALLBOARD_TEST_PRESET", "dev") / "cabinet_client"
PROGRAM = FOLDER / "cabinet_client"
CHECKS = FOLDER / "cabinet_client_checks"


class Device:
    """A cabinet: its address, its credentials and its state folder, which outlives its programs."""

    def __init__(self, url: str, ca: str, state: Path, token: str = "", certificate: tuple[str, str] | None = None,
                 snapshot_key: Path | None = None, seconds: float = 8):
        self.state = state
        self.arguments = [str(PROGRAM), "--url", url, "--ca", ca, "--state", str(state), "--seconds", str(seconds)]
        if token:
            self.arguments += ["--token", token]
        if certificate:
            self.arguments += ["--cert", certificate[0], "--key", certificate[1]]
        if snapshot_key:
            self.arguments += ["--snapshot-key", str(snapshot_key)]

    def run(self, *words: str, options: tuple = (), check: bool = True) -> dict:
        """One command in a program of its own. Where `check` is off, the program may die: {} then."""
        done = subprocess.run([*self.arguments, *options, *words], capture_output=True, text=True, timeout=60)
        if not check and not done.stdout:
            return {}
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    def serving(self, *options: str) -> "Serving":
        return Serving([*self.arguments, *options, "serve"])


class Serving:
    """A device that stays on: one program, one connection as long as the server keeps it."""

    def __init__(self, arguments: list[str]):
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "Serving":
        return self

    def __exit__(self, *_) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def do(self, what: str, **words) -> dict:
        self.process.stdin.write(json.dumps({"do": what, **words}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def issue(self, serial: str, key: str) -> dict:
        return self.do("issue", serial=serial, key=key)

    def give_back(self, serial: str, key: str) -> dict:
        return self.do("return", serial=serial, key=key)

    def kill(self) -> None:
        """The power goes."""
        self.process.kill()
        self.process.wait(timeout=10)
