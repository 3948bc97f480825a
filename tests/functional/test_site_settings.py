"""/admin/settings and what follows from it, on a site with two workers."""

import email
import email.policy
import html
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accounts import PASSWORD, Browser, add_admin, fresh_name, register, wait_for_mails
from callboard_dev.service import wait_until
from clients import Client
from conftest import ENGINES, Stacks
from holders import connected
from people import faults, flashes, text_of

LOGO = ('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
        '<rect width="200" height="100" fill="{}"/></svg>')


@pytest.fixture(scope="module", params=ENGINES)
def school(request, stacks_folder):
    stacks = Stacks(stacks_folder / f"settings-{request.param}")
    try:
        yield stacks.start(request.param, database=request.param,
                           overrides=["server.workers=2", "server.threads=4", "server.heavy=16"])
    finally:
        stacks.stop()


@pytest.fixture
def admin(school):
    with Browser(school.site["base_url"]) as browser:
        browser.sign_in(add_admin(school))
        yield browser


def field(page: str, name: str) -> str:
    value = re.search(rf'id="{name}" name="{name}"[^>]*?value="([^"]*)"', page, re.S)
    area = re.search(rf'<textarea[^>]*id="{name}"[^>]*>\n?(.*?)</textarea>', page, re.S)
    return html.unescape((value or area)[1])


def settings(admin: Browser) -> dict:
    """What the form holds."""
    page = admin.get("/admin/settings").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return {"version": version, **{name: field(page, name) for name in ("name", "time_zone", "contacts", "privacy")}}


def change(admin: Browser, **fields):
    answer = admin.submit("/admin/settings", {**settings(admin), **fields})
    assert answer.status_code == 303, text_of(answer)
    return answer


def seen(school, path="/", count=60) -> list[str]:
    """The page as so many browsers at once get it, from all workers."""
    def one(_) -> str:
        with Client(school.site["base_url"]) as client:
            return client.get(path).text

    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(one, range(count)))


def sql(school, statement: str, *values):
    with connected(school) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(statement.replace("?", placeholder), values)
        return cursor.fetchone()


def test_a_change_is_seen_by_every_worker_at_once(school, admin):
    for number in range(3):
        name = f"Школа № {number} & Co"
        change(admin, name=name, contacts=f"Lane {number}\n+7 495 555-01-2{number}\noffice{number}@theatre.example")
        pages = seen(school)
        assert all(f"<h1>{html.escape(name)}</h1>" in page for page in pages)
        assert all(f'href="tel:+7 495 555-01-2{number}"' in page for page in pages)
        assert all(f'href="mailto:office{number}@theatre.example"' in page for page in pages)


def test_a_reload_keeps_it(school, admin):
    change(admin, name="Before the reload")
    school.reload()
    assert all("<h1>Before the reload</h1>" in page for page in seen(school))
    change(admin, name="After the reload")
    assert all("<h1>After the reload</h1>" in page for page in seen(school))


def test_what_changes_elsewhere_is_seen_after_seconds(school, admin):
    """As another host of the same site would do it."""
    change(admin, name="Here")
    sql_change = "UPDATE host_site SET name = ?, version = version + 1"
    with connected(school) as (connection, placeholder):
        connection.cursor().execute(sql_change.replace("?", placeholder), ["Elsewhere"])
    assert wait_until(lambda: all("<h1>Elsewhere</h1>" in page for page in seen(school, count=20)), 15, 0.5)


def test_times_follow_the_zone(school, admin):
    show = re.search(r'href="(/shows/\d+)"', admin.get("/shows").text)[1]
    times = {}
    for zone in ("Asia/Vladivostok", "America/New_York"):
        change(admin, time_zone=zone)
        times[zone] = {re.search(r"<time[^>]*>([^<]+)</time>", page)[1] for page in seen(school, show, 20)}
    change(admin, time_zone="Europe/Moscow")
    assert all(len(shown) == 1 for shown in times.values())
    assert times["Asia/Vladivostok"] != times["America/New_York"]


def test_mails_are_in_the_schools_name(school, admin):
    change(admin, name="Театр у моста")
    address = f"{fresh_name('mail')}@mail.example"
    register(school.site, address.partition("@")[0], address)
    wait_for_mails(school.site, address)
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
             for file in Path(school.site["mail_dir"]).glob("*.eml") if address.encode() in file.read_bytes()]
    assert [mail["From"].addresses[0].display_name for mail in mails] == ["Театр у моста"]


def test_a_conflict_keeps_the_input_and_shows_theirs(school, admin):
    mine = settings(admin)
    change(admin, name="Theirs", contacts="Their lane")
    answer = admin.submit("/admin/settings", {**mine, "name": "Mine"})
    assert answer.status_code == 409
    assert "Somebody else has changed the settings meanwhile" in flashes(answer)[0]
    assert field(answer.text, "name") == "Mine" and "Their lane" in answer.text and "Theirs" in text_of(answer)
    assert settings(admin)["name"] == "Theirs"

    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert admin.submit("/admin/settings", {**mine, "name": "Mine", "version": version}).status_code == 303
    assert settings(admin)["name"] == "Mine"


