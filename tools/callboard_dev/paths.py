"""Where things lie in the checkout, and the environment in which tools run: nothing is written outside of it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"


def tool_environment() -> dict[str, str]:
    """The environment for compilers, npm and test runners: their caches and their HOME lie under build/."""
    home = BUILD / "home"
    home.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ)
    environment.setdefault("CCACHE_DIR", str(BUILD / "ccache"))
    environment.update(
        HOME=str(home),
        XDG_CACHE_HOME=str(home / ".cache"),
        XDG_CONFIG_HOME=str(home / ".config"),
        CCACHE_BASEDIR=str(ROOT),
        CCACHE_SLOPPINESS="pch_defines,time_macros,include_file_mtime,include_file_ctime",
        npm_config_cache=str(BUILD / "npm-cache"),
        npm_config_update_notifier="false",
        PYTHONPYCACHEPREFIX=str(BUILD / "pycache"),
        PYTHONPATH=str(ROOT / "tools"),
    )
    return environment
