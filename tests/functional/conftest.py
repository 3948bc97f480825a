"""Real nginx, the real host, a real database: the fixtures.

    def test_something(site, web): ...           # the running site, on SQLite and on MariaDB
    @pytest.mark.engine("mysql")                 # on one of them only
    def test_other(stack, cabinet): ...
    def test_third(start_stack):                 # a stack of one's own, to configure and to break
        stack = start_stack(overrides=["server.workers=2"])

The stack is shared by the tests of one engine: whoever breaks it mends it before the test ends.
"""

import shutil
from pathlib import Path

import pytest

from callboard_dev import tls
from callboard_dev.nginx import Nginx
from callboard_dev.paths import BUILD
from callboard_dev.ports import find_free, is_free
from callboard_dev.service import wait_until
from callboard_dev.stack import Options, Stack
from callboard_dev.suites import keep_logs

from clients import Client, cabinet_client
from fastcgi_recorder import Recorder
from long_runs import pytest_addoption, skip_long_runs, soak  # noqa: F401 (pytest finds them here)
from memory_folder import memory_folder
from stack_options import PRESET, options_for_tests  # noqa: F401 (tests import it from here)

ENGINES = ("sqlite", "mysql")

# Uploads of the tests' own plugin are larger than what the site takes by default.
PROBE_LOCATIONS = """
location ^~ /probe/upload {  # and /probe/uploads/…
    client_max_body_size 300m;
    include callboard/fastcgi.conf;
}
"""


def pytest_generate_tests(metafunc):
    if "stack" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("engine")
    metafunc.parametrize("stack", [marker.args[0]] if marker else ENGINES, indirect=True, scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Tests of one engine share a worker, and so one stack; others stay together by file."""
    for item in items:
        parameters = getattr(item, "callspec", None)
        group = parameters.params.get("stack") if parameters else None
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(group or item.path.name))
    skip_long_runs(config, items)


class Stacks:
    """Starts stacks below build/functional/WORKER/ and stops them all."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.running: list[Stack] = []

    def start(self, name: str, **options) -> Stack:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        options = options_for_tests(**{"site_extra": PROBE_LOCATIONS, **options})
        stack = Stack(Options(data=folder, ports=find_free(), **options))
        self.running.append(stack)
        stack.start()
        return stack

    def stop(self) -> None:
        while self.running:
            stack = self.running.pop()
            stack.stop()
            keep_logs(stack.folder, f"functional/{stack.folder.relative_to(BUILD / 'functional')}")
            shutil.rmtree(stack.folder / "mariadb", ignore_errors=True)


@pytest.fixture(scope="session")
def stacks_folder(worker_id):
    with memory_folder(BUILD / "functional" / worker_id) as folder:
        yield folder


@pytest.fixture(scope="session")
def stack(request, stacks_folder):
    """The running stack that all tests of this engine share."""
    stacks = Stacks(stacks_folder)
    try:
        yield stacks.start(request.param, database=request.param)
    finally:
        stacks.stop()


@pytest.fixture
def start_stack(stacks_folder):
    """start_stack(database="mysql", overrides=[...], plugins=[...]): a stack for this test alone, empty unless demo=True."""
    stacks = Stacks(stacks_folder / "own")
    try:
        yield lambda name="stack", **options: stacks.start(name, **{"demo": False, **options})
    finally:
        stacks.stop()


@pytest.fixture
def site(stack) -> dict:
    """What site.json says."""
    return stack.site


@pytest.fixture
def web(site):
    """A client of the site over plain http: web.get("/…"); redirects are not followed."""
    with Client(site["base_url"]) as client:
        yield client


@pytest.fixture
def secure_web(site):
    """The same over https."""
    with Client(site["https_url"], verify=site["ca_file"]) as client:
        yield client


@pytest.fixture
def cabinet(site):
    """A cabinet with its token, over TLS: cabinet.issue("12345ABC", "101")."""
    with cabinet_client(site) as client:
        yield client


@pytest.fixture
def plain_cabinet(site):
    """A cabinet with its token, over plain http."""
    with cabinet_client(site, url=site["base_url"]) as client:
        yield client


class Front:
    """nginx by itself, with the shipped configuration, in front of a recorder instead of the host."""

    def __init__(self, folder: Path):
        for name in ("run", "log", "nginx", "static/errors", "data/media"):
            (folder / name).mkdir(parents=True)
        tls.ensure(folder / "tls")
        self.folder = folder
        self.ports = find_free()
        self.socket = folder / "run/host.sock"
        self.nginx = Nginx(folder, self.ports, folder / "static", folder / "data", str(self.socket))
        self.url = f"http://localhost:{self.ports.http}"
        self.https_url = f"https://localhost:{self.ports.https}"
        self.cabinet_url = f"https://localhost:{self.ports.cabinet}"
        self.ca = str(folder / "tls/ca.pem")

    def start(self) -> None:
        self.nginx.configure()
        self.nginx.start()
        assert wait_until(lambda: not is_free(self.ports.cabinet), 10), self.nginx.tail()


@pytest.fixture(scope="module")
def front(stacks_folder):
    """nginx whose host is not there."""
    folder = stacks_folder / "front"
    shutil.rmtree(folder, ignore_errors=True)
    made = Front(folder)
    try:
        made.start()
        yield made
    finally:
        made.nginx.stop()
        keep_logs(folder, f"functional/{folder.relative_to(BUILD / 'functional')}")


@pytest.fixture(scope="module")
def recording(front):
    with Recorder(front.socket) as made:
        yield made


@pytest.fixture
def recorder(recording):
    """A host that answers with what it was told; it counts the requests and connections of one test."""
    recording.requests = recording.connections = 0
    return recording
