"""One server process of a stack, in its own process group, found again by its pid file.

A service may be started by one `./dev` and stopped by another, so its state is on disk: pid and start
time together name a process for certain, since pids are used again.
"""

import ctypes
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from .console import UserError

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def process_fields(pid: int) -> list[str] | None:
    """/proc/PID/stat from the state on (proc(5)); None where it is gone or only waits to be reaped."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields


def process_start(pid: int) -> int | None:
    """The start time of a living process, in ticks since boot."""
    fields = process_fields(pid)
    return int(fields[19]) if fields else None


def living(field: int, value: int) -> list[int]:
    """The living processes with this value in that field: 1 the parent, 2 the process group."""
    pids = (int(entry) for entry in os.listdir("/proc") if entry.isdigit())
    return [pid for pid in pids if (fields := process_fields(pid)) and int(fields[field]) == value]


def group_members(group: int) -> list[int]:
    return living(2, group)


def children(parent: int) -> list[int]:
    return living(1, parent)


def wait_until(condition, seconds: float, pause: float = 0.02) -> bool:
    """Polls until the condition holds; False where it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
    return True


class Service:
    """`stop_signal` ends it in good order within `grace` seconds; whoever is left then is killed."""

    def __init__(self, name: str, argv: list[str], folder: Path, stop_signal=signal.SIGTERM, grace: float = 10,
                 environment: dict[str, str] | None = None):
        self.name = name
        self.argv = argv
        self.log = folder / "log" / f"{name}.log"
        self.pid_file = folder / "run" / f"{name}.pid"
        self.stop_signal = stop_signal
        self.grace = grace
        self.environment = environment
        self._child: subprocess.Popen | None = None

    @property
    def pid(self) -> int | None:
        """The pid while the process lives, else None."""
        try:
            noted = json.loads(self.pid_file.read_text())
        except (OSError, ValueError):
            return None
        if self._child is not None and self._child.pid == noted["pid"]:
            self._child.poll()  # reaps it
        return noted["pid"] if process_start(noted["pid"]) == noted["started"] else None

    @property
    def alive(self) -> bool:
        return self.pid is not None

    def start(self, outlive: bool = False) -> None:
        """Starts it. Unless it may outlive this program, it gets the stop signal when this program dies."""
        if self.alive:
            raise UserError(f"{self.name} is running already (pid {self.pid})")
        for file in (self.log, self.pid_file):
            file.parent.mkdir(parents=True, exist_ok=True)
        number = int(self.stop_signal)

        def tie() -> None:
            if not outlive:
                _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)

        with open(self.log, "ab") as log:
            self._child = subprocess.Popen(self.argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                           start_new_session=True, preexec_fn=tie, env=self.environment)
        noted = {"pid": self._child.pid, "started": process_start(self._child.pid)}
        self.pid_file.write_text(json.dumps(noted))

    def signal(self, number: int) -> None:
        pid = self.pid
        if pid is None:
            raise UserError(f"{self.name} is not running")
        os.kill(pid, number)

    def members(self) -> list[int]:
        """All its living processes, also where the first one is gone already."""
        try:
            noted = json.loads(self.pid_file.read_text())
        except (OSError, ValueError):
            return []
        if process_start(noted["pid"]) not in (None, noted["started"]):
            return []  # the number is another program's by now
        return group_members(noted["pid"])

    def stop(self) -> None:
        """Ends all its processes; does nothing where there are none."""
        pid = self.pid
        group = self.members() if pid is None else None
        if pid is not None:
            os.kill(pid, self.stop_signal)
            wait_until(lambda: not self.alive, self.grace)
            group = self.members()
        if group and not wait_until(lambda: not self.members(), 1 if pid else 0):
            self.kill()
        if self._child is not None and not self.alive:
            self._child.wait()
            self._child = None
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """Kills the whole group at once, as a power cut would."""
        for member in self.members():
            try:
                os.kill(member, signal.SIGKILL)
            except ProcessLookupError:
                pass
        wait_until(lambda: not self.members(), 5)
        if self._child is not None:
            self._child.poll()

    def tail(self, lines: int = 20) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def failure(self, what: str) -> UserError:
        return UserError(f"{self.name} {what}; the end of {self.log}:\n{self.tail()}")
