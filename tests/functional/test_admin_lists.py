"""Lists of declared records, as an administrator's browser sees them: the probe's things and their workshops."""

import csv
import html
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts import Browser, add_admin, register, user_id
from holders import connected, count

THINGS = "/admin/probe-things"
KINDS = ("prop", "costume", "scenery", "light", "sound")


def clear(stack):
    with connected(stack) as (connection, _):
        cursor = connection.cursor()
        for table in ("probe_things", "probe_makers"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM host_search_words WHERE record IN ('probe_thing', 'probe_maker')")


def add(stack, table: str, rows: list[dict]) -> None:
    with connected(stack) as (connection, placeholder):
        for row in rows:
            places = ", ".join([placeholder] * len(row))
            connection.cursor().execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))


def contents(stack) -> list:
    """All that a list shows, to see whether a test changed it."""
    with connected(stack) as (connection, _):
        cursor, found = connection.cursor(), []
        for rows in ("probe_makers ORDER BY id", "probe_things ORDER BY id",
                     "host_search_words WHERE record IN ('probe_thing', 'probe_maker') ORDER BY record, record_id, word"):
            cursor.execute(f"SELECT * FROM {rows}")
            found.append(list(cursor.fetchall()))
    return found


def fill(stack) -> None:
    clear(stack)
    add(stack, "probe_makers", [{"id": 1, "name": "Мастерская № 1"}, {"id": 2, "name": "Studio, \"Two\""}])
    add(stack, "probe_things", [
        {"id": number, "title": f"{'Lantern' if number % 2 else 'Фонарь'} {number:03d}", "kind": KINDS[number % 5],
         "lent": int(number % 10 == 0), "price": number * 10, "made_at": 1_790_000_000_000_000 + number * 3_600_000_000,
         "bought": f"2026-{1 + number % 12:02d}-15" if number % 3 else "", "maker": number % 3 or None,
         "notes": "=1+1" if number == 7 else f"Shelf {number}"} for number in range(1, 121)])
    stack.callboard("search", "rebuild")


@pytest.fixture(scope="module")
def kept(stack):
    """What the tests of this module need not make anew each time: the things, and an administrator's name."""
    yield {"admin": add_admin(stack), "things": None}
    clear(stack)


@pytest.fixture
def things(stack, kept):
    """120 things of two workshops, with words in the search index; made anew where the test before changed them."""
    if kept["things"] is None or contents(stack) != kept["things"]:
        fill(stack)
        kept["things"] = contents(stack)


@pytest.fixture
def admin(stack, kept, things):
    with Browser(stack.site["base_url"]) as browser:
        browser.sign_in(kept["admin"])
        yield browser


def titles(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [html.unescape(title) for title in re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', answer.text)]


def link(answer, rel: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.text)
    return html.unescape(found[1]) if found else None


def message(answer) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text.split("<main")[1])))


def select(admin, action: str, query: str = "", **fields):
    return admin.submit(f"{THINGS}/selection{query}", {"action": action, **fields}, page=THINGS)


def test_lists_are_for_admins(stack, site, web, things):
    paths = (THINGS, f"{THINGS}/export.csv", f"{THINGS}/export.xlsx")
    for path in paths:
        assert web.get(path).headers["Location"].startswith("/login?next=")
    for role in ("student", "teacher"):
        name = register(site)
        add(stack, "accounts_roles", [{"user_id": user_id(stack, name), "role": "teacher"}] if role == "teacher" else [])
        with Browser(site["base_url"]) as browser:
            browser.sign_in(name)
            assert [browser.get(path).status_code for path in paths] == [403] * 3
            selection = browser.submit(f"{THINGS}/selection", {"action": "delete", "ids": "1", "confirm": "1"}, "/profile")
            assert selection.status_code == 403
    assert count(stack, "probe_things") == 120


