#!/usr/bin/env python3
"""Builds the folder that nginx serves as /static/.

    build_static.py OUT [--locale DIR]

Copies templates/static/ and what the site uses of Bootstrap and Chart.js. Each file's name gets the hash of its
content, so that browsers may keep it for ever; manifest.json maps "css/site.css" to the name it got.
Beside each file that compresses well lies a .gz for nginx's gzip_static. errors/ holds the replies that
nginx gives by itself, under names that stay. The same input gives the same output, to the byte.
"""

import argparse
import gettext
import gzip
import hashlib
import html
import json
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ROOT / "templates" / "static"
BOOTSTRAP = ROOT / "node_modules" / "bootstrap" / "dist"
FROM_NPM = {
    "css/bootstrap.min.css": BOOTSTRAP / "css" / "bootstrap.min.css",
    "js/bootstrap.bundle.min.js": BOOTSTRAP / "js" / "bootstrap.bundle.min.js",
    "js/tus.min.js": ROOT / "node_modules" / "tus-js-client" / "dist" / "tus.min.js",
}
# Of Debian's packages, by the package.
FROM_DEBIAN = {
    "js/chart.min.js": ("libjs-chart.js", pathlib.Path("/usr/share/javascript/chart.js/chart.min.js")),
}
# Asked for by these very names, so they keep them.
FIXED_NAMES = {"robots.txt"}
COMPRESSIBLE = {".css", ".js", ".svg", ".html", ".json", ".txt", ".map"}
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=[^\n]*)\s*$")
CSS_URL = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)""")


def _(text):
    """Marks a text for tools/texts.py; translated where the page is written."""
    return text


# What nginx answers by itself: the proxy's own refusals, and the application not being there.
ERRORS = {
    400: (_("Bad request"), _("The server could not understand this request.")),
    401: (_("Sign in first"), _("You need to sign in for this.")),
    403: (_("Access denied"), _("You may not open this page.")),
    404: (_("Page not found"), _("There is no page at this address.")),
    405: (_("Not possible"), _("This address does not take this kind of request.")),
    408: (_("Too slow"), _("The request took too long to arrive. Please try again.")),
    411: (_("Bad request"), _("The server could not understand this request.")),
    413: (_("Too large"), _("What you sent is larger than this site accepts.")),
    414: (_("Address too long"), _("The address of this request is too long.")),
    416: (_("Not possible"), _("The requested part of the file does not exist.")),
    421: (_("Wrong server"), _("This server does not answer for this address.")),
    429: (_("Too many requests"), _("Please wait a moment and try again.")),
    431: (_("Request too large"), _("The request's header fields are too large. Deleting this site's cookies may help.")),
    494: (_("Request too large"), _("The request's header fields are too large. Deleting this site's cookies may help.")),
    495: (_("Certificate refused"), _("The client certificate is not valid.")),
    496: (_("Certificate missing"), _("This address needs a client certificate.")),
    497: (_("Secure connection needed"), _("This address is only served over https.")),
    500: (_("Something went wrong"), _("The error has been recorded. Please try again later.")),
    501: (_("Not possible"), _("This address does not take this kind of request.")),
    502: (_("The site is not available"), _("It is probably being restarted. Please try again in a moment.")),
    503: (_("The site is busy"), _("Please wait a moment and try again.")),
    504: (_("The site takes too long"), _("The answer did not come in time. Please try again in a moment.")),
    505: (_("Bad request"), _("The server could not understand this request.")),
}


def content_of(path):
    return SOURCE_MAP.sub(b"\n", path.read_bytes())


def sources():
    """Logical name → path, in a fixed order."""
    found = {path.relative_to(SOURCES).as_posix(): path for path in sorted(SOURCES.rglob("*")) if path.is_file()}
    for name, path in FROM_NPM.items():
        if not path.is_file():
            sys.exit(f"build_static: {path} is missing: run 'npm ci' in {ROOT} first")
        found[name] = path
    for name, (package, path) in FROM_DEBIAN.items():
        if not path.is_file():
            sys.exit(f"build_static: {path} is missing: install Debian's package {package}")
        found[name] = path
    return dict(sorted(found.items()))


def hashed_name(name, content):
    path = pathlib.PurePosixPath(name)
    return path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}").as_posix()


def write(out, name, content):
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.suffix in COMPRESSIBLE:
        packed = gzip.compress(content, compresslevel=9, mtime=0)
        if len(packed) < len(content):
            path.with_name(path.name + ".gz").write_bytes(packed)


class Builder:
    def __init__(self, out):
        self.out = out
        self.sources = sources()
        self.manifest = {}
        self.under_way = []

    def add(self, name):
        """Writes a file, those that it refers to first, and returns its hashed name."""
        if name in self.manifest:
            return self.manifest[name]
        if name in self.under_way:
            sys.exit(f"build_static: {name} refers to itself")
        self.under_way.append(name)
        content = content_of(self.sources[name])
        if name.endswith(".css"):
            content = CSS_URL.sub(lambda match: self.resolved(name, match), content.decode()).encode()
        self.under_way.pop()
        self.manifest[name] = name if name in FIXED_NAMES else hashed_name(name, content)
        write(self.out, self.manifest[name], content)
        return self.manifest[name]

    def resolved(self, name, match):
        """A url(…) of a style sheet, pointing at the hashed name."""
        target = match.group(2)
        if target.startswith(("data:", "#")):
            return match.group(0)
        folder = pathlib.PurePosixPath(name).parent
        parts = []
        for part in (folder / target).parts:
            if part == "..":
                if not parts:
                    sys.exit(f"build_static: {name} refers to {target}, outside of the static folder")
                parts.pop()
            else:
                parts.append(part)
        logical = "/".join(parts)
        if logical not in self.sources:
            sys.exit(f"build_static: {name} refers to {target}, which does not exist")
        # From the style sheet's own folder, so that the site can lie anywhere.
        return f'url("{"../" * len(folder.parts)}{self.add(logical)}")'


def fill(template, values, manifest):
    """Fills in the one template that is a page without the host: variables and static files only."""
    body = re.sub(r"\{\{[%!][^}]*\}\}\n?", "", template)
    body = re.sub(r'static\("([^"]+)"\)', lambda match: "/static/" + manifest[match.group(1)], body)
    return re.sub(r"\{\{(\w+)\}\}", lambda match: html.escape(values[match.group(1)]), body)


def write_errors(out, manifest, russian):
    template = (ROOT / "templates" / "layout" / "nginx_error.html").read_text()
    for status, (title, text) in ERRORS.items():
        values = {"status": str(status), "title": title, "text": text,
                  "title_russian": russian.gettext(title), "text_russian": russian.gettext(text)}
        write(out, f"errors/{status}.html", fill(template, values, manifest).encode())
        for member in ("message", "error"):
            for suffix, said in (("", title), (".ru", russian.gettext(title))):
                body = json.dumps({member: said}, ensure_ascii=False) + "\n"
                write(out, f"errors/{status}.{member}{suffix}.json", body.encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--locale", type=pathlib.Path, required=True, help="folder with ru/LC_MESSAGES/callboard.mo")
    arguments = parser.parse_args()
    russian = gettext.translation("callboard", arguments.locale, ["ru"])

    # Built beside and then put in place: who looks meanwhile sees the old folder or the new one.
    building = arguments.out.with_name(arguments.out.name + ".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    builder = Builder(building)
    for name in builder.sources:
        builder.add(name)
    write_errors(building, builder.manifest, russian)
    (building / "manifest.json").write_text(json.dumps(builder.manifest, indent=1, sort_keys=True) + "\n")
    shutil.rmtree(arguments.out, ignore_errors=True)
    building.rename(arguments.out)


if __name__ == "__main__":
    main()
