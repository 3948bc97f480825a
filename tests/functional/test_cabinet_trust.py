"""Which cabinets are let in: certificates and tokens from the command line, to nginx and the host as they are."""

import html
import re
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from admin import flash, signed_in_admin
from clients import CabinetClient, cabinet_client
from holders import count

BODY = {"firmware": "1.4.2", "pending": 0, "snapshot": 0}


def openssl(*arguments, **options) -> str:
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, text=True, **options).stdout


class Device:
    """A cabinet of its own, enrolled from the command line."""

    def __init__(self, stack, folder, name: str, *options: str):
        self.stack, self.folder, self.name = stack, folder / name, name
        options = options or ("--token", "--certificate")
        if "--certificate" in options:
            options = [*options, str(self.folder)] if options[-1] == "--certificate" else options
        self.token = stack.callboard("cabinet", "add", name, *options).stdout.strip()

    def client(self, certificate: bool = False, token: bool = False) -> CabinetClient:
        client = CabinetClient(self.stack.site["cabinet_url"], verify=self.stack.site["ca_file"])
        if certificate:
            client.cert = (str(self.folder / "cabinet.pem"), str(self.folder / "cabinet.key"))
        if token:
            client.headers["Authorization"] = f"Bearer {self.token}"
        return client

    def status(self, **credentials) -> int:
        with self.client(**credentials) as client:
            return client.get("/cabinet/v1/time").status_code


@pytest.fixture
def enrol(stack, tmp_path):
    """enrol("name", "--token"): revoked again when the test is over."""
    made = []

    def enrolled(name: str, *options: str) -> Device:
        made.append(Device(stack, tmp_path, f"{name}-{len(made)}-{tmp_path.name}", *options))
        return made[-1]

    yield enrolled
    for device in made:
        stack.callboard("cabinet", "revoke", device.name)


def test_a_certificate_alone_issues_and_takes_back_a_key(site, enrol):
    with enrol("hall").client(certificate=True) as cabinet:
        issued, returned = cabinet.issue("12345ABC", "101"), cabinet.give_back("12345ABC", "101")

    assert (issued.status_code, returned.status_code) == (200, 200), issued.text + returned.text


def test_the_demo_cabinet_has_both(site):
    for credentials in ({"certificate": True, "token": False}, {"token": True}):
        with cabinet_client(site, **credentials) as cabinet:
            assert cabinet.get("/cabinet/v1/time").status_code == 200


def test_the_time_is_the_servers(enrol):
    with enrol("hall").client(certificate=True) as cabinet:
        answer = cabinet.get("/cabinet/v1/time")

    told = datetime.fromisoformat(answer.json()["time"].replace("Z", "+00:00"))
    assert abs(told - datetime.now(timezone.utc)) < timedelta(seconds=10)
    assert answer.json()["unix_ms"] == int(told.timestamp() * 1000)
    assert set(answer.json()) == {"time", "unix_ms"} and answer.headers["Content-Length"]


def test_a_check_in_is_kept_and_answered(stack, enrol):
    device = enrol("hall")
    with device.client(token=True) as cabinet:
        answer = cabinet.post("/cabinet/v1/check-in", json=BODY)
        again = cabinet.post("/cabinet/v1/check-in", json=BODY, headers={"Idempotency-Key": "a"})
        repeated = cabinet.post("/cabinet/v1/check-in", json=BODY, headers={"Idempotency-Key": "a"})
        other = cabinet.post("/cabinet/v1/check-in", json={**BODY, "pending": 1}, headers={"Idempotency-Key": "a"})

    assert answer.status_code == 200 and set(answer.json()) == {"time", "unix_ms", "last_seq", "snapshot"}
    assert repeated.json() == again.json() and other.status_code == 422
    listed = [line.split("\t") for line in stack.callboard("cabinet", "list").stdout.splitlines()]
    [line] = [line for line in listed if line[2] == device.name]
    assert line[4] == "1.4.2" and line[3].startswith(datetime.now(timezone.utc).strftime("%Y-"))


@pytest.mark.parametrize("body", [{}, {**BODY, "firmware": 1}, {**BODY, "firmware": "x" * 65}, {**BODY, "firmware": "a\nb"},
                                  {**BODY, "pending": -1}, {**BODY, "pending": True}, {**BODY, "pending": 1.5},
                                  {**BODY, "pending": 2**63}, {**BODY, "pending": 2**64}, {**BODY, "snapshot": "1"}, []])
def test_a_malformed_check_in_is_400(enrol, body):
    with enrol("hall", "--token").client(token=True) as cabinet:
        answer = cabinet.post("/cabinet/v1/check-in", json=body)

    assert answer.status_code == 400 and list(answer.json()) == ["error"]


