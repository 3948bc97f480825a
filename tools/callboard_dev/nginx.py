"""nginx for a stack: the shipped files as they are, with this stack's own local/ beside them."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from .console import UserError
from .paths import ROOT
from .ports import Ports, has_ipv6
from .service import Service, children, wait_until

PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", "")) or "/usr/sbin/nginx"

MAIN = """\
# Made by ./dev; what it includes from callboard/ are the shipped files.
{user}daemon off;
pid {folder}/run/nginx-master.pid;
error_log {folder}/log/nginx.log warn;
worker_processes {workers};
worker_rlimit_nofile 16384;
worker_shutdown_timeout 10s;
events {{
    worker_connections 4096;
}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    types_hash_max_size 2048;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/nginx/tmp/body;
    fastcgi_temp_path {folder}/nginx/tmp/fastcgi;
    proxy_temp_path {folder}/nginx/tmp/proxy;
    uwsgi_temp_path {folder}/nginx/tmp/uwsgi;
    scgi_temp_path {folder}/nginx/tmp/scgi;
    include callboard/callboard.conf;
}}
"""

PATHS = """\
map "" $callboard_static {{
    default "{static}";
}}
map "" $callboard_media {{
    default "{data}/media";
}}
map "" $callboard_backups {{
    default "{data}/backups";
}}
# Browsers remember it for the whole of localhost, other ports included: so only for a minute.
map "" $callboard_hsts_value {{
    default "max-age=60";
}}
"""

TLS = """\
server_name localhost;
ssl_certificate "{folder}/tls/server.pem";
ssl_certificate_key "{folder}/tls/server.key";
access_log "{folder}/log/nginx-{name}.log" callboard;
"""


def listen(port: int, options: str = "") -> str:
    """On the loopback alone, of both families where there are both."""
    addresses = [f"127.0.0.1:{port}"] + ([f"[::1]:{port}"] if has_ipv6() else [])
    return "".join(f"listen {address}{options};\n" for address in addresses)


class Nginx(Service):
    """`site_extra` is put inside the site's server { }: a benchmark's own location, say. `cabinet_ca` is the folder of
    the cabinets' CA with its revocation list; without, the development CA signs for cabinets too."""

    def __init__(self, folder: Path, ports: Ports, static: Path, data: Path, host: str, workers: int = 2, site_extra: str = "",
                 cabinet_ca: Path | None = None):
        self.folder = folder
        self.prefix = folder / "nginx"
        self.ports = ports
        self.static = static
        self.data = data
        self.host = host
        self.workers = workers
        self.site_extra = site_extra
        self.cabinet_ca = cabinet_ca
        super().__init__("nginx", self.command(), folder, stop_signal=signal.SIGTERM)

    def command(self, *arguments: str) -> list[str]:
        return [PROGRAM, "-p", f"{self.prefix}/", "-c", str(self.prefix / "nginx.conf"),
                "-e", str(self.folder / "log/nginx.log"), *arguments]

    def configure(self) -> None:
        """Writes the configuration anew and has nginx check it."""
        shipped = self.prefix / "callboard"
        shutil.rmtree(shipped, ignore_errors=True)
        shutil.copytree(ROOT / "nginx", shipped, ignore=shutil.ignore_patterns("*.md", "local"))
        (self.prefix / "tmp").mkdir(exist_ok=True)
        (self.folder / "log").mkdir(exist_ok=True)
        user = "user root;\n" if os.geteuid() == 0 else ""
        self.write("nginx.conf", MAIN.format(user=user, folder=self.folder, workers=self.workers))
        self.write_local()
        checked = subprocess.run(self.command("-t", "-q"), capture_output=True, text=True)
        if checked.returncode != 0:
            raise UserError(f"nginx refuses its configuration:\n{checked.stderr.strip()}")

    def write_local(self) -> None:
        (self.prefix / "callboard/local").mkdir()
        upstream = f"unix:{self.host}" if self.host.startswith("/") else self.host
        self.write("callboard/local/upstream.conf", f'server "{upstream}";\n')
        self.write("callboard/local/paths.conf", PATHS.format(static=self.static, data=self.data))
        site = listen(self.ports.http) + listen(self.ports.https, " ssl http2")
        self.write("callboard/local/site.conf", site + TLS.format(folder=self.folder, name="site") + self.site_extra)
        cabinet = listen(self.ports.cabinet, " ssl") + TLS.format(folder=self.folder, name="cabinet")
        self.write("callboard/local/cabinet.conf", cabinet + self.cabinet_trust())

    def cabinet_trust(self) -> str:
        tickets = f'ssl_session_ticket_key "{self.folder}/tls/ticket.key";\n'
        if self.cabinet_ca is None:
            return f'{tickets}ssl_client_certificate "{self.folder}/tls/ca.pem";\n'
        return (f'{tickets}ssl_client_certificate "{self.cabinet_ca}/ca.pem";\n'
                f'ssl_crl "{self.cabinet_ca}/crl.pem";\n')

    def reload(self) -> None:
        """Reads the configuration, the keys and the revocation list anew; returns when new workers serve."""
        before = set(children(self.pid)) if self.pid else set()
        self.signal(signal.SIGHUP)
        if not wait_until(lambda: set(children(self.pid or 0)) - before, 10):
            raise self.failure("made no new workers on SIGHUP")

    def write(self, name: str, text: str) -> None:
        (self.prefix / name).write_text(text)
