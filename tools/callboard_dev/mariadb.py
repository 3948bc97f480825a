"""A private MariaDB: its own data folder, reached by a Unix socket only."""

import os
import shutil
import subprocess
from pathlib import Path

from .configuration import ensure_secret
from .console import UserError, step
from .service import Service, wait_until

NAME = "callboard"


def as_user() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []


class MariaDb(Service):
    def __init__(self, folder: Path, memory: str = "64M"):
        """`memory` is what it keeps of its tables."""
        self.folder = folder
        self.data = folder / "mariadb"
        self.socket = folder / "run/mariadb.sock"
        self.password_file = folder / "secrets/database_password"
        super().__init__("mariadb", [
            "/usr/sbin/mariadbd", "--no-defaults", *as_user(), f"--datadir={self.data}", f"--socket={self.socket}",
            f"--pid-file={folder / 'run/mariadbd.pid'}", f"--tmpdir={folder / 'mariadb-tmp'}", "--skip-networking",
            "--skip-log-bin", f"--innodb-buffer-pool-size={memory}", "--innodb-log-file-size=32M", "--max-connections=300",
            "--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
        ], folder, grace=30)

    def settings(self) -> dict[str, object]:
        """The [database] section for it."""
        return {"engine": "mysql", "socket": str(self.socket), "name": NAME, "user": NAME,
                "password_file": str(self.password_file)}

    def install(self) -> None:
        """The data folder; complete or not there at all."""
        if self.data.exists():
            return
        step("making a private MariaDB")
        unfinished = self.folder / "mariadb.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        done = subprocess.run(
            ["mariadb-install-db", "--no-defaults", *as_user(), f"--datadir={unfinished}", "--skip-test-db",
             "--auth-root-authentication-method=normal", "--innodb-log-file-size=32M"],
            capture_output=True, text=True)
        if done.returncode != 0:
            raise UserError(f"mariadb-install-db failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        unfinished.rename(self.data)

    def client(self, sql: str) -> subprocess.CompletedProcess:
        return subprocess.run(["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root", "--batch"],
                              input=sql, capture_output=True, text=True)

    def is_ready(self) -> bool:
        return self.client("SELECT 1").returncode == 0

    def start(self, outlive: bool = False) -> None:
        self.install()
        (self.folder / "mariadb-tmp").mkdir(exist_ok=True)
        super().start(outlive)
        if not wait_until(lambda: self.is_ready() or not self.alive, 60, 0.1) or not self.alive:
            raise self.failure("did not start")
        password = ensure_secret(self.password_file).read_text().strip()
        made = self.client(f"CREATE DATABASE IF NOT EXISTS {NAME} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
                           f"CREATE OR REPLACE USER {NAME}@localhost IDENTIFIED BY '{password}';"
                           f"GRANT ALL ON {NAME}.* TO {NAME}@localhost;")
        if made.returncode != 0:
            raise UserError(f"MariaDB refused the database: {made.stderr.strip()}")
