#!/usr/bin/python3
"""Puts the sample plugin's files into plugins/README.md, between its markers, as they are compiled."""
import pathlib
import re

PLUGINS = pathlib.Path(__file__).resolve().parent.parent / "plugins"


def included(match):
    language, file = match["language"], match["file"]
    text = (PLUGINS / file).read_text(encoding="utf-8")
    return f"<!-- {language} {file} -->\n```{language}\n{text}```\n<!-- end -->"


guide = PLUGINS / "README.md"
old = guide.read_text(encoding="utf-8")
new = re.sub(r"<!-- (?P<language>\w+) (?P<file>\S+) -->\n.*?<!-- end -->", included, old, flags=re.S)
guide.write_text(new, encoding="utf-8")
