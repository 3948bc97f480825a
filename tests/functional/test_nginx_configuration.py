"""The shipped files as a sysadmin installs them: nginx itself is the judge."""

import os
import re
import shutil
import subprocess

import pytest

from callboard_dev import tls
from callboard_dev.nginx import PROGRAM
from callboard_dev.paths import ROOT

# As Debian's own nginx.conf includes it, with the traps that stand in there: old protocols and gzip.
DEBIAN = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    access_log {folder}/access.log;
    gzip on;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include callboard/callboard.conf;
}}
"""


@pytest.fixture
def installed(tmp_path):
    """The files as shipped, their absolute paths and privileged ports moved into the test's reach."""
    shutil.copytree(ROOT / "nginx", tmp_path / "callboard")
    (tmp_path / "tls").mkdir()
    tls.ensure(tmp_path / "tls")
    for name in ("site", "cabinet-server"):
        shutil.copy(tmp_path / "tls/server.pem", tmp_path / f"tls/{name}.pem")
        shutil.copy(tmp_path / "tls/server.key", tmp_path / f"tls/{name}.key")
    shutil.copy(tmp_path / "tls/ticket.key", tmp_path / "tls/cabinet-ticket.key")
    (tmp_path / "cabinet-ca").mkdir()
    for name in ("ca.pem", "ca.key"):
        shutil.copy(tmp_path / "tls" / name, tmp_path / "cabinet-ca" / name)
    make_revocation_list(tmp_path / "cabinet-ca")
    for file in (tmp_path / "callboard/local").iterdir():
        text = file.read_text().replace("/etc/callboard/", f"{tmp_path}/").replace("/var/log/nginx/", f"{tmp_path}/")
        file.write_text(re.sub(r"(listen .*?)\b(443|80)\b", r"\g<1>21\2", text))
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(DEBIAN.format(folder=tmp_path, user=user))
    return tmp_path


def make_revocation_list(ca) -> None:
    (ca / "index.txt").touch()
    subprocess.run(["openssl", "ca", "-gencrl", "-crldays", "1", "-md", "sha256", "-keyfile", ca / "ca.key",
                    "-cert", ca / "ca.pem", "-out", ca / "crl.pem", "-config", "/dev/stdin"], check=True,
                   input=f"[ca]\ndefault_ca = own\n[own]\ndatabase = {ca}/index.txt\n", text=True, capture_output=True)


def check(folder) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, "-t", "-p", f"{folder}/", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"],
                          capture_output=True, text=True)


def test_nginx_accepts_the_shipped_files_without_a_warning(installed):
    checked = check(installed)

    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr and "[emerg]" not in checked.stderr


def test_the_check_would_notice_a_broken_file(installed):
    (installed / "callboard/limits.conf").write_text("limit_req_zone nonsense;")

    assert check(installed).returncode != 0


def test_every_shipped_file_is_included_by_another_or_is_the_entry():
    files = {str(file.relative_to(ROOT / "nginx")) for file in (ROOT / "nginx").rglob("*.conf")}
    included = set()
    for file in files:
        included |= set(re.findall(r"^\s*include callboard/(\S+);", (ROOT / "nginx" / file).read_text(), re.M))

    assert files - included == {"callboard.conf", "redirect.conf"}
    assert included <= files


def test_a_location_that_adds_a_header_repeats_the_common_ones():
    """nginx drops all inherited headers where a block adds one."""
    for file in ("site.conf", "errors.conf"):
        blocks = re.findall(r"location [^{]*\{([^}]*)\}", (ROOT / "nginx" / file).read_text())
        for block in blocks:
            if "add_header" in block:
                assert "callboard/headers.conf" in block or "callboard/error_headers.conf" in block, block


def test_a_location_that_sets_a_fastcgi_parameter_repeats_all_of_them():
    for file in ("site.conf", "cabinet.conf"):
        for line in (ROOT / "nginx" / file).read_text().splitlines():
            assert not line.strip().startswith("fastcgi_param "), f"{file}: {line}"
