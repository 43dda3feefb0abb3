"""Fetch GeoNames' and geoBoundaries' full releases into the user's cache.

Nothing here runs unless the user asks for it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from geo import cache, fetched, tables
from geo.boundaries import Boundaries
from geo.download import current_mark, download
from geo.errors import FetchError, PresenceMapperError, UsageError
from geo.fetched import BOUNDARIES, GAZETTEER, Fetched, Source
from geo.geoboundaries import build as build_areas
from geo.geoboundaries import media_url, pointer, release
from geo.geonames import build as build_places
from geo.places import FORMAT, PlaceStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.download import Received
    from geo.geoboundaries import Release

GEONAMES = "https://download.geonames.org/export/dump"
GEOBOUNDARIES = "https://www.geoboundaries.org/api/current/gbOpen"
LEVELS = tuple(f"ADM{number}" for number in range(6))
_AREAS_FORMAT = _PLACES_FORMAT = 1  # raised where the same release makes another table


class Status(StrEnum):
    """What a fetch came to."""

    NEW = "fetched"
    KEPT = "already there"
    CHANGED = "already there; the publisher has another version: --update takes it"
    UNSURE = "already there; the publisher could not be asked for a newer one"
    MENDED = "was damaged or made by another version of the program; made again"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A table and what was done about it."""

    table: Fetched
    status: Status


@dataclass(frozen=True, slots=True)
class _Order:
    """What to get and what to make of it."""

    name: str
    made_by: str
    files: Callable[[], tuple[_File, ...]]
    make: Callable[[Path], dict[str, int]]


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a publisher's; ``version`` is the server's date where empty."""

    name: str
    url: str
    source: str
    licence: str
    attribution: str
    version: str = ""


def fetch_gazetteer(country: str, *, base: str = GEONAMES, update: bool = False) -> Outcome:
    """Fetch GeoNames' dump of a country and its names, and make a place store of it.

    Parameters
    ----------
    country
        ISO 3166-1, two or three letters.
    base
        Where GeoNames' ``export/dump`` or a mirror of it is.
    update
        Take what the publisher has now in place of what is there.

    Raises
    ------
    UsageError
        Where there is no such country.
    FetchError
        Where a file cannot be had or used; what was there before stays.
    """
    iso2, _ = country_codes(country)

    def make(folder: Path) -> dict[str, int]:
        dump, names = (folder / name for name in (f"{iso2}.zip", f"alternatenames-{iso2}.zip"))
        return build_places(iso2, dump, names, folder, Boundaries.load(finer=()), PlaceStore())

    files = partial(_geonames_files, iso2, base.rstrip("/"))
    return _fetch(_Order(f"{GAZETTEER}-{iso2}", _made_by(), files, make), update=update)


def fetch_boundaries(
    country: str, level: str, *, base: str = GEOBOUNDARIES, update: bool = False
) -> Outcome:
    """Fetch a geoBoundaries release of a country.

    Parameters
    ----------
    country
        ISO 3166-1, two or three letters.
    level
        ``ADM0`` to ``ADM5``; not every country has all.
    base
        Where geoBoundaries' API or a mirror of it is.
    update
        Take what the publisher has now in place of what is there.

    Raises
    ------
    UsageError
        Where there is no such country or level.
    FetchError
        Where a file cannot be had or used; what was there before stays.
    """
    iso2, iso3 = country_codes(country)
    if level.upper() not in LEVELS:
        raise UsageError(f"--level {level}: one of {', '.join(LEVELS)} is wanted")
    name = f"geoBoundaries-{iso3}-{level.upper()}.geojson"

    def files() -> tuple[_File, ...]:
        return (_areas_file(name, release(base, iso3, level.upper())),)

    def make(folder: Path) -> dict[str, int]:
        return build_areas(folder / name, folder)

    made_by = f"boundaries {_AREAS_FORMAT}"
    order = _Order(f"{BOUNDARIES}-{iso2}-{level.upper()}", made_by, files, make)
    return _fetch(order, update=update)


def country_codes(code: str) -> tuple[str, str]:
    """Return the ISO 3166-1 codes of two and of three letters for either.

    Raises
    ------
    UsageError
        Where it is no such code.
    """
    path = tables.source("country_codes.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        for row in rows:
            if code.upper() in (row["iso2"], row["iso3"]):
                return row["iso2"], row["iso3"]
    raise UsageError(f"--country {code}: no ISO 3166-1 code, such as AF or AFG")


def _fetch(order: _Order, *, update: bool) -> Outcome:
    try:
        return _fetched(order, update=update)
    except OSError as error:
        if isinstance(error, PresenceMapperError):
            raise
        raise FetchError(
            f"{cache.folder('tables')}: cannot be written ({error.strerror}): make room there, or"
            f" name another folder in {cache.FOLDER_VARIABLE}"
        ) from error


def _fetched(order: _Order, *, update: bool) -> Outcome:
    with fetched.locked(order.name):
        there = fetched.find(order.name)
        if there is None or update:
            return Outcome(_made(order, order.files(), {}), Status.NEW)
        if not _has_its_files(there):
            pinned = {source.entry.name: source.entry.sha256 for source in there.sources}
            return Outcome(_made(order, order.files(), pinned), Status.MENDED)
        if there.made_by != order.made_by or not fetched.is_whole(there):
            return Outcome(_made_again(order, there), Status.MENDED)
        return Outcome(there, _upstream(order, there))


def _made(order: _Order, files: tuple[_File, ...], pinned: dict[str, str]) -> Fetched:
    """Fetch the files and make the table of them."""
    parts = cache.folder("tables") / "parts"
    with fetched.workshop(order.name) as folder:
        sources = tuple(_source(file, folder, parts, pinned.get(file.name)) for file in files)
        counts = order.make(folder)
        return fetched.install(
            order.name, folder, sources=sources, made_by=order.made_by, counts=counts
        )


def _made_again(order: _Order, there: Fetched) -> Fetched:
    """Make the table again of the files that are there."""
    with fetched.workshop(order.name) as folder:
        for source in there.sources:
            kept = there.folder / source.entry.name
            (folder / source.entry.name).write_bytes(kept.read_bytes())
        counts = order.make(folder)
        return fetched.install(
            order.name, folder, sources=there.sources, made_by=order.made_by, counts=counts
        )


def _source(file: _File, folder: Path, parts: Path, expected: str | None) -> Source:
    target = folder / file.name
    url, got = file.url, download(file.url, target, parts, expected=expected)
    oid = pointer(target)
    if oid is not None:  # GitHub gave the note that stands for a large file
        target.unlink()
        url, got = media_url(url), download(media_url(url), target, parts, expected=oid)
    return Source(_entry(file, got), url, file.version or got.mark)


def _entry(file: _File, got: Received) -> tables.Entry:
    return tables.Entry(
        name=file.name,
        version=file.version or got.dated or got.sha256[:12],
        source=file.source,
        source_version=file.version or got.dated,
        licence=file.licence,
        attribution=file.attribution,
        sha256=got.sha256,
        size=got.size,
    )


def _has_its_files(table: Fetched) -> bool:
    """Tell whether the publisher's files are as they were when they came."""
    return all(
        (table.folder / source.entry.name).is_file()
        and fetched.sha256(table.folder / source.entry.name) == source.entry.sha256
        for source in table.sources
    )


