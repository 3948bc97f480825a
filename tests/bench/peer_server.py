"""Runs the Flask peer: its own SQLite file, or its own database on a MariaDB; gunicorn with 2 processes of 8 threads."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from callboard_dev.service import Service, wait_until

HERE = Path(__file__).resolve().parent


class Peer(Service):
    def __init__(self, folder: Path, port: int, mariadb=None):
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self.mariadb = mariadb
        self.file = folder / "peer.sqlite"
        database = (f"mysql+pymysql://root@localhost/peer?unix_socket={mariadb.socket}&charset=utf8mb4" if mariadb
                    else f"sqlite:///{self.file}")
        environment = {**os.environ, "KEY_SERVER_DATABASE": database, "PYTHONPATH": str(HERE / "peer")}
        super().__init__("peer", [
            "/usr/bin/gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "8", "--worker-tmp-dir",
            str(folder), "--log-level=warning", "flask_key_server:app",
        ], folder, stop_signal=signal.SIGTERM, environment=environment)

    def fill(self, holders: list[tuple[str, list[str]]]) -> None:
        """Makes its tables (its own code does) and the holders."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.mariadb:
            self.mariadb.client("CREATE OR REPLACE DATABASE peer CHARACTER SET utf8mb4")
        make = "from flask_key_server import app, db\nwith app.app_context(): db.create_all()"
        subprocess.run(["/usr/bin/python3", "-c", make], check=True, env=self.environment)
        with self.connected() as (connection, place):
            connection.cursor().executemany(
                f"INSERT INTO user (fullname, serial, access, taken_keys) VALUES ({place}, {place}, {place}, '[]')",
                [(f"Holder {serial}", serial, json.dumps(keys)) for serial, keys in holders])

    @contextmanager
    def connected(self):
        """A connection to its database, and the placeholder of its dialect. Commits at the end."""
        if self.mariadb:
            import pymysql

            connection, place = pymysql.connect(unix_socket=str(self.mariadb.socket), user="root", database="peer"), "%s"
        else:
            connection, place = sqlite3.connect(self.file), "?"
        try:
            yield connection, place
            connection.commit()
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url + "/issue_key", data=b"", timeout=2)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def start(self, outlive: bool = False) -> None:
        super().start(outlive)
        if not wait_until(lambda: self.answers() or not self.alive, 20, 0.1) or not self.alive:
            raise self.failure("did not start")
