"""GeoNames' dump of a country -> a place store of its own.

The format is that of https://download.geonames.org/export/dump/readme.txt: nineteen columns,
divided by tabs, in a zip; the other names of the places in a second file.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import geopandas as gpd

from geo.entries import Entry
from geo.errors import FetchError
from geo.ordinary import OrdinaryWords
from geo.place_tables import write_tables
from geo.progress import tracked
from geo.records import PlaceKind
from geo.same_places import mark_same
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.boundaries import Boundaries
    from geo.places import PlaceStore

_COLUMNS, _NAME_COLUMNS = 19, 8  # the names' last two, of dates, came later
_CHANGED = "GeoNames' format has changed; look for a newer presence-mapper"
_LATITUDE = 4
_GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})  # historical, abandoned, destroyed
_DISTRICTS = frozenset({"ADM2", "ADM3", "ADM4"})
# Land that has a name in the news; a river's one point would say nothing of where on it.
_AREAS = frozenset(
    (
        *("MT", "MTS", "PASS", "VAL", "VALS", "HLL", "HLLS", "PK", "PKS", "RDGE", "GRGE", "CAVE"),
        *("PLN", "PLAT", "DSRT", "ISL", "LK", "RSV", "RGN", "AREA", "LCTY", "OAS", "FRST"),
    )
)
_POINTS = frozenset({"AIRB", "AIRF", "AIRP", "DAM", "FT", "INSM", "MILB", "PRN", "TNL"})
# What stands among the names of a place and is none, or was one in another time.
_NO_LANGUAGES = frozenset(
    ("link", "post", "iata", "icao", "faac", "fr_1793", "tcid", "unlc", "abbr", "wkdt", "phon")
)
_LATIN_END = 0x250
_LONGEST_AIRPORT_CODE = 4
_HISTORIC = 7
_UNIT_WORDS = frozenset(
    ("district", "tehsil", "tahsil", "agency", "subdivision", "taluka", "province", "wuluswali")
)


def build(
    country: str, dump: Path, names: Path, folder: Path, provinces: Boundaries, shipped: PlaceStore
) -> dict[str, int]:
    """Make a place store of a country's dump.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2.
    dump, names
        ``AF.zip`` and ``alternatenames/AF.zip`` as GeoNames gives them.
    folder
        Where to write the tables.
    provinces
        Today's.
    shipped
        The embedded places; those that the dump has too keep their ids.

    Returns
    -------
    dict of str to int
        How many places of each kind the store has.

    Raises
    ------
    FetchError
        Where a file is damaged or of another format.
    """
    rows = [row for row in _rows(dump, country, _COLUMNS) if _kind(row) is not None]
    others = _other_names(names, country, {row[0] for row in rows})
    units = _units(rows, country, provinces)
    entries = [
        _entry(row, unit, country, others.get(row[0], []))
        for row, unit in zip(tracked(rows, f"Places of {country}"), units, strict=True)
    ]
    mark_same(entries, shipped, country)
    frame = provinces.frame.dropna(subset="admin1_code")
    named = {
        code: (code, name)
        for code, name in zip(frame["admin1_code"], frame["admin1_name"], strict=True)
    }
    write_tables(folder, [], entries, named, OrdinaryWords.load())
    return dict(sorted(Counter(entry.kind.value for entry in entries).items()))


def _rows(path: Path, country: str, columns: int) -> Iterator[list[str]]:
    """Yield the rows of ``AF.txt`` in a zip."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{country}.txt") as raw:
            for number, line in enumerate(io.TextIOWrapper(raw, encoding="utf-8"), start=1):
                row = line.rstrip("\n").split("\t")
                if len(row) < columns:
                    raise FetchError(
                        f"{path.name}: line {number} of {country}.txt has {len(row)} columns, not"
                        f" {columns}: {_CHANGED}"
                    )
                yield row
    except (zipfile.BadZipFile, zlib.error, KeyError, UnicodeDecodeError) as error:
        raise FetchError(
            f"{path.name}: no zip with a readable {country}.txt in it ({error}): fetch it again"
        ) from error


def _kind(row: list[str]) -> PlaceKind | None:
    """Return what a row is, None where the gazetteer has no use for it."""
    group, feature = row[6], row[7]
    if group == "P":
        return None if feature in _GONE else PlaceKind.POPULATED
    if feature == "ADM1":
        return PlaceKind.ADMIN1
    if feature in _DISTRICTS:
        return PlaceKind.ADMIN2
    if feature in _AREAS:
        return PlaceKind.REGION
    return PlaceKind.FEATURE if feature in _POINTS else None


def _other_names(path: Path, country: str, wanted: set[str]) -> dict[str, list[str]]:
    """Return GeoNames id -> names, without codes, links and names of other times."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(path, country, _NAME_COLUMNS):
        _, geonameid, language, name, *_ = row
        historic = row[_HISTORIC] == "1"
        if geonameid in wanted and not historic and language not in _NO_LANGUAGES:
            found[geonameid].append(name)
    return found


def _units(rows: list[list[str]], country: str, provinces: Boundaries) -> list[str]:
    """Return the ISO 3166-2 code of each row's province: by GeoNames' code, else by its point."""
    frame = provinces.frame[provinces.frame["country_iso2"] == country]
    known = {
        geonames: code
        for code, several in zip(frame["admin1_code"], frame["geonames_admin1"], strict=True)
        if isinstance(code, str) and isinstance(several, str)
        for geonames in several.split(";")
    }
    points = gpd.GeoSeries.from_xy(
        [_number(row, 5) for row in rows], [_number(row, 4) for row in rows], crs="EPSG:4326"
    )
    found = provinces.join(points)
    inside = found["admin1_code"].where(found["country_iso2"] == country).fillna("")
    return [
        known.get(f"{country}.{row[10]}", geometric)
        for row, geometric in zip(rows, inside, strict=True)
    ]


def _number(row: list[str], column: int) -> float:
    limit = 90 if column == _LATITUDE else 180
    try:
        value = float(row[column])
    except ValueError:
        value = math.inf
    if not abs(value) <= limit:
        raise FetchError(f"the place {row[0]} has {row[column]!r} for a coordinate: {_CHANGED}")
    return value


def _entry(row: list[str], unit: str, country: str, others: list[str]) -> Entry:
    kind = _kind(row)
    assert kind is not None  # noqa: S101 - only such rows are taken
    name = _plain(row[1]) if kind is PlaceKind.ADMIN2 else row[1]
    entry = Entry(
        "",
        name,
        kind,
        row[7],
        country,
        unit,
        geonameid=int(row[0]),
        latitude=_number(row, _LATITUDE),
        longitude=_number(row, 5),
        population=int(row[14] or 0),
    )
    entry.call([row[1], row[2], name])
    entry.call((other for other in others if _is_name(other)), vary=False)
    entry.keys.update(key.replace("'", "") for key in list(entry.keys))
    return entry


def _plain(name: str) -> str:
    """Return a district's name without the word for what it is."""
    words = [word for word in name.split() if name_key(word) not in _UNIT_WORDS]
    return " ".join(words) or name


def _is_name(name: str) -> bool:
    """Tell whether GeoNames means a name, and no code or romanisation of its own."""
    latin = all(ord(character) < _LATIN_END for character in name)
    code = name.isupper() and len(name) <= _LONGEST_AIRPORT_CODE
    return not (latin and (name.islower() or code))