def test_a_page_shows_what_there_is(admin):
    answer = admin.get(THINGS)
    assert titles(answer)[:3] == ["Lantern 001", "Lantern 003", "Lantern 005"] and len(titles(answer)) == 50
    text = message(answer)
    for said in ("120 records", "Costume", "Мастерская № 1", "Studio, \"Two\"", "21 September 2026"):
        assert said in text, said
    assert 'href="/admin/probe-makers/1"' in answer.text and f'href="{THINGS}/1"' in answer.text
    assert 'aria-sort="ascending"' in answer.text and f'href="{THINGS}/new"' in answer.text


def test_pages_go_on_and_back_without_gaps(stack, admin):
    for order in ("", "?sort=-title", "?sort=price", "?sort=-made_at", "?sort=bought", "?sort=-id"):
        seen, path, pages = [], THINGS + order, []
        while path:
            answer = admin.get(path)
            pages.append(titles(answer))
            seen += pages[-1]
            path = link(answer, "next")
            if len(pages) == 1:
                add(stack, "probe_things", [{"title": f"A new one {order}", "price": 1}])
        assert len(set(seen)) == len(seen) and len([title for title in seen if "new" not in title]) == 120, order
        back, path = [pages[-1]], link(answer, "prev")
        while path:
            answer = admin.get(path)
            back.insert(0, titles(answer))
            path = link(answer, "prev")
        old = [title for page in back for title in page if "new" not in title]
        assert old == [title for title in seen if "new" not in title], order


@pytest.mark.parametrize("query,found", [
    ("lantern", 60), ("LANT", 60), ("фонарь", 60), ("ФОНАР", 60), ("фонарь 1", 11), ("lantern 007", 1), ("nothing", 0)])
def test_records_are_found_by_words(admin, query, found):
    shown = admin.get(THINGS, params={"q": query})
    assert re.search(rf"(?<!\d){found} record", message(shown)) and len(titles(shown)) == min(found, 50)


@pytest.mark.parametrize("query,found", [
    ("kind=light", 24), ("lent=yes", 12), ("lent=no", 108), ("maker=2", 40), ("maker=4711", 0),
    ("price.from=1100", 11), ("price.from=100&price.to=200", 11), ("bought.from=2026-03-01&bought.to=2026-03-31", 10),
    ("bought.to=2026-02-28", 10), ("made_at.to=2026-09-21", 9),
    ("made_at.from=2026-09-21T16:00&made_at.to=2026-09-21T16:13", 1),
    ("kind=light&lent=no&q=lantern", 12), ("ids=1,2,3", 3)])
def test_filters_narrow_the_list(admin, query, found):
    answer = admin.get(f"{THINGS}?{query}")
    assert re.search(rf"(?<!\d){found} record", message(answer)), message(answer)[:300]
    assert len(titles(answer)) == min(found, 50)


def test_an_active_filter_can_be_taken_away(admin):
    answer = admin.get(f"{THINGS}?kind=light&maker=1&sort=-price")
    chips = re.search(r'<ul class="record-chips".*?</ul>', answer.text, re.S)[0]
    assert "Light" in chips and "Мастерская № 1" in chips
    links = [html.unescape(found) for found in re.findall(r'href="([^"]+)"', chips)]
    assert links == [f"{THINGS}?maker=1&sort=-price", f"{THINGS}?kind=light&sort=-price"]


def test_columns_are_chosen(admin):
    answer = admin.get(f"{THINGS}?columns=notes,bought&columns=price")
    head = re.search(r"<thead>.*?</thead>", answer.text, re.S)[0]
    assert [word for word in ("Notes", "Bought", "Price") if word in head] == ["Notes", "Bought", "Price"]
    assert "Workshop" not in head and "Title" in head


@pytest.mark.parametrize("query", [
    "color=red", "kind=hat", "lent=maybe", "maker=Studio", "maker=-1", "price.from=cheap", "price=10", "price.upto=3",
    "made_at.from=2026-13-01", "made_at.from=yesterday", "bought.to=2026-02-30", "title=Lantern", "notes=x",
    "sort=notes", "sort=title,id", "sort=id;DROP TABLE probe_things", "sort=--title", "columns=title,password", "after=x",
    "after=WzEsMl0", "before=WyJ0aXRsZSIsMSwxXQ", "q=a&q=b", "kind=prop&kind=light", "ids=1,x", "ids=0", "page=2",
    "q=" + "x" * 500])
