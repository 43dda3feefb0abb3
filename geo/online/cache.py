"""The answers of online services on disk, so that nothing is asked twice.

One SQLite file with a write-ahead log: several processes may read and write it at once. A file
that cannot be used costs the answers, not the run.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from geo.online.settings import NEGATIVE_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMAT = 1
_DAY = 86_400.0
_BUSY_SECONDS = 15.0
_CREATE = (
    "CREATE TABLE IF NOT EXISTS answers "
    "(key TEXT PRIMARY KEY, asked REAL NOT NULL, found INTEGER NOT NULL, answer TEXT NOT NULL)"
)
_SELECT = "SELECT asked, found, answer FROM answers WHERE key = ?"
_INSERT = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)"
_DELETE = "DELETE FROM answers WHERE found = ? AND asked < ?"
_T = TypeVar("_T")


class AnswerCache:
    """Answers by service, query and options.

    Parameters
    ----------
    path
        The file; made, with its folder, when the first answer is kept.
    days
        How long an answer counts; that nothing was found counts 7 days at most.
    clock
        Seconds since the epoch.

    Attributes
    ----------
    fault
        Why the file could not be used, or None.
    """

    def __init__(self, path: Path, days: float, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._seconds = {True: days * _DAY, False: min(days, NEGATIVE_DAYS) * _DAY}
        self._clock = clock
        self.fault: str | None = None

    def get(self, key: str) -> list[Any] | None:
        """Return what a service answered, an empty list for nothing; None where not known."""
        if not self._path.is_file():
            return None
        row = self._with_file(lambda database: database.execute(_SELECT, (key,)).fetchone())
        if row is None or not 0 <= self._clock() - row[0] < self._seconds[bool(row[1])]:
            return None
        answer: list[Any] = json.loads(row[2])
        return answer

    def put(self, key: str, answer: list[Any]) -> None:
        """Keep an answer, and drop those that no longer count."""
        now = self._clock()
        text = json.dumps(answer, sort_keys=True)

        def keep(database: sqlite3.Connection) -> None:
            with database:
                for found, seconds in self._seconds.items():
                    database.execute(_DELETE, (found, now - seconds))
                database.execute(_INSERT, (key, now, bool(answer), text))

        self._with_file(keep)

    def _with_file(self, action: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """Open the file for one action; what goes wrong with it is kept in ``fault``."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as database:
                if database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                    with suppress(sqlite3.OperationalError):  # another process is about it
                        database.execute("PRAGMA journal_mode = WAL")
                database.execute(_CREATE)
                return action(database)
        except (sqlite3.Error, OSError) as error:
            self.fault = f"{self._path}: the answers cannot be kept ({error})"
            return None


def cache_key(*parts: object) -> str:
    """Return the key of a question: format, service and address, name and options, readable."""
    return json.dumps([FORMAT, *parts], sort_keys=True)
