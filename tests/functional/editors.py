"""Administrators who edit single records of the declared resources: the probe's plays and halls."""

import html
import itertools
import re

import pytest

from accounts import Browser, add_admin, fresh_name
from people import text_of

PLAYS, HALLS = "/admin/probe-plays", "/admin/probe-halls"
_numbers = itertools.count(1)


class Admin(Browser):
    """An administrator's browser whose forms bring their token along."""

    def token(self) -> str:
        if not hasattr(self, "_token"):
            self._token = html.unescape(re.search(r'name="csrf_token" value="([^"]+)"', self.get("/").text)[1])
        return self._token

    def fill_in(self, path, fields=None, files=None, **more):
        given = list(fields.items()) if isinstance(fields, dict) else list(fields or [])
        return self.post(path, data=[("csrf_token", self.token()), *given, *more.items()], files=files)

    def add(self, path=PLAYS, **fields) -> int:
        answer = self.fill_in(f"{path}/new", fields)
        assert answer.status_code == 303, text_of(answer)
        self.get("/")  # takes the flash
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def add_play(self, **fields) -> int:
        return self.add(**{"title": fresh_title(), "starts_at": "2026-11-21T18:30", **fields})

    def add_hall(self) -> tuple[int, str]:
        name = fresh_title("Hall")
        return self.add(HALLS, name=name), name

    def follow(self, answer):
        assert answer.status_code == 303, text_of(answer)
        return self.get(answer.headers["Location"])

    def form(self, path) -> list[tuple[str, str]]:
        """The fields of the main form, as a browser without script would send them back."""
        return fields_of(self.get(path).text)

    def import_file(self, content, path=PLAYS):
        content = content.encode() if isinstance(content, str) else content
        return self.fill_in(f"{path}/import", files={"file": ("plays.csv", content, "text/csv")})


def fresh_title(stem="Play") -> str:
    return f"{stem} {fresh_name()}x{next(_numbers)}"


def fields_of(page: str) -> list[tuple[str, str]]:
    """The inputs of the form that has a version, or form=1."""
    main = [part for part in re.findall(r"<form.*?</form>", page, re.S) if 'name="version"' in part or 'name="form"' in part][0]
    def attributes(tag: str) -> dict[str, str]:
        return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}

    fields = []
    for tag in re.findall(r"<input\b[^>]*>", main):
        got = attributes(tag)
        boxed = got.get("type") in ("checkbox", "radio") and not re.search(r"\schecked", tag)
        if "name" in got and got["name"] != "csrf_token" and got.get("type") != "file" and not boxed:
            fields.append((got["name"], got.get("value", "")))
    for tag, inner in re.findall(r"(<textarea\b[^>]*>)(.*?)</textarea>", main, re.S):
        fields.append((attributes(tag)["name"], html.unescape(inner).lstrip("\n")))
    for tag, inner in re.findall(r"(<select\b[^>]*>)(.*?)</select>", main, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        fields.append((attributes(tag)["name"], html.unescape(chosen[1]) if chosen else ""))
    return [(name, value) for name, value in fields if not name.startswith("remove_")]


def changed(fields, **values):
    """The same form with some of its fields filled in otherwise."""
    return [(name, value) for name, value in fields if name not in values] + list(values.items())


@pytest.fixture
def admin(stack):
    with Admin(stack.site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        yield browser


@pytest.fixture
def other(stack):
    """A second administrator."""
    with Admin(stack.site["base_url"]) as browser:
        browser.sign_in(add_admin(stack))
        yield browser
