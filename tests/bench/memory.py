"""What a process weighs: its proportional share of memory (PSS), in KiB."""

from pathlib import Path


def pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError(f"no PSS of process {pid}")
