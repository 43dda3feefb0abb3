"""A PostgreSQL server of the tests' own, in a temporary folder, on a free port of 127.0.0.1.

It never touches a cluster that a package may have set up. The server refuses to run as root, so
root runs it as the user that Debian's package brings.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "mapper", "s3cret/pass word"
_QUOTED = "s3cret%2Fpass%20word"


@dataclass(frozen=True)
class Base:
    """One database: its address with the password, and ways to ask it."""

    port: int
    name: str
    user: str = USER

    @property
    def address(self) -> str:
        return f"postgresql://{self.user}:{_QUOTED}@127.0.0.1:{self.port}/{self.name}"

    @property
    def shown(self) -> str:
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{self.name}"

    def run(self, *statements: str) -> list[Any]:
        """Return the rows of the last statement that has any, each as a mapping."""
        rows: list[Any] = []
        row_factory = psycopg.rows.dict_row
        with psycopg.connect(self.address, autocommit=True, row_factory=row_factory) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def rows(self, table: str) -> list[Any]:
        """Return a table, ordered by its first column."""
        return self.run(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 - a name of the tests


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest where there are several."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return folders[0].parent if folders else None


@contextmanager
def server() -> Iterator[int]:
    """Start a server, give its port, and stop it."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL (Debian: postgresql-postgis) is not installed")
    home = Path(tempfile.mkdtemp(prefix="presence-mapper-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, str(folder / program), "-D", str(home / "data"), *arguments]
        with (home / "output").open("a", encoding="utf-8") as out:
            done = subprocess.run(command, cwd=home, stdout=out, stderr=out, check=False)
        assert done.returncode == 0, (home / "output").read_text(encoding="utf-8")

    try:
        secret = home / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        run("initdb", "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "-N")
        settings = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off"
        run("pg_ctl", "-w", "-l", str(home / "data" / "log"), "-o", settings, "start")
        try:
            yield port
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def with_postgis(port: int) -> str:
    """Make a database with PostGIS, from which others are copied, and return its name."""
    base = Base(port, "postgres")
    if not base.run("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"):
        pytest.skip("PostGIS (Debian: postgresql-postgis) is not installed")
    base.run("CREATE DATABASE with_postgis")
    Base(port, "with_postgis").run("CREATE EXTENSION postgis")
    return "with_postgis"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
