"""Plugins as an administrator and an author meet them: switched on, broken, built outside of this tree."""

import subprocess

import pytest

from callboard_dev.paths import BUILD, ROOT
from clients import Client
from conftest import PRESET

BROKEN = BUILD / PRESET / "broken_plugins"


def run(*command, **options) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=150, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_fails_is_named_and_leaves_the_others_running(start_stack):
    folders = f'paths.plugins=["{BUILD / PRESET / "plugins"}", "{BROKEN}"]'
    stack = start_stack(plugins=["key_cabinet", "throws", "other_abi", "absent"], overrides=[folders])

    log = stack.host.log.read_text()
    for name, reason in (("throws", "the prompter is ill"), ("other_abi", "SDK ABI: the plugin has"), ("absent", "absent.so is in none")):
        assert f'"plugin":"{name}"' in log and reason in log
    client = Client(stack.base_url)
    assert client.get("/throws", headers={"Accept": "application/json"}).status_code == 503
    assert client.get("/").status_code == 200
    plugins = client.get("/-/ready").json()["plugins"]
    assert {plugin["name"]: plugin["running"] for plugin in plugins} == {
        "key_cabinet": True, "throws": False, "other_abi": False, "absent": False, "probe": True}


def test_a_required_plugin_that_fails_keeps_the_host_from_starting(start_stack):
    with pytest.raises(Exception, match="absent"):
        start_stack(plugins=["key_cabinet", "absent"], overrides=['plugins.required=["absent"]'])


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The SDK and the program, installed as a sysadmin would."""
    prefix = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD / PRESET, "--prefix", prefix)
    return prefix


@pytest.fixture(scope="module")
def greeting(installed, tmp_path_factory):
    """The sample, built outside of this tree against the installed SDK."""
    folder = tmp_path_factory.mktemp("greeting")
    run("cp", "-r", ROOT / "plugins/samples/greeting", folder / "source")
    run("cmake", "-S", folder / "source", "-B", folder / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={installed}")
    run("cmake", "--build", folder / "build")
    return folder / "build"


def test_the_installed_program_finds_what_lies_beside_it(installed, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s" * 40)
    secret.chmod(0o600)
    config = tmp_path / "callboard.toml"
    config.write_text('[server]\ndata_dir = "data"\n[session]\nsecret_file = "secret"\n'
                      '[plugins]\nenabled = ["key_cabinet"]\n[plugins.key_cabinet]\ntoken_key_file = "secret"\n')
    program = (installed / "bin/callboard", "--config", config)

    run(*program, "migrate")
    assert "is good" in run(*program, "check")
    assert "runs" in run(*program, "plugins")


def test_the_sample_built_outside_of_this_tree_answers_through_nginx(start_stack, greeting):
    stack = start_stack(plugins=["greeting"], overrides=[
        f'paths.plugins=["{greeting}", "{BUILD / PRESET / "plugins"}"]', "plugins.greeting.greeting=Toi toi toi"])
    client = Client(stack.base_url)

    assert client.get("/greeting/Nina").json() == {"message": "Toi toi toi, Nina!"}
    assert client.post("/greeting", json={"name": "Нина"}).json() == {"message": "Toi toi toi, Нина!"}
    assert client.post("/greeting", json={}).json() == {"message": "A name is needed."}
    assert "callboard_greetings_total 2" in client.get("/-/metrics").text


def test_a_key_that_the_plugin_does_not_know_is_an_error_with_its_line(start_stack, greeting):
    stack = start_stack(plugins=["greeting"], overrides=["plugins.greeting.greetin=Hello"])
    assert "[plugins.greeting] greetin: there is no such key (did you mean greeting?)" in stack.host.log.read_text()
