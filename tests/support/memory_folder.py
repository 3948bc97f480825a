"""Folders in memory, where a database need not wait for a disk; as durable as one, for whoever kills only processes."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
PREFIX = "callboard-stacks-"
ROOM = 3 << 30  # what the stacks of one worker may take, generously


def is_running(pid: str) -> bool:
    return pid.isdigit() and Path("/proc", pid).exists()


def remove_leftovers() -> None:
    """Of runs that were killed: a folder's name tells which process made it."""
    for folder in MEMORY.glob(f"{PREFIX}*"):
        if not is_running(folder.name.removeprefix(PREFIX).partition("-")[0]):
            shutil.rmtree(folder, ignore_errors=True)


def has_room() -> bool:
    return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM


def remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def memory_folder(folder: Path):
    """An empty `folder`, in memory where there is room for it and then gone at the end: its path is a link there."""
    remove(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers()
    if not has_room():
        folder.mkdir()
        yield folder
        return
    target = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=MEMORY)
    folder.symlink_to(target)
    try:
        yield folder
    finally:
        remove(folder)
        shutil.rmtree(target, ignore_errors=True)
