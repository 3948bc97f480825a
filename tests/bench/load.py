"""wrk as a function: one round of load, measured."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
THREADS = 2


@dataclass(frozen=True)
class Round:
    requests: int
    seconds: float
    refused: int  # answered with 4xx or 5xx
    failed: int  # not answered
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Requests a second that were answered as they should be."""
        return (self.requests - self.refused) / self.seconds

    @property
    def success(self) -> float:
        return 1 - (self.refused + self.failed) / max(1, self.requests + self.failed)


def wrk(url: str, script: str, seconds: float, connections: int, **environment: str) -> Round:
    done = subprocess.run(
        ["wrk", "-t", str(THREADS), "-c", str(connections), "-d", f"{seconds:g}s", "--timeout", "30s",
         "-s", str(HERE / script), url],
        capture_output=True, text=True, env={**os.environ, **environment}, timeout=seconds + 60)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return Round(**json.loads(line[7:]))
    raise RuntimeError(f"wrk gave no result:\n{done.stdout}{done.stderr}")