def test_a_revocation_ends_both_at_once_without_nginx(stack, enrol):
    device = enrol("hall")
    with device.client(certificate=True) as kept, device.client(token=True) as other:
        assert (kept.get("/cabinet/v1/time").status_code, other.get("/cabinet/v1/time").status_code) == (200, 200)
        stack.callboard("cabinet", "revoke", device.name)
        for client in (kept, other):
            answer = client.get("/cabinet/v1/time")
            assert answer.status_code == 401 and list(answer.json()) == ["error"]
            assert client.issue("12345ABC", "101").status_code == 401


def test_after_a_reload_nginx_refuses_a_revoked_certificate_itself(stack, enrol):
    device, other = enrol("hall"), enrol("desk")
    stack.callboard("cabinet", "revoke", device.name)
    stack.nginx.reload()

    with device.client(certificate=True) as client:
        answer = client.get("/cabinet/v1/time")
    assert answer.status_code == 401
    of_nginx = Path(stack.tables["paths"]["static"]) / "errors/495.error.ru.json"
    assert answer.content == of_nginx.read_bytes()
    assert other.status(certificate=True) == 200


def test_a_rotated_cabinet_has_its_new_credentials_alone(stack, enrol, tmp_path):
    device = enrol("hall")
    fresh = tmp_path / "fresh"
    stack.callboard("cabinet", "rotate", device.name, "--certificate", str(fresh))

    assert device.status(certificate=True) == 401 and device.status(token=True) == 401
    device.folder = fresh
    assert device.status(certificate=True) == 200


def test_with_a_grace_the_old_ones_go_on(stack, enrol, tmp_path):
    device = enrol("hall")
    stack.callboard("cabinet", "rotate", device.name, "--certificate", str(tmp_path / "fresh"), "--grace", "1")

    assert device.status(certificate=True) == 200 and device.status(token=True) == 200


def test_a_certificate_beside_another_cabinets_token_is_401(enrol):
    one, two = enrol("one"), enrol("two")
    one.token = two.token

    assert one.status(certificate=True, token=True) == 401
    assert one.status(certificate=True) == 200


def test_what_a_client_says_of_its_certificate_counts_for_nothing(stack, enrol):
    device = enrol("hall")
    certificate = device.folder / "cabinet.pem"
    serial = openssl("x509", "-in", certificate, "-noout", "-serial").strip().removeprefix("serial=")
    subject = openssl("x509", "-in", certificate, "-noout", "-subject", "-nameopt", "RFC2253").strip()
    forged = {"Client-Serial": serial, "Client-Certificate": subject.removeprefix("subject="), "X-SSL-Client-Verify": "SUCCESS",
              "CLIENT_SERIAL": serial, "CLIENT_CERTIFICATE": subject.removeprefix("subject=")}
    for url in (stack.site["cabinet_url"], stack.site["base_url"], stack.site["https_url"]):
        with CabinetClient(url, verify=stack.site["ca_file"]) as client:
            answer = client.get(f"/cabinet/v1/time?CLIENT_SERIAL={serial}", headers=forged)
            assert answer.status_code == 401, url


def test_another_cas_certificate_with_our_names_is_401(stack, enrol, tmp_path):
    device = enrol("hall")
    serial = openssl("x509", "-in", device.folder / "cabinet.pem", "-noout", "-serial").strip().removeprefix("serial=")
    identity = stack.callboard("cabinet", "list").stdout.split(f"\ttrusted\t{device.name}")[0].splitlines()[-1]
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-set_serial",
            f"0x{serial}", "-subj", f"/O=x/CN={device.name}/serialNumber={identity}", "-keyout", tmp_path / "cabinet.key",
            "-out", tmp_path / "cabinet.pem")
    device.folder = tmp_path

    assert device.status(certificate=True) == 401
    assert device.status(certificate=True, token=True) == 401


def test_a_device_keeps_the_key_that_it_has_made(stack, tmp_path, enrol):
    key, request = tmp_path / "own.key", tmp_path / "own.csr"
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
            request, "-subj", "/CN=whatever/serialNumber=1")
    device = enrol("own", "--csr", str(request), "--certificate")

    assert not (device.folder / "cabinet.key").exists()
    subject = openssl("x509", "-in", device.folder / "cabinet.pem", "-noout", "-subject", "-nameopt", "RFC2253")
    assert f"CN={device.name}" in subject and "whatever" not in subject
    (device.folder / "cabinet.key").write_text(key.read_text())
    assert device.status(certificate=True) == 200