def test_what_is_not_declared_is_refused(admin, query):
    answer = admin.get(f"{THINGS}?{query}")
    assert answer.status_code == 400, query
    assert "SELECT" not in answer.text and "probe_things" not in message(answer).replace("DROP TABLE probe_things", "")


def test_a_place_holds_for_its_order_alone(admin):
    after = parse_qs(urlsplit(link(admin.get(THINGS), "next")).query)["after"][0]
    assert admin.get(THINGS, params={"after": after}).status_code == 200
    assert admin.get(THINGS, params={"after": after, "sort": "-title"}).status_code == 400
    assert admin.get(THINGS, params={"after": after, "before": after}).status_code == 400


def test_an_empty_list_says_what_to_do(stack, admin):
    assert "Nothing was found." in message(admin.get(f"{THINGS}?q=zzz"))
    clear(stack)
    assert "Add the first one" in message(admin.get(THINGS))


def rows_of(answer) -> list[dict]:
    assert answer.content.startswith(b"\xef\xbb\xbf") and b"\r\n" in answer.content
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_a_list_is_exported_as_csv(stack, admin):
    answer = admin.get(f"{THINGS}/export.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="probe-things-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])
    rows = rows_of(answer)
    assert len(rows) == 120
    assert list(rows[0]) == ["id", "title", "kind", "lent", "price", "made_at", "bought", "maker", "maker_title", "notes"]
    by_id = {row["id"]: row for row in rows}
    assert by_id["1"] == {"id": "1", "title": "Lantern 001", "kind": "costume", "lent": "no", "price": "10",
                          "made_at": by_id["1"]["made_at"], "bought": "2026-02-15", "maker": "1",
                          "maker_title": "Мастерская № 1", "notes": "Shelf 1"}
    assert re.fullmatch(r"2026-09-21T\d\d:13", by_id["1"]["made_at"])
    assert by_id["7"]["notes"] == "'=1+1" and by_id["10"]["lent"] == "yes" and by_id["2"]["maker_title"] == 'Studio, "Two"'
    assert by_id["3"]["maker"] == by_id["3"]["maker_title"] == ""
    assert count(stack, "host_audit WHERE action = 'exported' AND record = 'probe_thing' AND record_id = 0") >= 1


def test_what_is_filtered_or_chosen_is_exported(admin):
    assert [row["id"] for row in rows_of(admin.get(f"{THINGS}/export.csv?ids=5,3"))] == ["3", "5"]
    rows = rows_of(admin.get(f"{THINGS}/export.csv?q=фонарь&kind=light&sort=-price&columns=price"))
    assert len(rows) == 12 and list(rows[0]) == ["id", "price"]
    assert [int(row["price"]) for row in rows] == sorted((int(row["price"]) for row in rows), reverse=True)
    assert admin.get(f"{THINGS}/export.csv?kind=hat").status_code == 400


def test_an_export_of_several_portions_is_whole(stack, admin):
    add(stack, "probe_things", [{"title": f"Many {number % 7}", "price": number} for number in range(2300)])
    for order in ("title", "-price", "id"):
        rows = rows_of(admin.get(f"{THINGS}/export.csv?sort={order}"))
        assert len(rows) == len({row["id"] for row in rows}) == 2420, order


