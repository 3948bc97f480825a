"""callboard.toml of a stack: made anew at each start from the defaults here and the --set options."""

import secrets
import tomllib
from pathlib import Path
from typing import Any

from .console import UserError
from .paths import BUILD, ROOT

# The product's plugins; those that are built are on unless --plugins says otherwise.
PLUGINS = ("accounts", "courses", "portfolio", "reviews", "theatre_admin", "key_cabinet")

# Made when the stack is prepared.
SESSION_SECRET = "secrets/session"
TOKEN_SECRET = "secrets/device_token"
CABINET_CA = "cabinet-ca"

Tables = dict[str, Any]


def built_plugins(preset: str) -> list[str]:
    return [name for name in PLUGINS if (BUILD / preset / "plugins" / f"{name}.so").exists()]


def ensure_secret(file: Path) -> Path:
    """A file with a random secret that only its owner can read; an existing one is kept."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32) + "\n")
    return file


def defaults(folder: Path, preset: str, url: str, plugins: list[str]) -> Tables:
    build = BUILD / preset
    tables: Tables = {
        "server": {"listen": str(folder / "run/host.sock"), "data_dir": str(folder / "data")},
        "database": {"engine": "sqlite"},
        "site": {"url": url},
        "session": {"secret_file": str(folder / SESSION_SECRET)},
        "mail": {"transport": "file", "folder": str(folder / "mail")},
        "paths": {
            "templates": [str(ROOT / "templates")],
            "sql": [str(ROOT / "sql")],
            "plugins": [str(build / "plugins")],
            "static": str(build / "static"),
            "locale": str(build / "locale"),
        },
        "plugins": {"enabled": plugins},
    }
    if "key_cabinet" in plugins:
        tables["plugins"]["key_cabinet"] = {"token_key_file": str(folder / TOKEN_SECRET),
                                            "ca_folder": str(folder / CABINET_CA)}
    return tables


def add_probe(tables: Tables) -> None:
    """Where the tests' own plugin has its templates and tables."""
    probe = ROOT / "tests/functional/probe"
    tables["paths"]["templates"].append(str(probe / "templates"))
    tables["paths"]["sql"].append(str(probe / "sql"))


def apply(tables: Tables, override: str) -> None:
    """Puts `section.key=value` in: the value is TOML where it can be read as that, else a text."""
    name, equals, value = override.partition("=")
    *sections, key = [part.strip() for part in name.split(".")]
    if not equals or not sections or not all([*sections, key]):
        raise UserError(f"--set {override}: expected section.key=value")
    try:
        read = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        read = value
    for section in sections:
        tables = tables.setdefault(section, {})
        if not isinstance(tables, dict):
            raise UserError(f"--set {override}: {section} is not a section")
    tables[key] = read


def toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_text(key)} = {toml_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, str):
        return toml_text(value)
    return str(value)  # dates and times, which print as TOML writes them


def toml_text(text: str) -> str:
    escaped = "".join(f"\\u{ord(c):04X}" if ord(c) < 0x20 or c in '"\\' or ord(c) == 0x7F else c for c in text)
    return f'"{escaped}"'


def toml(tables: Tables, prefix: str = "") -> str:
    """Sections with the plain keys first, as TOML wants them."""
    lines = []
    plain = {key: value for key, value in tables.items() if not isinstance(value, dict)}
    if prefix and (plain or not tables):
        lines.append(f"[{prefix}]")
    lines += [f"{key} = {toml_value(value)}" for key, value in plain.items()]
    text = "\n".join(lines) + "\n\n" if lines else ""
    for key, value in tables.items():
        if isinstance(value, dict):
            text += toml(value, f"{prefix}.{key}" if prefix else key)
    return text
