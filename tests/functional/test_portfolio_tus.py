"""Resumable uploads by tus 1.0, as raw requests and by tus-js-client's own calls."""

import json
import subprocess
import threading

import pytest

from accounts import bearer, token_of
from callboard_dev.paths import ROOT
from holders import connected
from media_files import mp4, shown
from people import PASSWORD
from portfolios import Artist, checksum, encoded


@pytest.fixture
def artist(stack):
    with Artist(stack.site["base_url"]) as browser:
        browser.account = browser.joined()
        yield browser


def test_it_says_what_it_can(web):
    answer = web.request("OPTIONS", "/portfolio/uploads")
    assert answer.status_code == 204 and answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation", "creation-with-upload", "checksum", "expiration", "termination"}
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256,crc32" and int(answer.headers["Tus-Max-Size"]) > 0


def test_a_film_arrives_piece_by_piece(artist):
    film = mp4()
    made = artist.begin(len(film), "in pieces", filename="../../film.mp4", visibility="school")
    assert made.status_code == 201 and made.headers["Tus-Resumable"] == "1.0.0" and "Upload-Expires" in made.headers
    path, cut = made.headers["Location"], len(film) // 2
    first = artist.patch(path, 0, film[:cut], Upload_Checksum=checksum(film[:cut]))
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(cut))
    head = artist.tus("HEAD", path)
    assert head.status_code == 200 and head.headers["Cache-Control"] == "no-store"
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (str(cut), str(len(film)))
    assert artist.patch(path, cut, film[cut:], Upload_Checksum=checksum(film[cut:], "sha256")).status_code == 204
    item = artist.item("in pieces")
    assert "<video" in artist.wait_for(item, "<video")
    assert shown(artist.get(f"/portfolio/media/{item}/video").content) == shown(film)
    assert artist.tus("HEAD", path).headers["Upload-Offset"] == str(len(film)), "for a client that lost the last answer"


def test_refusals_follow_the_protocol(artist):
    path = artist.begin(10).headers["Location"]
    assert artist.patch(path, 3, b"abc").status_code == 409
    assert artist.patch(path, 0, b"a" * 11).status_code == 413
    assert artist.patch(path, 0, b"abc", Upload_Checksum=checksum(b"abd")).status_code == 460
    assert artist.patch(path, 0, b"abc", Upload_Checksum="md5 YWJj").status_code == 400
    assert artist.patch(path, 0, b"abc", Content_Type="text/plain").status_code in (400, 415)
    other = artist.patch(path, 0, b"abc", Tus_Resumable="0.2.2")
    assert (other.status_code, other.headers["Tus-Version"]) == (412, "1.0.0")
    assert artist.tus("HEAD", path).headers["Upload-Offset"] == "0", "nothing of all that stays"
    assert artist.tus("HEAD", "/portfolio/uploads/999999").status_code == 404
    for length in ("-1", "x", "", "99999999999999999999"):
        assert artist.tus("POST", Upload_Length=length, Upload_Metadata=encoded(title="t")).status_code == 400
    assert artist.tus("POST", Upload_Length=str(3 << 30), Upload_Metadata=encoded(title="t")).status_code == 413
    for metadata in ("title", "title ****", "title YQ==,title Yg=="):
        answer = artist.tus("POST", Upload_Length="5", Upload_Metadata=metadata)
        assert answer.status_code in (400, 422) and answer.headers["Tus-Resumable"] == "1.0.0", metadata


def test_an_upload_is_given_up(artist):
    path = artist.begin(10, "given up").headers["Location"]
    assert artist.tus("DELETE", path).status_code == 204
    assert artist.tus("HEAD", path).status_code in (404, 410) and artist.patch(path, 0, b"x").status_code in (404, 410)
    assert artist.item("given up") is None


def test_it_is_its_owners_alone_and_needs_the_token_of_the_page(stack, artist):
    path = artist.begin(10).headers["Location"]
    with Artist(stack.site["base_url"]) as other:
        assert other.tus("HEAD", path).status_code == 401
        other.joined()
        assert other.tus("HEAD", path).status_code == 404 and other.patch(path, 0, b"x").status_code == 404
        assert other.tus("DELETE", path).status_code == 404
    assert artist.patch(path, 0, b"x", X_CSRF_Token=None).status_code == 403
    with bearer(stack.site, token_of(stack.site, artist.account.name, PASSWORD)) as program:
        assert program.request("HEAD", path, headers={"Tus-Resumable": "1.0.0"}).status_code == 200


def test_the_first_piece_may_come_along(artist):
    made = artist.tus("POST", body=b"abc", Upload_Length="5", Upload_Metadata=encoded(title="along"),
                      Content_Type="application/offset+octet-stream")
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "3")