def test_a_list_is_exported_as_xlsx(admin):
    answer = admin.get(f"{THINGS}/export.xlsx?sort=id")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].endswith('.xlsx"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert book.testzip() is None
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 121 and "<f>" not in sheet
    assert "Мастерская № 1" in sheet and ">=1+1<" in sheet


def test_a_selection_is_asked_about_and_deleted(stack, admin):
    asked = select(admin, "delete", ids=["2", "4"])
    assert asked.status_code == 200 and count(stack, "probe_things") == 120
    assert all(said in message(asked) for said in ("2 records", "Фонарь 002", "Фонарь 004", "gone for good"))
    done = select(admin, "delete", ids=["2", "4"], confirm="1")
    assert done.status_code == 303 and done.headers["Location"] == THINGS
    shown = admin.get(THINGS)
    assert "2 records were deleted." in message(shown) and "118 records" in message(shown)
    assert count(stack, "host_search_words WHERE record = 'probe_thing' AND record_id IN (2, 4)") == 0
    assert count(stack, "host_audit WHERE record = 'probe_thing' AND record_id = 2 AND action = 'deleted'") >= 1


def test_all_that_a_list_finds_is_deleted(stack, admin):
    asked = select(admin, "delete", "?kind=light&lent=no", all="1")
    assert "24 records" in message(asked)
    assert re.search(r'name="ids" value="3,8,13,', asked.text)  # what was asked about is what will be done
    done = select(admin, "delete", "?kind=light", ids="1", all="1", confirm="1")
    assert done.headers["Location"] == f"{THINGS}?kind=light"
    assert count(stack, "probe_things WHERE kind = 'light'") == 0 and count(stack, "probe_things") == 96


def test_an_action_is_done_with_all_or_with_none(stack, admin):
    fields = {"ids": "1,2,3", "confirm": "1"}
    assert "This field is needed." in message(select(admin, "lend", **fields))
    refused = select(admin, "lend", reason="forbidden", **fields)
    assert refused.status_code == 409 and "It may not be lent." in message(refused) and "Lantern 001" in message(refused)
    refused = select(admin, "lend", reason="a play", ids="1,2,10", confirm="1")
    assert refused.status_code == 409 and "Фонарь 010" in message(refused) and "cannot be done" in message(refused)
    vanished = select(admin, "lend", reason="a play", ids="1,4711", confirm="1")
    assert vanished.status_code == 409 and "#4711" in message(vanished) and "not there any more" in message(vanished)
    assert count(stack, "probe_things WHERE lent = 1") == 12
    assert select(admin, "lend", reason="a play", **fields).status_code == 303
    assert count(stack, "probe_things WHERE lent = 1") == 15
    assert count(stack, "host_audit WHERE action = 'lend' AND record_id = 3") >= 1


def test_what_others_refer_to_stays(stack, admin):
    answer = admin.submit("/admin/probe-makers/selection", {"action": "delete", "ids": "1,2", "confirm": "1"},
                          page="/admin/probe-makers")
    assert answer.status_code == 409 and "still used" in message(answer) and count(stack, "probe_makers") == 2


def test_a_selection_that_does_not_hold_is_refused(stack, admin):
    add(stack, "probe_things", [{"title": f"Many {number}"} for number in range(900)])
    for action, fields in (("burn", {"ids": "1"}), ("delete", {"ids": "x"}), ("delete", {"all": "1"}),
                           ("delete", {"ids": ",".join(map(str, range(1, 1003)))})):
        assert select(admin, action, confirm="1", **fields).status_code == 400, (action, fields)
    assert "Choose records first." in message(admin.get(select(admin, "delete").headers["Location"]))
    assert admin.post(f"{THINGS}/selection", data={"action": "delete", "ids": "1", "confirm": "1"}).status_code == 403
    assert count(stack, "probe_things") == 1020


def test_a_selection_is_exported(admin):
    chosen = select(admin, "export.csv", ids=["3", "1"])
    assert chosen.headers["Location"] == f"{THINGS}/export.csv?ids=1,3"
    assert select(admin, "export.xlsx", "?kind=light", all="1").headers["Location"] == f"{THINGS}/export.xlsx?kind=light"


def test_the_index_is_rebuilt_as_often_as_wanted(stack, admin):
    before = count(stack, "host_search_words WHERE record = 'probe_thing'")
    assert "probe-things: 120 records" in stack.callboard("search", "rebuild").stdout
    assert count(stack, "host_search_words WHERE record = 'probe_thing'") == before > 120


def test_the_list_is_there_in_russian(admin):
    shown = admin.get(THINGS, headers={"Accept-Language": "ru"})
    assert shown.status_code == 200 and 'lang="ru"' in shown.text
