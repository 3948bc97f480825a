"""Stacks made once and copied: migrated, with the cabinets' CA and the demo data, their services not yet started.

A copy stands for a stack that is made anew only as long as all is the same from which it was made: programs, plugins,
migrations, templates, these scripts, the part of the configuration that making looks at; and the day, since demo data
count from now on. Any number of processes may want the same one at once: one makes it, the others wait for it.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from . import configuration
from .console import UserError
from .paths import BUILD, ROOT

FOLDER = BUILD / "prepared"
GOOD_FOR = 30 * 60  # seconds
# Of a stack's folder. The rest is of one start: sockets, logs, nginx' files, what names ports and the folder itself.
KEPT = ("data", "mail", "secrets", "tls", "mariadb", configuration.CABINET_CA, "cabinet")
# No migration depends on these; all other overrides make a prepared stack of their own, with demo data these too.
SERVING = ("server.", "mail.", "database.", "plugins.accounts.")


def inputs(preset: str) -> str:
    """What all prepared stacks of a preset are made from."""
    build = BUILD / preset
    folders = [build / name for name in ("bin", "plugins", "locale")] + [
        ROOT / name for name in ("sql", "templates", "tests/functional/probe", "tools/callboard_dev")]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    files += (build / "host").glob("*.so*")
    state = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(files)]
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


def name_of(options, plugins: list[str]) -> str:
    """Of the prepared stack that these options want."""
    made_with = [override for override in options.overrides if options.demo or not override.startswith(SERVING)]
    wanted = json.dumps([options.preset, options.database, plugins, options.demo, options.probe, made_with])
    return f"{options.database}-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}"


@contextmanager
def locked(file: Path):
    """One process at a time; the lock goes with the process."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy(source: Path, target: Path) -> None:
    """The KEPT of one stack's folder into another's, with modes and times."""
    names = [str(source / name) for name in KEPT if (source / name).exists()]
    done = subprocess.run(["cp", "--archive", "--reflink=auto", "--sparse=always", "--target-directory", str(target),
                           *names], capture_output=True, text=True)
    if done.returncode != 0:
        raise UserError(f"cannot copy a prepared stack: {done.stderr.strip()}")


def is_fresh(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime < GOOD_FOR
    except OSError:
        return False


def remove_others(kept: Path) -> None:
    """What was made from programs or migrations that have changed since."""
    for other in kept.parent.iterdir():
        if other.is_dir() and other != kept:
            shutil.rmtree(other, ignore_errors=True)


def fill(stack) -> None:
    """Gives a stack's new folder what it has before its services start: a copy, or what `stack.make()` makes here."""
    options = stack.options
    made = FOLDER / options.preset / inputs(options.preset) / name_of(options, stack.plugins())
    with locked(FOLDER / f"{options.preset}-{made.name}.lock"):
        if is_fresh(made):
            stack.folder.mkdir(parents=True, exist_ok=True)
            copy(made, stack.folder)
            return
        stack.make()
        stack.stop()
        store(stack.folder, made)


def store(folder: Path, made: Path) -> None:
    """Complete or not there at all."""
    shutil.rmtree(made, ignore_errors=True)
    unfinished = made.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with locked(FOLDER / "others.lock"):
        remove_others(made.parent)
    copy(folder, unfinished)
    unfinished.rename(made)