def test_a_certificate_says_what_it_is_for_and_is_small(enrol):
    device = enrol("hall")
    text = openssl("x509", "-in", device.folder / "cabinet.pem", "-noout", "-text")
    openssl("x509", "-in", device.folder / "cabinet.pem", "-outform", "DER", "-out", device.folder / "der")
    assert (device.folder / "der").stat().st_size < 700
    for wanted in ("CA:FALSE", "Digital Signature", "TLS Web Client Authentication", "NIST CURVE: P-256"):
        assert wanted in text
    assert oct((device.folder / "cabinet.key").stat().st_mode & 0o777) == "0o600"


def test_the_settings_decide_what_is_enough(start_stack, tmp_path):
    expected = {"mtls": (200, 401, 200), "token": (401, 200, 200), "open": (200, 200, 200)}
    for auth, statuses in expected.items():
        stack = start_stack(auth, plugins=["key_cabinet"], overrides=[f"plugins.key_cabinet.auth={auth}"])
        device = Device(stack, tmp_path, f"hall-{auth}")
        assert (device.status(certificate=True), device.status(token=True),
                device.status(certificate=True, token=True)) == statuses, auth
        assert device.status() == (200 if auth == "open" else 401)
        if auth == "open":
            assert "key_cabinet.open" in (stack.folder / "log/host.log").read_text()
        stack.stop()


def test_without_a_ca_there_are_tokens_alone(start_stack):
    stack = start_stack("tokens", plugins=["key_cabinet"], overrides=['plugins.key_cabinet.ca_folder=""'])

    assert stack.callboard("cabinet", "add", "hall").stdout.strip()
    refused = stack.callboard("cabinet", "add", "desk", "--certificate", str(stack.folder / "desk"), check=False)
    assert refused.returncode == 1 and "ca_folder" in refused.stderr
    assert count(stack, "key_cabinet_cabinets WHERE name = 'desk'") == 0


# --- The administration -----------------------------------------------------------------------------------------


@pytest.fixture
def admin(stack):
    return signed_in_admin(stack)


def shown(page: str, field: str) -> str:
    found = re.search(rf'<textarea[^>]*id="{field}"[^>]*>\n?(.*?)</textarea>', page, re.S)
    assert found, page
    return html.unescape(found.group(1)).strip()


def test_an_administrator_enrols_and_revokes_a_cabinet(stack, admin, tmp_path):
    name = f"Сцена {tmp_path.name}"
    answer = admin.submit("/admin/keys/cabinets/enrol", {"name": name, "place": "У сцены", "token": "1", "certificate": "1",
                                                         "as": "page"})
    assert answer.status_code == 200, answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    device = Device.__new__(Device)
    device.stack, device.folder, device.name = stack, tmp_path, name
    device.token = shown(answer.text, "token")
    (tmp_path / "cabinet.pem").write_text(shown(answer.text, "certificate") + "\n")
    (tmp_path / "cabinet.key").write_text(shown(answer.text, "private_key") + "\n")
    assert device.status(certificate=True) == 200 and device.status(token=True) == 200

    identity = newest_id(stack, name)
    page = admin.get(f"/admin/keys/cabinets/{identity}").text
    assert name in page and device.token not in page
    assert "revoked" in flash(admin, admin.submit(f"/admin/keys/cabinets/{identity}/revoke", {}))
    assert device.status(certificate=True) == 401 and device.status(token=True) == 401


def newest_id(stack, name: str) -> str:
    listed = [line.split("\t") for line in stack.callboard("cabinet", "list").stdout.splitlines()]
    return next(identity for identity, _, listed_name, *_ in listed if listed_name == name)


def test_credentials_come_as_a_file_too(stack, admin, enrol):
    device = enrol("hall")
    path = f"/admin/keys/cabinets/{newest_id(stack, device.name)}/credentials"
    answer = admin.submit(path, {"grace": "0", "token": "1", "as": "file"})

    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert device.status(token=True) == 401
    device.token = next(line for line in answer.text.splitlines() if line.startswith("ey"))
    assert device.status(token=True) == 200


@pytest.mark.parametrize("typed, fault", [
    ({"name": "  ", "token": "1"}, "A name has 1 to 64 characters."),
    ({"name": "new"}, "Choose at least one."),
    ({"name": "new", "certificate": "1", "request": "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END"}, "no certificate request"),
    ({"name": "new", "place": "x" * 201, "token": "1"}, "At most 200 characters"),
])
def test_what_does_not_hold_is_said_at_its_field(admin, typed, fault):
    answer = admin.submit("/admin/keys/cabinets/enrol", {"place": "", "as": "page", **typed})

    assert answer.status_code == 422 and fault in answer.text


def test_nobody_else_sees_these_pages(web):
    for path in ("/admin/keys/cabinets", "/admin/keys/cabinets/enrol", "/admin/keys/cabinets/1/credentials"):
        assert web.get(path).status_code == 303
