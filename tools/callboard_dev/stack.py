"""A whole Callboard in one folder: MariaDB or SQLite, the host, nginx, demo data, and site.json that describes it.

    with Stack(folder, preset="dev", ports=find_free()) as stack:
        requests.get(stack.site["base_url"])

`./dev run` and `./dev up` use it for development, the functional tests and the benchmarks for theirs.
"""

import http.client
import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from . import configuration, prepared, tls
from .console import UserError
from .mariadb import MariaDb
from .nginx import Nginx
from .paths import BUILD
from .ports import Ports, require_free
from .service import Service, children, wait_until

# The host answers what is in flight and is gone within 5 s; a little more before it is killed.
HOST_GRACE = 8
READY_WITHIN = 60
LONGEST_SOCKET_PATH = 107


@dataclass
class Options:
    data: Path
    ports: Ports
    preset: str = "release"
    database: str = "sqlite"
    plugins: list[str] | None = None  # None: all that are built
    overrides: list[str] = field(default_factory=list)  # "section.key=value"
    nginx_workers: int = 2
    site_extra: str = ""  # inside the server { } of nginx' site
    database_memory: str = "64M"  # what MariaDB keeps of its tables
    demo: bool = True  # with the demo data of the plugins
    probe: bool = False  # the plugin that functional tests and the benchmark drive the host with
    from_prepared: bool = False  # a new folder may be a copy of one that was made before (prepared.py)


