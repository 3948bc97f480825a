"""/admin, and who gets in at all."""

import re

import pytest

from accounts import fresh_name, register
from admin import Browser, addresses, signed_in_admin
from holders import connected


@pytest.fixture
def admin(stack):
    with signed_in_admin(stack) as browser:
        yield browser


def waiting(stack, count: int) -> None:
    """How much work the probe says is waiting."""
    with connected(stack) as (connection, place):
        cursor = connection.cursor()
        cursor.execute("DELETE FROM probe_counters WHERE name = 'waiting'")
        cursor.execute(f"INSERT INTO probe_counters (name, value) VALUES ('waiting', {place})", [count])


def test_work_that_waits_comes_first_and_only_while_it_does(stack, admin):
    waiting(stack, 3)
    shown = admin.get("/admin").text
    work = re.search(r'href="/probe/form"><span>Probes that wait</span> <strong[^>]*>3<', shown)
    assert work and work.start() < shown.index("Steps of the probe")
    waiting(stack, 0)
    shown = admin.get("/admin").text
    assert "Probes that wait" not in shown


def test_a_plot_is_a_table_too_and_a_broken_one_is_left_out(stack, admin):
    shown = admin.get("/admin").text
    assert re.search(r'<th scope="row">Tue</th><td>1.50</td>', shown)
    assert re.search(r'src="/static/js/plots\.\w+\.js" defer', shown)
    assert "A broken plot" not in shown and "hunter3" not in shown
    assert "dashboard_part_failed" in (stack.folder / "log/host.log").read_text()


def test_the_scripts_are_there(admin):
    for script in re.findall(r'src="(/static/js/(?:chart|plots)[^"]+)"', admin.get("/admin").text):
        assert admin.get(script).status_code == 200


def test_the_latest_changes_are_shown(stack, admin):
    admin.submit("/admin/database/check", {}, "/admin/database")
    shown = admin.get("/admin").text
    assert "<strong>Checked</strong>" in shown and 'href="/admin/audit"' in shown


def test_nobody_but_administrators_gets_in_anywhere(stack, site, admin):
    all_addresses = addresses(admin)
    assert {"/admin", "/admin/audit", "/admin/database"} <= set(all_addresses)
    assert all_addresses["/admin/database/check"] == "POST"
    teacher, student = register(site, fresh_name()), register(site, fresh_name())
    with connected(stack) as (connection, place):
        cursor = connection.cursor()
        cursor.execute(f"SELECT id FROM accounts_users WHERE name = {place}", [teacher])
        cursor.execute(f"INSERT INTO accounts_roles (user_id, role) VALUES ({place}, 'teacher')", [cursor.fetchone()[0]])
    for name in (student, teacher):
        with Browser(site["base_url"]) as browser:
            browser.sign_in(name)
            token = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/").text)[1]}
            for path, method in all_addresses.items():
                answer = browser.get(path) if method == "GET" else browser.post(path, data=token)
                assert answer.status_code == 403, f"{name}: {method} {path}: {answer.status_code}"
            assert browser.get("/admin").status_code == 403
    with Browser(site["base_url"]) as browser:
        for path, method in all_addresses.items():
            if method == "GET":
                answer = browser.get(path, allow_redirects=False)
                assert answer.status_code == 303 and answer.headers["Location"].startswith("/login?next="), path
