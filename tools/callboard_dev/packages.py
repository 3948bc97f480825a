"""Installs the Debian packages that are missing. tools/packages.txt is the one list."""

import os
import shutil
import subprocess

from .console import UserError, step
from .paths import ROOT

# Run as root. The packages of servers must not start them: we run our own. While installing, a
# policy-rc.d that says "101: not allowed" stands in; what was there before comes back in any case.
INSTALL = r"""
policy=/usr/sbin/policy-rc.d
restore() { rm -f "$policy"; [ ! -e "$policy.callboard" ] || mv -f "$policy.callboard" "$policy"; }
trap restore EXIT
trap 'exit 130' INT TERM HUP
[ ! -e "$policy" ] || mv -f "$policy" "$policy.callboard"
printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=600 update -qq || exit 1
apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "$@" || exit 1
"""


def wanted(groups: list[str]) -> list[str]:
    """The packages of these groups, in the list's order."""
    names: list[str] = []
    for line in (ROOT / "tools/packages.txt").read_text().splitlines():
        group, _, packages = line.partition("#")[0].partition(":")
        if group.strip() in groups:
            names += [name for name in packages.split() if name not in names]
    return names


def missing(names: list[str]) -> list[str]:
    """Those that dpkg does not have installed. Where Node.js came from elsewhere, its packages are not needed."""
    if shutil.which("npm") and shutil.which("node"):
        names = [name for name in names if name not in ("nodejs", "npm")]
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *names], capture_output=True, text=True
    ).stdout
    installed = {line.split()[1] for line in answer.splitlines() if line.startswith("installed ")}
    return [name for name in names if name not in installed]


def ensure(*groups: str) -> None:
    """Installs what is missing of these groups; quick where nothing is."""
    names = missing(wanted(list(groups)))
    if not names:
        return
    step(f"installing {len(names)} Debian packages: {' '.join(names)}")
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not shutil.which("sudo"):
        raise UserError(f"please install these packages as root (there is no sudo here): {' '.join(names)}")
    if subprocess.run([*as_root, "sh", "-c", INSTALL, "install", *names], stdout=2).returncode != 0:
        raise UserError("the packages could not be installed; apt's messages stand above")