def _upstream(order: _Order, there: Fetched) -> Status:
    """Ask the publisher whether what is there is still the current version."""
    try:
        marks = [file.version or current_mark(file.url) for file in order.files()]
    except FetchError:
        return Status.UNSURE
    known = [source.mark for source in there.sources]
    return Status.KEPT if marks == known else Status.CHANGED


def _made_by() -> str:
    """Return what a place store depends on beside the dump: its form, and the embedded places."""
    shipped = [entry for entry in tables.manifest() if entry.name == "gazetteer.json"]
    return f"gazetteer {_PLACES_FORMAT}, form {FORMAT}, {shipped[0].sha256[:12] if shipped else ''}"


def _geonames_files(iso2: str, base: str) -> tuple[_File, ...]:
    about = (
        "GeoNames, the dump of one country",
        "CC-BY-4.0",
        "Place names: GeoNames (geonames.org), CC BY 4.0",
    )
    return (
        _File(f"{iso2}.zip", f"{base}/{iso2}.zip", *about),
        _File(f"alternatenames-{iso2}.zip", f"{base}/alternatenames/{iso2}.zip", *about),
    )


def _areas_file(name: str, about: Release) -> _File:
    return _File(
        name,
        about.url,
        f"geoBoundaries gbOpen; of {about.year}, from {about.source}",
        about.licence,
        f"Boundaries: geoBoundaries (geoboundaries.org), CC BY 4.0, from {about.source}",
        about.built,
    )
