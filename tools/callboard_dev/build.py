"""Builds a preset of CMakePresets.json: build/PRESET/bin/callboard, its plugins, the static files, the catalogues."""

import json
import os
import subprocess
from pathlib import Path

from . import packages
from .console import UserError, step
from .paths import BUILD, ROOT, tool_environment


def presets() -> list[str]:
    known = json.loads((ROOT / "CMakePresets.json").read_text())
    return [preset["name"] for preset in known["configurePresets"] if not preset.get("hidden")]


def run_tool(argv: list[str], failure: str) -> None:
    if subprocess.run(argv, cwd=ROOT, env=tool_environment()).returncode != 0:
        raise UserError(failure)


def ensure_node_modules() -> None:
    """`npm ci` where the installed modules are older than the lock file."""
    lock, stamp = ROOT / "package-lock.json", ROOT / "node_modules/.package-lock.json"
    if not lock.exists() or (stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime):
        return
    step("npm ci")
    run_tool(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm ci failed")
    if stamp.exists():
        os.utime(stamp)


def jobs() -> int:
    """As many compilers as there are cores, unless memory is short: one takes up to 1.5 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(len(os.sched_getaffinity(0)), memory // (3 << 29)))


def configure(preset: str, name: str, *options: str) -> Path:
    """Configures build/NAME for the preset where it is not, or CMakePresets.json is newer; returns that folder."""
    packages.ensure("build")
    folder = BUILD / name
    configured, file = folder / "build.ninja", ROOT / "CMakePresets.json"
    if not configured.exists() or configured.stat().st_mtime < file.stat().st_mtime:
        step(f"configuring {name}")
        run_tool(["cmake", "--preset", preset, "-B", str(folder), *options], f"cmake could not configure {name}")
    return folder


def build(preset: str, targets: list[str] | None = None) -> Path:
    """Builds (these targets of) the preset and returns its folder."""
    if preset not in presets():
        raise UserError(f"there is no preset {preset}; there are {', '.join(presets())}")
    ensure_node_modules()
    folder = configure(preset, preset)
    step(f"building {preset}")
    chosen = ["--target", *targets] if targets else []
    run_tool(["cmake", "--build", str(folder), "-j", str(jobs()), *chosen], f"the build of {preset} failed")
    return folder
