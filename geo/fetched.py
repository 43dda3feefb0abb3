"""The tables that the user fetched: what there is, putting one in place, taking it away.

Each lies in a folder of the user's cache, named by its content, with a record beside it::

    tables/gazetteer-AF.json              what it is made of, and the name of its folder
    tables/gazetteer-AF.1f0c93b2a4d7/     the files, never changed once they are there

A record is replaced in one step, so that a table is there whole or not at all, and a program
that reads the former one goes on undisturbed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from geo import cache
from geo.errors import TableError, UsageError
from geo.tables import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMBEDDED_VARIABLE = "PRESENCE_MAPPER_EMBEDDED_ONLY"
"""Environment variable that, set to anything but 0, has fetched tables left aside."""

GAZETTEER, BOUNDARIES = "gazetteer", "boundaries"
AREAS = "boundaries.parquet"
"""The file of fetched boundaries that has the areas."""
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Source:
    """One file as its publisher gives it.

    Attributes
    ----------
    entry
        Name, version, licence, attribution, SHA-256 and size (bytes) of the file.
    url
        Where it was fetched from.
    mark
        What tells one version from the next without fetching it: the server's ETag or date.
    """

    entry: Entry
    url: str
    mark: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """One fetched table.

    Attributes
    ----------
    name
        ``gazetteer-AF``, ``boundaries-AF-ADM2``.
    folder
        Its files.
    made_by
        What made it: another such mark means that it has to be made again.
    sources
        The files that it is made of; they lie in ``folder`` too.
    counts
        What it holds, by kind.
    """

    name: str
    folder: Path
    made_by: str
    sources: tuple[Source, ...]
    counts: dict[str, int]

    @property
    def kind(self) -> str:
        """``gazetteer`` or ``boundaries``."""
        return self.name.split("-")[0]

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 code."""
        return self.name.split("-")[1]

    @property
    def level(self) -> str:
        """``ADM0`` to ``ADM5`` of boundaries, else empty."""
        return self.name.partition("-")[2].partition("-")[2]


def embedded_only() -> bool:
    """Tell whether the environment wants fetched tables left aside."""
    return os.environ.get(EMBEDDED_VARIABLE, "0") not in {"", "0"}


def in_use(kind: str | None = None) -> tuple[Fetched, ...]:
    """Return the fetched tables that the program is to use, sorted by name."""
    return () if embedded_only() else installed(kind)


def entries_in_use() -> tuple[Entry, ...]:
    """Return what is known of each file that the fetched tables in use are made of."""
    return tuple(source.entry for table in in_use() for source in table.sources)


def installed(kind: str | None = None) -> tuple[Fetched, ...]:
    """Return all fetched tables (of a kind), sorted by name.

    Raises
    ------
    TableError
        Where a record is damaged.
    """
    records = sorted(cache.folder("tables").glob(f"{kind or ''}*.json"))
    return tuple(_read(path) for path in records)


def find(name: str) -> Fetched | None:
    """Return one fetched table, None where it is not there or cannot be read."""
    path = cache.folder("tables") / f"{name}.json"
    try:
        return _read(path) if path.is_file() else None
    except TableError:
        return None


def is_whole(table: Fetched) -> bool:
    """Tell whether all files of a table are as they were when they were put there."""
    return table.folder.name == f"{table.name}.{_digest(table.folder)}"


def remove(name: str) -> None:
    """Take a fetched table away.

    Raises
    ------
    UsageError
        Where no such table was fetched.
    """
    root = cache.folder("tables")
    if not (root / f"{name}.json").is_file():
        there = ", ".join(path.stem for path in sorted(root.glob("*.json"))) or "none"
        raise UsageError(f"{name} is no fetched table; there: {there}")
    with locked(name):
        (root / f"{name}.json").unlink(missing_ok=True)
        _sweep(root, name, keep=None)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one process at a time change a table; a second one waits."""
    from filelock import FileLock  # noqa: PLC0415 - only where a table changes

    root = cache.folder("tables")
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / f".{name}.lock"):
        yield


@contextmanager
def workshop(name: str) -> Iterator[Path]:
    """Give an empty folder to make a table in, with the lock held; it is gone afterwards."""
    root = cache.folder("tables")
    for left in root.glob(f".{name}.*"):  # of a process that was killed
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=root) as outer:
        made = type(root)(outer) / "table"
        made.mkdir()
        yield made


def install(
    name: str, made: Path, *, sources: tuple[Source, ...], made_by: str, counts: dict[str, int]
) -> Fetched:
    """Put a finished table in place of the one of that name; call it with the lock held.

    Parameters
    ----------
    name
        The table's.
    made
        A folder with its files, on the cache's disk; it is moved.
    sources, made_by, counts
        As in :class:`Fetched`.
    """
    root = cache.folder("tables")
    digest = _digest(made)
    folder = root / f"{name}.{digest}"
    if folder.is_dir() and _digest(folder) != digest:  # damaged since
        shutil.rmtree(folder)
    if not folder.is_dir():
        made.rename(folder)
    table = Fetched(name, folder, made_by, sources, counts)
    record = {**asdict(table), "folder": folder.name}
    part = root / f".{name}.part"
    part.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    part.replace(root / f"{name}.json")
    _sweep(root, name, keep=folder)
    return table


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(folder: Path) -> str:
    """Return what names a folder by its content."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(f"{path.name} {sha256(path)}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def _sweep(root: Path, name: str, *, keep: Path | None) -> None:
    """Remove the former folders of a table; one that is still open elsewhere may stay."""
    for folder in root.glob(f"{name}.*"):
        if folder.is_dir() and folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


def _read(path: Path) -> Fetched:
    table = _parsed(path)
    if not table.folder.is_dir():
        table = _parsed(path)  # another process may have put a new one in place
    if not table.folder.is_dir():
        raise TableError(f"{table.folder} is missing: remove {path} and fetch the table again")
    return table


def _parsed(path: Path) -> Fetched:
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sources = tuple(
            Source(Entry(**one["entry"]), one["url"], one["mark"]) for one in record["sources"]
        )
        folder = path.parent / record["folder"]
        return Fetched(path.stem, folder, record["made_by"], sources, record["counts"])
    except (KeyError, TypeError, ValueError) as error:
        raise TableError(f"{path} is damaged: remove it and fetch the table again") from error
