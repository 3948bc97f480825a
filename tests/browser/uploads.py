"""The page that brings photos and videos, as somebody uses it who has a portfolio of his own."""

import base64
import time
from concurrent.futures import ThreadPoolExecutor

from selenium.webdriver.common.by import By

from accounts import PASSWORD, register
from clients import Client
from pages import POLL, wait
from test_accounts import Page, sign_in

FORM_BURST = 60  # photos that one person may send by the form at once

# What the page sends: of each request its method, its address and the offset that it names.
RECORDER = """
    sessionStorage.sent = '[]';
    const open = XMLHttpRequest.prototype.open, set = XMLHttpRequest.prototype.setRequestHeader;
    const note = (what) => { sessionStorage.sent = JSON.stringify([...JSON.parse(sessionStorage.sent), what]); };
    XMLHttpRequest.prototype.open = function (method, url, ...rest) {
      this.noted = [method, new URL(url, location.href).pathname];
      return open.call(this, method, url, ...rest);
    };
    XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
      if (name === 'Upload-Offset') note([...this.noted, Number(value)]);
      return set.call(this, name, value);
    };"""


class UploadPage(Page):
    """Signed in as somebody new."""

    def __init__(self, browser, site, url: str | None = None):
        """`url`: where the browser finds the site, if that is not where others do."""
        super().__init__(browser, site)
        self.site = self.url
        self.url = url or self.url
        self.name = register(site)
        sign_in(self, self.name, PASSWORD, "/portfolio")
        self.cookies = browser.get_cookies()

    def new(self, kind: str, *files) -> None:
        """The form of that kind, with these files chosen."""
        self.open(f"/portfolio/items/new?kind={kind}")
        self.choose(*files)

    def choose(self, *files) -> None:
        self.browser.execute_script(RECORDER)
        self.browser.find_element(By.ID, "file").send_keys("\n".join(map(str, files)))

    def send(self) -> None:
        self.browser.find_element(By.CSS_SELECTOR, "#portfolio_form button[type=submit]").click()

    def is_closed(self, network) -> None:
        """In the middle, and nothing more of it leaves."""
        network.lose()
        self.browser.get("about:blank")

    def push(self, button: str) -> None:
        self.browser.find_element(By.CSS_SELECTOR, f"#portfolio_upload [data-{button}-button]").click()

    def percent(self) -> float:
        return self.browser.execute_script("return document.querySelector('#portfolio_upload progress').value")

    def has_sent(self, percent: float) -> None:
        wait(self.browser, 120).until(lambda _: self.percent() > percent)

    def says(self, words: str) -> None:
        status = self.browser.find_element(By.CSS_SELECTOR, "#portfolio_upload [role=status]")
        wait(self.browser, 60).until(lambda _: words in status.text, f"not {words!r}")

    def lines(self) -> dict[str, str]:
        """By each file's name what is said beside it."""
        rows = self.browser.find_elements(By.CSS_SELECTOR, ".portfolio-files li")
        return {row.find_element(By.CLASS_NAME, "portfolio-file-name").text:
                row.find_element(By.CLASS_NAME, "portfolio-file-note").text for row in rows}

    def line(self, words: str, name: str | None = None) -> None:
        """Waits until this is said beside a file's name, or beside that of the only one."""
        wait(self.browser, 60).until(
            lambda _: words in (self.lines().get(name, "") if name else "".join(self.lines().values())), f"not {words!r}")

    def is_through(self, seconds: float = 60) -> None:
        wait(self.browser, seconds).until(lambda _: self.browser.current_url.endswith("/portfolio"))

    def titles(self) -> list[str]:
        return [title.text for title in self.browser.find_elements(By.CSS_SELECTOR, "#portfolio_items h2")]

    def is_ready(self, title: str) -> None:
        """The portfolio, which is open, shows it without being loaded anew."""
        wait(self.browser, 90).until(lambda _: self.browser.find_elements(By.LINK_TEXT, title), f"no {title}")

    def offsets(self) -> list[tuple[str, int]]:
        """Of each piece that was sent since the file was chosen: to where, and from which offset on."""
        sent = self.browser.execute_script("return JSON.parse(sessionStorage.sent)")
        return [(path, offset) for method, path, offset in sent if method == "PATCH"]

    def client(self) -> Client:
        """Somebody with this browser's session, and a network of his own."""
        client = Client(self.site)
        for cookie in self.cookies:
            client.cookies.set(cookie["name"], cookie["value"])
        return client

    def add_photos(self, photos) -> None:
        """Without the page, and as quickly as the site takes them: as many by the form as its limit lets through, which
        the workers process, and the rest by tus, which the jobs process meanwhile. Returns when all are ready."""
        token = self.browser.find_element(By.NAME, "csrf_token").get_attribute("value")
        client = self.client()

        def by_form(photo) -> int:
            with photo.open("rb") as content:
                return client.post("/portfolio/items/new?kind=photo", files={"file": (photo.name, content)}, data={
                    "csrf_token": token, "title": photo.stem, "visibility": "private"}).status_code

        def by_tus(photo) -> int:
            fields = {"kind": "photo", "filename": photo.name}
            return client.post("/portfolio/uploads", data=photo.read_bytes(), headers={
                "Tus-Resumable": "1.0.0", "X-CSRF-Token": token, "Content-Type": "application/offset+octet-stream",
                "Upload-Length": str(photo.stat().st_size), "Upload-Metadata": ",".join(
                    f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in fields.items())}).status_code

        def somehow(photo) -> bool:
            return by_form(photo) == 303 or by_tus(photo) == 201  # 503: more pictures are made than the machine can

        with client, ThreadPoolExecutor(2) as several:
            assert all(status == 201 for status in several.map(by_tus, photos[FORM_BURST:]))
            assert all(several.map(somehow, photos[:FORM_BURST]))
        self.open("/portfolio")
        wait(self.browser, 120).until(
            lambda _: len(self.browser.find_elements(By.CSS_SELECTOR, "#portfolio_items img")) == len(photos))

    def came(self, path: str) -> int:
        """How much of an upload the site has, once no more of it comes."""
        with self.client() as client:
            def offset() -> int:
                return int(client.request("HEAD", path, headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"])

            seen = [offset()]
            while len(seen) < 10 or len(set(seen[-10:])) > 1:
                time.sleep(POLL)
                seen.append(offset())
            return seen[-1]
