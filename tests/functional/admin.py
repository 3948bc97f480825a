"""Administrators of a stack, and every address of the administration."""

import re

from accounts import Browser, add_admin


def signed_in_admin(stack) -> Browser:
    """A browser whose password was given just now."""
    browser = Browser(stack.site["base_url"])
    browser.sign_in(add_admin(stack))
    return browser


def flash(browser, answer) -> str:
    """What the page says to which a form led."""
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["Location"]).text


def links(page: str) -> list[str]:
    """The addresses of the administration to which a page leads, by links and forms."""
    found = re.findall(r'(?:href|action|formaction)="(/admin[^"#?]*)', page)
    return sorted(set(found))


def addresses(browser: Browser) -> dict[str, str]:
    """Address → method, of all that the administration's pages lead to, from the dashboard on; one record of a kind."""
    seen: dict[str, str] = {}
    waiting = ["/admin"]
    shapes = set()
    while waiting:
        path = waiting.pop()
        shape = re.sub(r"\d+", "N", path)
        if shape in shapes:
            continue
        shapes.add(shape)
        answer = browser.get(path)
        if answer.status_code == 404:  # of a plugin that is switched off, or a record that is gone
            continue
        seen[path] = "GET"
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for action in re.findall(r'<form[^>]*method="post"[^>]*action="(/admin[^"]*)"', answer.text):
            seen.setdefault(action, "POST")
        waiting += [link for link in links(answer.text) if link not in seen]
    return seen