def test_an_upload_whose_first_piece_was_not_taken_is_there_all_the_same(artist):
    piece = {"Upload_Length": "5", "Content_Type": "application/offset+octet-stream"}
    made = artist.tus("POST", body=b"abc", Upload_Metadata=encoded(title="wrong"), Upload_Checksum=checksum(b"abd"), **piece)
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "0")
    assert artist.patch(made.headers["Location"], 0, b"abcd").status_code == 204
    bad = artist.tus("POST", body=b"abc", Upload_Metadata=encoded(title="unread"), Upload_Checksum="md5 YWJj", **piece)
    assert bad.status_code == 400 and "unread" not in artist.get("/portfolio").text


def test_parallel_writers_do_not_mix(artist):
    """Whatever they are told, what is there is one of them, whole pieces only."""
    path = artist.begin(4_000_000).headers["Location"]
    artist.token()
    answers = []

    def write(byte: bytes) -> None:
        answers.append(artist.patch(path, 0, byte * 2_000_000).status_code)

    threads = [threading.Thread(target=write, args=(byte,)) for byte in (b"a", b"b", b"c", b"d")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(204) == 1 and set(answers) <= {204, 409, 423}, answers
    assert artist.tus("HEAD", path).headers["Upload-Offset"] == "2000000"


def test_the_quota_is_reserved_at_the_beginning(stack, artist):
    assert artist.begin(1 << 30, "a").status_code == 201
    assert artist.begin((1 << 30) - 10, "b").status_code in (201, 503)
    refused = artist.begin(1 << 30, "c")
    assert refused.status_code in (413, 503) and refused.json()["message"]


def test_it_goes_on_after_a_restart_and_a_killed_worker(start_stack):
    """The host is stopped in the middle of an upload, and the worker of the processing is killed."""
    stack = start_stack(plugins=["accounts", "portfolio"])
    film = mp4()
    with Artist(stack.site["base_url"]) as artist:
        artist.joined()
        path = artist.begin(len(film), "survivor").headers["Location"]
        assert artist.patch(path, 0, film[:1000]).status_code == 204
        stack.host.stop()
        stack.start_host()
        stack.wait_until_ready()
        assert artist.tus("HEAD", path).headers["Upload-Offset"] == "1000"
        assert artist.patch(path, 1000, film[1000:]).status_code == 204
        stack.host.kill()
        with connected(stack) as (connection, placeholder):  # as a worker leaves it that dies with the item in hand
            connection.cursor().execute("UPDATE portfolio_items SET tries = 1, lease_until = 1")
        stack.start_host()
        stack.wait_until_ready()
        artist.wait_for(artist.item("survivor"), "<video")


CLIENT = """
const tus = require(process.argv[1] + '/node_modules/tus-js-client');
const {url, csrf, cookie, film} = JSON.parse(process.argv[2]);
const buffer = require('fs').readFileSync(film);
const headers = {'X-CSRF-Token': csrf, 'Cookie': cookie};
const report = {progress: 0};
let cut = true;
const upload = new tus.Upload(buffer, {
  endpoint: url + '/portfolio/uploads', headers, chunkSize: 40000, retryDelays: [0, 100, 500],
  metadata: {title: 'by the client', filename: 'film.mp4', kind: 'video', visibility: 'public'},
  onProgress: () => { report.progress++; },
  onChunkComplete: async () => {  // stops in the middle, and another client goes on where it was
    if (!cut) return;
    cut = false;
    await upload.abort();
    const second = new tus.Upload(buffer, {
      endpoint: url + '/portfolio/uploads', uploadUrl: upload.url, headers, chunkSize: 40000,
      onError: (error) => { console.log(JSON.stringify({error: String(error)})); process.exit(1); },
      onSuccess: async () => {
        const other = new tus.Upload(buffer, {endpoint: url + '/portfolio/uploads', headers, chunkSize: 40000,
          metadata: {title: 'terminated', kind: 'video'}, onChunkComplete: async () => {
            await other.abort(true);
            console.log(JSON.stringify({...report, url: second.url, terminated: true}));
            process.exit(0);
          }});
        other.start();
      },
    });
    second.start();
  },
  onError: (error) => { console.log(JSON.stringify({error: String(error)})); process.exit(1); },
});
upload.start();
"""


def test_tus_js_client_uploads_resumes_and_terminates(artist, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(mp4())
    cookie = "; ".join(f"{one.name}={one.value}" for one in artist.cookies)
    given = json.dumps({"url": artist.url, "csrf": artist.token(), "cookie": cookie, "film": str(film)})
    ran = subprocess.run(["node", "-e", CLIENT, str(ROOT), given], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    report = json.loads(ran.stdout)
    assert report["terminated"] and report["progress"] > 0
    item = artist.item("by the client")
    artist.wait_for(item, "<video")
    assert shown(artist.get(f"/portfolio/media/{item}/video").content) == shown(mp4())
    assert artist.item("terminated") is None
