"""Disks that are full, or nearly: for the host, and for nginx."""

import resource
import subprocess
from contextlib import contextmanager

import pytest


@contextmanager
def largest_file(stack, limit: int):
    """A limit on the size of files stands for the host's disk that is full: the write stops in the middle likewise (EFBIG)."""
    processes = stack.host_processes()
    before = {process: resource.prlimit(process, resource.RLIMIT_FSIZE) for process in processes}
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (limit, before[process][1]))
    try:
        yield
    finally:
        for process in processes:
            resource.prlimit(process, resource.RLIMIT_FSIZE, before[process])


@contextmanager
def full_front(stack):
    """The folder where nginx keeps the bodies of requests is a disk of its own, of 1 MiB. Only root can make one."""
    folder = str((stack.nginx.prefix / "tmp/body").resolve())
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
