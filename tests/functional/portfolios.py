"""Somebody with a portfolio: forms, items by their titles, uploads by tus."""

import base64
import hashlib
import re

from callboard_dev.service import wait_until
from people import Person

TUS = {"Tus-Resumable": "1.0.0"}


class Artist(Person):
    """A browser whose owner fills a portfolio."""

    def add(self, kind: str, title: str, visibility: str = "private", file: tuple | None = None, **fields):
        data = {"csrf_token": self.token(), "title": title, "visibility": visibility, **fields}
        files = {"file": file} if file else {"nothing": ("", b"")}
        return self.post(f"/portfolio/items/new?kind={kind}", data=data, files=files)

    def item(self, title: str) -> str | None:
        """The id of the uppermost item of that title on one's own page."""
        found = re.search(rf'data-id="(\d+)">(?:(?!data-id).)*?<h2[^>]*>(?:<a [^>]*>)?{re.escape(title)}<',
                          self.get("/portfolio").text, re.S)
        return found and found[1]

    def added(self, kind: str, title: str, visibility: str, file: tuple | None = None, **fields) -> str:
        answer = self.add(kind, title, visibility, file, **fields)
        assert answer.status_code == 303, answer.text
        return self.item(title)

    def share(self, **fields) -> str:
        """A new link's path."""
        assert self.submit("/portfolio/links", **fields).status_code == 303
        return re.search(r"/portfolio/shared/[\w-]{43}", self.get("/portfolio/links").text)[0]

    # --- tus ---

    def tus(self, method: str, path: str = "/portfolio/uploads", **headers):
        body = headers.pop("body", b"")
        given = {**TUS, "X-CSRF-Token": self.token(), **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.request(method, path, headers={name: value for name, value in given.items() if value is not None},
                            data=body)

    def begin(self, length: int, title: str = "film", **metadata):
        return self.tus("POST", Upload_Length=str(length), Upload_Metadata=encoded(title=title, **metadata))

    def patch(self, path: str, offset: int, body: bytes, **headers):
        return self.tus("PATCH", path, **{"body": body, "Upload_Offset": str(offset),
                                          "Content_Type": "application/offset+octet-stream", **headers})

    def upload(self, content: bytes, title: str = "film", **metadata) -> str:
        path = self.begin(len(content), title, filename="film.mp4", **metadata).headers["Location"]
        assert self.patch(path, 0, content).status_code == 204
        return self.item(title)

    def wait_for(self, item: str, words: str, seconds: float = 60) -> str:
        """Until the item says so to its owner."""
        assert wait_until(lambda: words in self.get(f"/portfolio/items/{item}").text, seconds, 0.2), \
            self.get(f"/portfolio/items/{item}").text
        return self.get(f"/portfolio/items/{item}").text


def encoded(**metadata: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items())


def checksum(body: bytes, algorithm: str = "sha1") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, body).digest()).decode()}"