def test_of_two_who_save_at_once_one_wins(school, admin):
    before = settings(admin)
    token = re.search(r'name="csrf_token" value="([^"]+)"', admin.get("/admin/settings").text)[1]
    cookies = admin.cookies.copy()

    def save(number: int) -> int:
        with Client(school.site["base_url"]) as client:
            client.cookies = cookies
            return client.post("/admin/settings", data={**before, "name": f"Racer {number}",
                                                        "csrf_token": html.unescape(token)}).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(save, range(6)))
    assert statuses == [303] + [409] * 5


def test_what_does_not_hold_is_said_at_its_field(school, admin):
    before = settings(admin)
    wrong = {**before, "name": " ", "time_zone": "../../etc/passwd", "contacts": "x" * 1001, "privacy": "y" * 20001}
    answer = admin.submit("/admin/settings", wrong)
    assert answer.status_code == 422
    assert set(faults(answer)) == {"name", "time_zone", "contacts", "privacy"}
    assert field(answer.text, "time_zone") == "../../etc/passwd"
    for version in ("", "x", "-1", "1 OR 1=1"):
        assert admin.submit("/admin/settings", {**before, "version": version}).status_code == 400
    assert settings(admin) == before


def test_a_logo_is_recoded_shown_and_removed(school, admin):
    for colour in ("red", "blue"):
        answer = admin.submit("/admin/settings", settings(admin),
                              files={"logo": ("logo.svg", LOGO.format(colour), "image/svg+xml")})
        assert answer.status_code == 303
        address = {re.search(r'class="site-logo" src="([^"]+)"', page)[1] for page in seen(school, count=20)}
        assert len(address) == 1
        with Client(school.site["base_url"]) as client:
            logo = client.get(html.unescape(address.pop()))
        assert logo.status_code == 200 and logo.headers["Content-Type"] == "image/webp"
        assert logo.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    refused = admin.submit("/admin/settings", settings(admin), files={"logo": ("logo.png", b"no picture")})
    assert refused.status_code == 422 and 'id="logo_fault"' in refused.text
    change(admin, remove_logo="1")
    assert all('class="site-logo"' not in page for page in seen(school, count=20))
    with Client(school.site["base_url"]) as client:
        assert client.get("/site/logo").status_code == 404


def registered(school, **more) -> str:
    """By the form, as a program that knows the old fields posts it."""
    name = fresh_name("old")
    with Browser(school.site["base_url"]) as browser:
        answer = browser.submit("/register", {"username": name, "email": f"{name}@mail.example",
                                              "password1": PASSWORD, "password2": PASSWORD, **more})
    assert answer.status_code == 303, text_of(answer)
    return name


def accepted(school, name: str):
    return sql(school, "SELECT privacy_accepted_at FROM accounts_users WHERE name = ?", name)[0]


def test_who_registers_accepts_the_privacy_notice(school, admin):
    change(admin, privacy="We keep little.\n\n<b>Very</b> little.")
    since = sql(school, "SELECT privacy_since FROM host_site")[0]
    with Client(school.site["base_url"]) as client:
        page = client.get("/privacy")
        form = client.get("/register").text
        assert page.status_code == 200 and "&lt;b&gt;Very&lt;/b&gt; little." in page.text
        assert "By registering you accept the privacy notice." in form and 'href="/privacy"' in form
    assert accepted(school, registered(school)) == since
    assert accepted(school, registered(school, privacy_since=str(since))) == since
    assert accepted(school, register(school.site)) == since

    with Browser(school.site["base_url"]) as browser:
        name = registered(school)
        browser.sign_in(name)
        own = browser.get("/account/export").json()
        assert re.match(r"\d{4}-\d\d-\d\dT", own["accounts"]["privacy_accepted"])

    # Whoever opened the form before it changed has not read what holds now.
    change(admin, privacy="We keep even less.")
    with Browser(school.site["base_url"]) as browser:
        answer = browser.submit("/register", {"username": fresh_name(), "email": "late@mail.example",
                                              "password1": PASSWORD, "password2": PASSWORD,
                                              "privacy_since": str(since)})
        assert answer.status_code == 422 and "privacy_since" in faults(answer)


def test_without_a_privacy_notice_nobody_is_asked(school, admin):
    change(admin, privacy="")
    with Client(school.site["base_url"]) as client:
        assert client.get("/privacy").status_code == 404
        assert "privacy" not in client.get("/register").text
    assert accepted(school, registered(school)) is None
    assert accepted(school, register(school.site)) is None


def test_the_settings_are_for_admins_who_gave_their_password(school, admin):
    with Browser(school.site["base_url"]) as browser:
        assert browser.get("/admin/settings").headers["Location"].startswith("/login?next=")
        browser.sign_in(register(school.site))
        assert browser.get("/admin/settings").status_code == 403
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/").text)[1]
        assert browser.post("/admin/settings", data={"csrf_token": html.unescape(token)}).status_code == 403
    before = settings(admin)
    assert admin.post("/admin/settings", data={**before, "name": "Forged"}).status_code == 403
    assert settings(admin) == before


def test_changes_are_audited(school, admin):
    old = settings(admin)["name"]
    change(admin, name="Audited school")
    found = sql(school, "SELECT v.old_value, v.new_value FROM host_audit a JOIN host_audit_values v ON v.audit_id = a.id "
                        "WHERE a.action = 'settings' AND a.record = 'site' AND v.field = 'name' ORDER BY a.id DESC LIMIT 1")
    assert tuple(text.decode() if isinstance(text, bytes) else text for text in found) == (old, "Audited school")