class Stack:
    def __init__(self, options: Options):
        self.options = options
        self.folder = options.data.absolute()
        self.bin = BUILD / options.preset / "bin/callboard"
        self.config = self.folder / "callboard.toml"
        self.site: dict = {}
        self.mariadb = MariaDb(self.folder, options.database_memory) if options.database == "mysql" else None
        self.host = Service("host", [str(self.bin), "--config", str(self.config), "serve"], self.folder, grace=HOST_GRACE)
        self.tables = configuration.defaults(self.folder, options.preset, self.base_url, self.plugins())
        if self.mariadb:
            self.tables["database"] = self.mariadb.settings()
        if options.probe:
            configuration.add_probe(self.tables)
        for override in options.overrides:
            configuration.apply(self.tables, override)
        self.nginx = Nginx(self.folder, options.ports, Path(self.tables["paths"]["static"]),
                           Path(self.tables["server"]["data_dir"]), self.tables["server"]["listen"],
                           workers=options.nginx_workers, site_extra=options.site_extra,
                           cabinet_ca=self.cabinet_ca())

    # --- What it is -------------------------------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.options.ports.http}"

    def plugins(self) -> list[str]:
        chosen = self.options.plugins
        if chosen is None:
            chosen = configuration.built_plugins(self.options.preset)
        return chosen + ["probe"] if self.options.probe else chosen

    def cabinet_ca(self) -> Path | None:
        """The folder of the cabinets' CA, where there are cabinets."""
        if "key_cabinet" not in self.tables["plugins"]["enabled"]:
            return None
        folder = self.tables["plugins"].get("key_cabinet", {}).get("ca_folder", "")
        return Path(folder) if folder else None

    def services(self) -> list[Service]:
        """In the order in which they start."""
        return [service for service in (self.mariadb, self.host, self.nginx) if service]

    # --- Its life ---------------------------------------------------------------------------------------------

    def __enter__(self) -> "Stack":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self, outlive: bool = False) -> None:
        """Brings everything up and returns when it is ready; where that fails, nothing stays behind."""
        self.require_possible()
        try:
            if self.options.from_prepared and not (self.folder / "data").exists():
                prepared.fill(self)
                self.prepare(outlive)
            else:
                self.make(outlive)
            self.start_host(outlive)
            self.nginx.configure()
            self.nginx.start(outlive)
            self.wait_until_ready()
            self.write_site(self.noted_demo()["site"] if self.options.demo else {})
        except BaseException:
            self.stop()
            raise

    def make(self, outlive: bool = False) -> None:
        """All that the host wants to find: what is there already is kept, and brought up to date."""
        self.prepare(outlive)
        self.callboard("migrate")
        if self.nginx.cabinet_ca and not (self.nginx.cabinet_ca / "ca.key").exists():
            self.callboard("cabinet", "init")
        if self.options.demo:
            self.load_demo_data()

    def stop(self) -> None:
        for service in reversed(self.services()):
            service.stop()

    def require_possible(self) -> None:
        if not self.bin.exists():
            raise UserError(f"{self.bin} is not there: ./dev build {self.options.preset}")
        running = [f"{service.name} (pid {service.pid})" for service in self.services() if service.alive]
        if running:
            raise UserError(f"{self.folder} is in use by a running {', '.join(running)}; ./dev down --data {self.folder}")
        socket = self.folder / "run/mariadb.sock"
        if len(os.fsencode(socket)) > LONGEST_SOCKET_PATH:
            raise UserError(f"the path of {self.folder} is too long for Unix sockets; choose a shorter --data")
        require_free(self.options.ports)

    def prepare(self, outlive: bool = False) -> None:
        """Folders, secrets, certificates and the configuration; and the database server runs."""
        for name in ("run", "log", "data", "mail", "nginx"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for name in (configuration.SESSION_SECRET, configuration.TOKEN_SECRET):
            configuration.ensure_secret(self.folder / name)
        for log in (self.folder / "log").iterdir():
            log.unlink()
        tls.ensure(self.folder / "tls")
        self.config.write_text(configuration.toml(self.tables))
        if self.mariadb:
            self.mariadb.start(outlive)

    def start_host(self, outlive: bool = False) -> None:
        """Starts the host alone; without a wait, since it is ready when nginx says so."""
        self.host.start(outlive)

    def wait_until_ready(self, seconds: float = READY_WITHIN) -> None:
        def settled() -> bool:
            return self.is_ready() or not (self.host.alive and self.nginx.alive)

        wait_until(settled, seconds, 0.05)
        for service in (self.host, self.nginx):
            if not service.alive:
                raise service.failure("ended while starting")
        if not self.is_ready():
            raise self.host.failure(f"was not ready within {seconds:.0f} s")

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.options.ports.http, timeout=5)
        try:
            connection.request("GET", "/-/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    # --- The host's commands ----------------------------------------------------------------------------------

    def callboard(self, *arguments: str, check: bool = True, input: str = "") -> subprocess.CompletedProcess:
        """Runs `callboard … ARGUMENTS` with this stack's configuration, and `input` on its standard input."""
        done = subprocess.run([str(self.bin), "--config", str(self.config), *arguments], input=input,
                              capture_output=True, text=True)
        if check and done.returncode != 0:
            raise UserError(f"callboard {' '.join(arguments)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
        return done

    def demo_note(self) -> Path:
        return self.folder / "data" / f"demo-{self.options.database}.json"

    def noted_demo(self) -> dict:
        """Whose demo data are loaded, and what they said, with the paths of the cabinet's certificate."""
        note = self.demo_note()
        noted = json.loads(note.read_text()) if note.exists() else {"plugins": [], "site": {}}
        folder = self.folder / "cabinet"
        if "cabinet" in noted["site"] and folder.exists():
            noted["site"]["cabinet"].update(client_cert=str(folder / "cabinet.pem"), client_key=str(folder / "cabinet.key"))
        return noted

    def load_demo_data(self) -> None:
        """Loads the demo data of the plugins that have not loaded theirs here."""
        noted = self.noted_demo()
        enabled = self.tables["plugins"]["enabled"]
        if set(enabled) <= set(noted["plugins"]):
            return
        answer = self.callboard("demo").stdout
        try:
            merge(noted["site"], json.loads(answer))
        except ValueError as error:
            raise UserError(f"callboard demo printed no JSON object: {answer[:200]}") from error
        noted["plugins"] = sorted(set(enabled) | set(noted["plugins"]))
        self.certify_demo_cabinet(noted["site"])
        note = self.demo_note()
        note.touch(mode=0o600)
        note.write_text(json.dumps(noted))

    def certify_demo_cabinet(self, site: dict) -> None:
        """The demo's cabinet gets a certificate beside its token, so that either of them lets it in."""
        cabinet = site.get("cabinet", {})
        listed = [line.split("\t") for line in self.callboard("cabinet", "list").stdout.splitlines()] if cabinet else []
        names = [name for id, _, name, *_ in listed if id == cabinet["id"]]
        if names and self.nginx.cabinet_ca:
            folder = self.folder / "cabinet"
            shutil.rmtree(folder, ignore_errors=True)
            made = self.callboard("cabinet", "rotate", names[0], "--token", "--certificate", str(folder))
            cabinet["token"] = made.stdout.strip()

    # --- site.json --------------------------------------------------------------------------------------------

    def write_site(self, demo: dict) -> None:
        """DIR/site.json: the addresses and the demo logins, for tests and tools. Appears at once, complete."""
        site = {
            "base_url": self.base_url,
            "https_url": f"https://localhost:{self.options.ports.https}",
            "cabinet_url": f"https://localhost:{self.options.ports.cabinet}",
            "ca_file": str(self.folder / "tls/ca.pem"),
            "mail_dir": str(self.tables["mail"].get("folder", self.folder / "mail")),
            "database": self.options.database,
        }
        merge(site, demo)
        self.site = site
        unfinished = self.folder / "site.json.new"
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(site, indent=2, ensure_ascii=False) + "\n")
        unfinished.rename(self.folder / "site.json")

    # --- Breaking things, for tests ---------------------------------------------------------------------------

    def host_processes(self) -> list[int]:
        """The master's children: workers and the jobs process."""
        master = self.host.pid
        return children(master) if master else []

    def reload(self) -> None:
        """SIGHUP: a new generation of workers; returns when it serves and the old one stopped listening."""
        before = set(self.host_processes())
        self.host.signal(signal.SIGHUP)
        if not wait_until(lambda: set(self.host_processes()) - before and self.is_ready(), 30):
            raise self.host.failure("made no new workers on SIGHUP")


def merge(into: dict, more: dict) -> None:
    """Deep for objects; anything else is replaced."""
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value
