"""/reviews and /admin/reviews: from a student's words to the public page, and who may do what."""

import re
import threading
import time
from contextlib import contextmanager

import pytest

from accounts import Browser, add_admin, fresh_name, register, user_id, wait_for_mails
from holders import connected
from people import faults, flashes, text_of

TEXT = "An evening to remember, said {name}."


def run(stack, statement: str, *values) -> list:
    with connected(stack) as (connection, placeholder):
        cursor = connection.cursor()
        cursor.execute(statement.replace("?", placeholder), values)
        return list(cursor.fetchall()) if statement.startswith("SELECT") else []


@pytest.fixture
def show(stack):
    """A show of this test's own, which has begun."""
    title = fresh_name("Show")
    run(stack, "INSERT INTO theatre_admin_shows (title, starts_at) VALUES (?, ?)", title,
        int((time.time() - 3600) * 1_000_000))
    number = run(stack, "SELECT id FROM theatre_admin_shows WHERE title = ?", title)[0][0]
    yield f"show:{number}"
    run(stack, "DELETE FROM reviews_reviews WHERE subject_id = ?", number)
    run(stack, "DELETE FROM reviews_totals WHERE subject_id = ?", number)
    run(stack, "DELETE FROM theatre_admin_shows WHERE id = ?", number)


class Author(Browser):
    def __init__(self, stack):
        super().__init__(stack.site["base_url"])
        self.stack, self.name = stack, fresh_name()
        self.address = f"{self.name}@mail.example"
        register(stack.site, self.name, self.address)
        self.sign_in(self.name)

    def write(self, subject: str, stars="4", text=None, **more):
        return self.submit("/reviews/new", {"subject": subject, "stars": stars,
                                            "text": text or TEXT.format(name=self.name), **more})

    def number(self) -> int:
        """Of the newest review."""
        return run(self.stack, "SELECT MAX(id) FROM reviews_reviews WHERE author_id = ?",
                   user_id(self.stack, self.name))[0][0]


class Moderator(Browser):
    def __init__(self, stack):
        super().__init__(stack.site["base_url"])
        self.stack, self.name = stack, add_admin(stack)
        self.sign_in(self.name)

    def version(self, review: int) -> int:
        return run(self.stack, "SELECT version FROM reviews_reviews WHERE id = ?", review)[0][0]

    def decide(self, review: int, what: str, version: int | None = None, **fields):
        return self.submit(f"/admin/reviews/{review}/{what}", {"version": version or self.version(review), **fields},
                           page="/admin/reviews")


@contextmanager
def people(*makers):
    made = []
    try:
        for maker in makers:
            made.append(maker())
        yield made
    finally:
        for each in made:
            each.close()


@pytest.fixture
def author(stack):
    with people(lambda: Author(stack)) as (made,):
        yield made


@pytest.fixture
def moderator(stack):
    with people(lambda: Moderator(stack)) as (made,):
        yield made


def test_from_the_first_words_to_the_public_page(stack, web, show, author, moderator):
    public = f"/reviews?subject={show}"
    assert f'value="{show}" selected' in author.get(f"/reviews/new?subject={show}").text
    text = "First line.\nSecond <b>line</b> with https://play.example/x."
    assert author.write(show, text=text).headers["Location"] == "/reviews/mine"
    assert "Waits for the school" in text_of(author.get("/reviews/mine"))
    assert "First line" not in web.get(public).text

    number = author.number()
    assert f"/admin/reviews/{number}" in moderator.get("/admin/reviews?show=all").text
    assert moderator.decide(number, "approve").headers["Location"] == "/admin/reviews"
    page = web.get(public).text
    assert "First line.\nSecond &lt;b&gt;line&lt;/b&gt;" in page
    assert '<a href="https://play.example/x" rel="nofollow ugc noopener">' in page
    assert author.name in page and "1 review" in text_of(web.get(public))
    assert "is public now" in wait_for_mails(stack.site, author.address, 2)[-1]

    # An edit goes back into the queue, and what is public stays.
    edited = author.submit(f"/reviews/{number}/edit", {"version": moderator.version(number), "stars": "2",
                                                       "text": "Not so sure any more."})
    assert edited.status_code == 303
    assert "your earlier one stays public" in text_of(author.get("/reviews/mine"))
    assert "First line." in web.get(public).text and "Not so sure" not in web.get(public).text
    assert moderator.decide(number, "edit", text="Not so sure, in other words.").status_code == 303
    assert "edited by the school" in text_of(web.get(public))
    assert "Public as the school has edited it" in text_of(author.get("/reviews/mine"))
    assert moderator.decide(number, "reply", reply="We will do better.").status_code == 303
    assert "We will do better." in text_of(web.get(public))
    assert "We will do better." in wait_for_mails(stack.site, author.address, 4)[-1]

    show_page = text_of(web.get(show.replace(":", "s/").replace("shows", "/shows")))
    assert "Not so sure, in other words." in show_page and "2.0" in show_page
    assert "1 review" in text_of(web.get("/shows?past=1"))

    assert moderator.decide(number, "reject", reason="It names a person.").status_code == 303
    assert "Not so sure" not in web.get(public).text
    mail = wait_for_mails(stack.site, author.address, 5)[-1]
    assert "It names a person." in mail and f"/reviews/{number}/edit" in mail
    assert "It names a person." in text_of(author.get("/reviews/mine"))
    history = text_of(moderator.get(f"/admin/reviews/{number}"))
    for deed in ("Approved", "Edited and approved", "Replied", "Rejected", "on version 3", "It names a person."):
        assert deed in history, deed
    assert stack.callboard("reviews", "check").stdout.strip() == "all totals are right"


