#!/usr/bin/env python3
"""Keeps the catalogues in step with the texts that templates and sources mark.

    texts.py update   collects all marked texts into callboard.pot and merges them into each callboard.po
    texts.py check    says what is out of date, missing or fuzzy; exit code 1 if anything is

A text is marked as _("…") or plural("…", "…"), in templates, C++ and Python alike.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCALE = ROOT / "templates" / "locale"
POT = LOCALE / "callboard.pot"
LITERAL = r'"(?:[^"\\]|\\.)*"'
LITERALS = rf"{LITERAL}(?:\s*{LITERAL})*"
MARK = re.compile(rf"(?<!\w)_\(\s*({LITERALS})\s*,?\s*\)|(?<![\w.])plural\(\s*({LITERALS})\s*,\s*({LITERALS})\s*,")
PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_.]*\}")
HEADER = r'''# The texts of Callboard, collected by tools/texts.py. Edit callboard.po, not this file.
msgid ""
msgstr ""
"Project-Id-Version: callboard\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
'''


def files():
    """The files that may mark texts: what is shipped, not the tests."""
    for folder, endings in (("templates", (".html", ".txt")), ("host", (".cpp", ".hpp")), ("plugins", (".cpp", ".hpp")),
                            ("tools", (".py",))):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and path.is_file() and path.resolve() != pathlib.Path(__file__).resolve():
                yield path


def without_comments(text, path):
    """Blanks out line comments, which may show marks as examples; keeps line numbers."""
    if path.suffix in (".cpp", ".hpp"):
        return re.sub(rf"({LITERAL})|//[^\n]*", lambda match: match.group(1) or "", text)
    if path.suffix in (".html", ".txt"):
        return re.sub(r"\{\{!.*?\}\}", lambda match: "\n" * match.group(0).count("\n"), text, flags=re.S)
    return text


def content(literals):
    """What one or more adjacent literals stand for, as the compiler or the template's loader reads them."""
    pieces = re.findall(LITERAL, literals)
    joined = "".join(piece[1:-1] for piece in pieces)
    joined = re.sub(r"[ \t\r]*\n[ \t\r\n]*", " ", joined)
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match.group(1), match.group(1)), joined)


def collect():
    """{(singular, plural or None): [file:line, …]}, ordered by first appearance."""
    found = {}
    for path in files():
        text = without_comments(path.read_text(encoding="utf-8"), path)
        for match in MARK.finditer(text):
            key = (content(match.group(1) or match.group(2)), content(match.group(3)) if match.group(3) else None)
            if not key[0]:
                continue
            place = path.relative_to(ROOT).as_posix()
            places = found.setdefault(key, [])
            if place not in places:
                places.append(place)
    return found


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def pot(texts):
    """The catalogue's template. Places are files without lines, so that it changes only when texts do."""
    entries = [HEADER]
    singulars = {}
    for (one, many), places in texts.items():
        if singulars.setdefault(one, many) != many:
            sys.exit(f"texts: \"{one}\" is marked with and without a plural, or with two")
        lines = [f"#: {place}" for place in sorted(places)]
        if PLACEHOLDER.search(one + (many or "")):
            lines.append("#, python-brace-format")
        lines.append(f"msgid {quoted(one)}")
        if many is None:
            lines.append('msgstr ""')
        else:
            lines += [f"msgid_plural {quoted(many)}", 'msgstr[0] ""', 'msgstr[1] ""']
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def merged(po, template):
    """The catalogue `po` with the texts of `template`."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "callboard.pot"
        path.write_text(template, encoding="utf-8")
        command = ["msgmerge", "--quiet", "--no-wrap", "--no-location", "--sort-output", "--previous", str(po), str(path)]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def count(po_text, option):
    """How many entries of a catalogue `msgattrib OPTION` selects, and their texts."""
    command = ["msgattrib", "--no-obsolete", "--no-wrap", option, "-"]
    output = subprocess.run(command, input=po_text.encode(), check=True, stdout=subprocess.PIPE).stdout.decode()
    return [line[len("msgid "):] for line in output.splitlines() if line.startswith("msgid ") and line != 'msgid ""']


def update():
    template = pot(collect())
    POT.write_text(template, encoding="utf-8")
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/callboard.po")):
        po.write_text(merged(po, template), encoding="utf-8")


def check():
    faults = []
    template = pot(collect())
    if not POT.is_file() or POT.read_text(encoding="utf-8") != template:
        faults.append(f"{POT.relative_to(ROOT)} is out of date: run tools/texts.py update")
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/callboard.po")):
        text = merged(po, template)
        name = po.relative_to(ROOT)
        faults += [f"{name}: no translation of {entry}" for entry in count(text, "--untranslated")]
        faults += [f"{name}: fuzzy translation of {entry}" for entry in count(text, "--only-fuzzy")]
        proof = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(po)], stderr=subprocess.PIPE, text=True)
        if proof.returncode:
            faults.append(f"{name}: {proof.stderr.strip()}")
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("command", choices=["update", "check"])
    if parser.parse_args().command == "check":
        sys.exit(check())
    update()


if __name__ == "__main__":
    main()
