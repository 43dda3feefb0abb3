"""The answers on disk: expiry, formats, two processes, files that cannot be used."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from geo.online.cache import FORMAT, AnswerCache, cache_key

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400.0
ANSWER = [[34.2, 70.6, {"name": "زیرک"}]]
ROUNDS = 8
# Two of these begin a new file at the same moment, again and again.
WRITER = f"""
import sys, time
from pathlib import Path
from geo.online.cache import AnswerCache
folder, name, start = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
for number in range({ROUNDS}):
    cache = AnswerCache(folder / f"{{number}}.sqlite", 90)
    time.sleep(max(0.0, start + number * 0.25 - time.time()))
    for key in ("one", "two", "three"):
        cache.put(f"{{name}}-{{key}}", [[1.0, 2.0, {{"number": number}}]])
        assert cache.get(f"{{name}}-{{key}}") is not None, cache.fault
    assert cache.fault is None, cache.fault
"""


class Clock:
    """A clock that a test sets."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(
    ("days", "answer", "kept"),
    [(90.0, ANSWER, 90.0), (90.0, [], 7.0), (2.0, ANSWER, 2.0), (2.0, [], 2.0)],
)
def test_answers_count_for_their_time(
    tmp_path: Path, clock: Clock, days: float, answer: list[object], kept: float
) -> None:
    cache = AnswerCache(tmp_path / "a.sqlite", days, clock)
    assert cache.get("k") is None
    cache.put("k", answer)
    clock.now += kept * DAY - 1
    assert cache.get("k") == answer
    clock.now += 2
    assert cache.get("k") is None


def test_an_answer_of_the_future_does_not_count(tmp_path: Path, clock: Clock) -> None:
    cache = AnswerCache(tmp_path / "a.sqlite", 90, clock)
    cache.put("k", ANSWER)
    clock.now -= DAY
    assert cache.get("k") is None


def test_what_no_longer_counts_is_dropped(tmp_path: Path, clock: Clock) -> None:
    cache = AnswerCache(tmp_path / "a.sqlite", 90, clock)
    cache.put("found", ANSWER)
    cache.put("unknown", [])
    clock.now += 8 * DAY
    cache.put("new", ANSWER)
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        keys = {key for (key,) in database.execute("SELECT key FROM answers")}
        mode = database.execute("PRAGMA journal_mode").fetchone()[0]
    assert keys == {"found", "new"}
    assert mode == "wal"


def test_a_key_tells_service_query_options_and_format_apart() -> None:
    keys = {
        cache_key(*parts)
        for parts in (
            ("nominatim", "https://a", "Zerak", {"limit": 10}),
            ("photon", "https://a", "Zerak", {"limit": 10}),
            ("nominatim", "https://b", "Zerak", {"limit": 10}),
            ("nominatim", "https://a", "Zerak", {"limit": 5}),
            ("nominatim", "https://a", "زیرک", {"limit": 10}),
        )
    }
    assert len(keys) == 5
    assert all(key.startswith(f"[{FORMAT}, ") for key in keys)
    assert cache_key("a", {"x": 1, "y": 2}) == cache_key("a", {"y": 2, "x": 1})


def test_two_processes_use_one_file(tmp_path: Path) -> None:
    start = str(time.time() + 2)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name, start])
        for name in ("a", "b")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    for number in range(ROUNDS):
        cache = AnswerCache(tmp_path / f"{number}.sqlite", 90)
        assert all(cache.get(f"{name}-{key}") for name in "ab" for key in ("one", "two", "three"))


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.sqlite"
    AnswerCache(path, 90).put("k", ANSWER)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("broken", ["garbage", "folder", "file above"])
def test_a_file_that_cannot_be_used_costs_the_answers_only(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "a.sqlite"
    if broken == "garbage":
        path.write_bytes(b"no database at all, but a text" * 99)
    elif broken == "folder":
        path.mkdir()
    else:
        (tmp_path / "file").touch()
        path = tmp_path / "file" / "a.sqlite"
    cache = AnswerCache(path, 90)
    cache.put("k", ANSWER)
    assert cache.get("k") is None
    assert cache.fault is not None
    assert str(path) in cache.fault