def test_two_moderators_give_one_decision(stack, show, author, moderator):
    author.write(show)
    number, answers = author.number(), []
    with people(lambda: Moderator(stack)) as (other,):
        for each in (moderator, other):
            each.get("/admin/reviews")  # its token
        version = moderator.version(number)

        def decide(who, what):
            answers.append((who, who.decide(number, what, version, reason="Not this one.")))

        threads = [threading.Thread(target=decide, args=pair) for pair in ((moderator, "approve"), (other, "reject"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status_code for _, answer in answers) == [303, 409]
        loser = next(answer for _, answer in answers if answer.status_code == 409)
        winner = next(who for who, answer in answers if answer.status_code == 303)
        assert any(winner.name in said and "was quicker" in said for said in flashes(loser))
    assert len(run(stack, "SELECT id FROM reviews_decisions WHERE review_id = ?", number)) == 1


def test_what_a_colleague_has_open_is_marked(stack, show, author, moderator):
    author.write(show)
    number = author.number()
    assert "has this review open" not in text_of(moderator.get(f"/admin/reviews/{number}"))
    with people(lambda: Moderator(stack)) as (other,):
        assert f"{moderator.name}) has this review open" in text_of(other.get(f"/admin/reviews/{number}")) \
            or f"{moderator.name} has this review open" in text_of(other.get(f"/admin/reviews/{number}"))
        assert f"open at {moderator.name}" in text_of(other.get("/admin/reviews?show=all"))
        claim = f"/admin/reviews/{number}/claim"
        run(stack, "UPDATE reviews_claims SET until_at = 1 WHERE review_id = ?", number)
        assert moderator.submit(claim, page="/admin/reviews").status_code == 204
        assert run(stack, "SELECT until_at FROM reviews_claims WHERE review_id = ?", number)[0][0] > 1
        assert other.submit(claim, page="/admin/reviews").status_code == 409
        assert other.decide(number, "approve").status_code == 303
    assert run(stack, "SELECT user_id FROM reviews_claims WHERE review_id = ?", number) == []


def test_a_panel_is_open_without_a_script_and_a_deletion_is_mailed(stack, show, author, moderator):
    author.write(show)
    number = author.number()
    queue = moderator.get("/admin/reviews?show=all").text
    for panel, other in (("reject", "edit"), ("edit", "reject")):
        link = f"/admin/reviews/{number}?open={panel}#{panel}"
        assert f'href="{link}"' in queue
        page = moderator.get(link).text
        assert re.search(f'<details[^>]* id="{panel}" open', page) and not re.search(f'<details[^>]* id="{other}" open', page)
    assert f'data-claim="/admin/reviews/{number}/claim"' in page
    long = moderator.decide(number, "delete", deletion_reason="x" * 1001)
    assert long.status_code == 422 and set(faults(long)) == {"deletion_reason"} and "x" * 1001 in long.text
    assert moderator.decide(number, "delete", deletion_reason="It names a child.").status_code == 303
    letter = wait_for_mails(stack.site, author.address, 2)[-1]
    assert "It names a child." in letter and "/reviews/new" in letter


def test_the_author_who_changes_the_text_meanwhile_is_not_decided_on(stack, show, author, moderator):
    author.write(show)
    number = author.number()
    version = moderator.version(number)
    author.submit(f"/reviews/{number}/edit", {"version": version, "stars": "1", "text": "Changed in between."})
    answer = moderator.decide(number, "reject", version, reason="for the old text")
    assert answer.status_code == 409 and "changed the review meanwhile" in text_of(answer)
    assert "for the old text" in answer.text and "Changed in between." in answer.text
    stale = author.submit(f"/reviews/{number}/edit", {"version": version, "stars": "1", "text": "From an old tab."})
    assert stale.status_code == 409 and "From an old tab." in stale.text


def test_several_are_decided_at_once(stack, web, show, moderator):
    with people(*[lambda: Author(stack) for _ in range(3)]) as authors:
        for each in authors:
            each.write(show)
        numbers = [each.number() for each in authors]
        seen = [f"{number}:{moderator.version(number)}" for number in numbers]
        authors[2].submit(f"/reviews/{numbers[2]}/withdraw", {}, page=f"/reviews/{numbers[2]}/edit")
        refused = moderator.submit("/admin/reviews", {"show": "pending", "action": "reject", "review": seen, "reason": ""})
        assert refused.status_code == 422 and "reason" in faults(refused)
        moderator.submit("/admin/reviews", {"show": "pending", "action": "approve", "review": seen})
        said = flashes(moderator.get("/admin/reviews"))
        assert said[0] == "2 reviews are approved." and said[1].startswith("1 review was left out")
        assert text_of(web.get(f"/reviews?subject={show}")).count("An evening to remember") == 2
    for made_up in ("1", "x:1", "1:x", ":", "0:1"):
        fields = {"show": "pending", "action": "approve", "review": made_up}
        assert moderator.submit("/admin/reviews", fields).status_code == 400, made_up
    assert moderator.submit("/admin/reviews", {"action": "burn"}).status_code == 400


def test_who_may_do_what(stack, web, show, author, moderator):
    author.write(show)
    number = author.number()
    for path in ("/reviews/new", "/reviews/mine", f"/reviews/{number}/edit", "/admin/reviews"):
        assert web.get(path).status_code in (302, 303) and "/login" in web.get(path).headers["Location"], path
    assert moderator.get("/reviews/new").status_code in (200, 403)
    for path in ("/admin/reviews", f"/admin/reviews/{number}"):
        assert author.get(path).status_code == 403, path
    token = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', author.get("/reviews/new").text)[1]}
    for path in ("/admin/reviews", f"/admin/reviews/{number}/approve", f"/admin/reviews/{number}/delete"):
        assert author.post(path, data={**token, "version": "1"}).status_code == 403, path
    assert author.post("/reviews/new", data={"subject": show}).status_code == 403  # no token
    with people(lambda: Author(stack)) as (other,):
        assert other.get(f"/reviews/{number}/edit").status_code == 404
        for path in (f"/reviews/{number}/edit", f"/reviews/{number}/withdraw", f"/reviews/{number}/report"):
            fields = {"version": 1, "stars": 5, "text": "Somebody else's words."}
            assert other.submit(path, fields, page="/reviews/new").status_code == 404, path
    assert author.get("/admin/reviews/999999").status_code == 403
    assert moderator.get("/admin/reviews/999999").status_code == 404
    assert moderator.decide(999999, "approve", 1).status_code == 404


def test_bad_input_is_told_at_its_field(stack, author, show):
    future = run(stack, "SELECT id FROM theatre_admin_shows WHERE starts_at > ?", int((time.time() + 86400) * 1e6))[0][0]
    for subject in ("", "show", "show:", "show:0", "show:999999", "film:1", "show:1;DROP", "show:99999999999999999999",
                    f"show:{future}"):
        answer = author.write(subject)
        assert answer.status_code == 422 and "subject" in faults(answer), subject
        assert author.name in answer.text  # what was typed
    for stars in ("", "0", "6", "x", "4.5", "-1", "11", "５"):
        answer = author.write(show, stars)
        assert answer.status_code == 422 and "stars" in faults(answer), stars
    for text in (" \n ", "short", "x" * 4001, "a bell \x07 rings here", "\u202eturned around for good"):
        answer = author.write(show, text=text)
        assert answer.status_code == 422 and "text" in faults(answer), text[:20]
    assert author.write(show, text="nul \x00 in the middle").status_code == 400
    assert author.submit("/reviews/new", {"subject": [show, show], "stars": "5", "text": "Twice the subject."}).status_code == 400
    assert run(stack, "SELECT COUNT(*) FROM reviews_reviews WHERE author_id = ?", user_id(stack, author.name))[0][0] == 0


def test_a_second_review_leads_to_the_first(author, show):
    assert author.write(show).status_code == 303
    assert author.write(show).status_code == 303  # the same once more: a double click
    number = author.number()
    answer = author.write(show, text="Another opinion altogether.")
    assert answer.status_code == 422 and f'href="/reviews/{number}/edit"' in answer.text
    assert "Another opinion altogether." in answer.text
    assert author.get(f"/reviews/new?subject={show}").headers["Location"] == f"/reviews/{number}/edit"


def test_writing_has_its_pace(author, show):
    codes = []
    for number in range(14):
        codes.append(author.write(show, text=f"Opinion number {number}, all of them mine.").status_code)
        if codes[-1] == 429:
            break
    assert codes[0] == 303 and codes[-1] == 429 and len(codes) > 5
    last = author.write(show, text="Kept although it was refused.")
    assert last.status_code == 429 and int(last.headers["Retry-After"]) > 0 and "Kept although" in last.text


def test_a_report_reaches_the_school_once(stack, web, show, author, moderator):
    author.write(show)
    number = author.number()
    moderator.decide(number, "approve")
    assert web.get(f"/reviews/{number}/report").status_code in (302, 303)
    with people(lambda: Author(stack)) as (reader,):
        too_long = reader.submit(f"/reviews/{number}/report", {"reason": "x" * 501})
        assert too_long.status_code == 422 and "reason" in faults(too_long)
        for said in ("Thank you. The school will look at this review.", "You have reported this review already."):
            answer = reader.submit(f"/reviews/{number}/report", {"reason": "It is rude."})
            assert said in flashes(reader.get(answer.headers["Location"]))
    assert author.name in text_of(moderator.get("/admin/reviews?show=reported"))
    assert "It is rude." in text_of(moderator.get(f"/admin/reviews/{number}"))
    assert "Reported reviews" in text_of(moderator.get("/admin"))
    moderator.decide(number, "approve")
    assert author.name not in text_of(moderator.get("/admin/reviews?show=reported"))
    assert author.name in text_of(web.get(f"/reviews?subject={show}"))


def test_the_public_list_is_ordered_filtered_and_refuses_made_up_addresses(web):
    best = re.findall(r'aria-label="(\d) of 5 stars"', web.get("/reviews?sort=best").text)
    worst = re.findall(r'aria-label="(\d) of 5 stars"', web.get("/reviews?sort=worst").text)
    assert best == sorted(best, reverse=True) and worst == sorted(worst) and len(best) >= 10
    assert set(re.findall(r'class="notice review".*?aria-label="(\d) of', web.get("/reviews?stars=4").text, re.S)) == {"4"}
    for query in ("subject=show", "subject=show:x", "sort=loudest", "stars=0", "stars=6", "stars=x", "after=1", "after=1-2",
                  "after=a-b-c", "subject=%27", "after=9-1-1"):
        assert web.get(f"/reviews?{query}").status_code == 400, query
    for query in ("subject=show:999999", "subject=film:1"):
        assert web.get(f"/reviews?{query}").status_code == 404, query
    assert web.get("/reviews?after=0-1-1").status_code == 200


def test_the_demo_has_reviews_in_all_states_and_speaks_russian(stack, web, moderator):
    page = web.get("/reviews", headers={"Accept-Language": "ru"})
    assert page.status_code == 200 and len(re.findall('class="notice review"', page.text)) >= 10
    assert "Виола играет" not in page.text and "Rubbish" not in page.text  # what waits, and what was rejected
    assert "What students say" in text_of(web.get("/"))
    for view in ("pending", "rejected"):
        assert "data-review" in moderator.get(f"/admin/reviews?show={view}").text, view
    for path in ("/admin/reviews/all", "/admin/reviews/decisions", "/admin/audit?record=review"):
        assert moderator.get(path).status_code == 200, path
    before = run(stack, "SELECT COUNT(*) FROM reviews_reviews")
    stack.callboard("demo")
    assert run(stack, "SELECT COUNT(*) FROM reviews_reviews") == before

