"""GeoNames' dump of a country -> a place store of its own.

The format is that of https://download.geonames.org/export/dump/readme.txt: nineteen columns,
divided by tabs, in a zip; the other names of the places in a second file.
"""

from __future__ import annotations

import io
import math
import sys
import zipfile
import zlib
from collections import Counter
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
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.boundaries import Boundaries
    from geo.places import PlaceStore

_COLUMNS, _NAME_COLUMNS = 19, 8  # the names' last two, of dates, came later
_CHANGED = "GeoNames' format has changed; look for a newer presence-mapper"
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
    entries, codes = _entries(dump, country)
    _name(entries, names, country)
    for entry, unit in zip(entries, _units(entries, codes, country, provinces), strict=True):
        entry.unit = unit
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


def _entries(dump: Path, country: str) -> tuple[list[Entry], list[str]]:
    """Return the places of a dump, and GeoNames' code of the province of each."""
    entries, codes = [], []
    for row in tracked(_rows(dump, country, _COLUMNS), f"Places of {country}"):
        kind = _kind(row)
        if kind is not None:
            entries.append(_entry(row, kind, country))
            codes.append(sys.intern(f"{country}.{row[10]}"))
    if not entries:
        raise FetchError(f"{dump.name} has no place of {country}: {_CHANGED}")
    return entries, codes


def _name(entries: list[Entry], path: Path, country: str) -> None:
    """Give the places their other names, without codes, links and names of other times."""
    by_id = {str(entry.geonameid): entry for entry in entries}
    for row in tracked(_rows(path, country, _NAME_COLUMNS), f"Names in {country}"):
        _, geonameid, language, name, *_ = row
        entry = by_id.get(geonameid)
        historic = row[_HISTORIC] == "1"
        if entry and not historic and language not in _NO_LANGUAGES and _is_name(name):
            _call(entry, [name], vary=False)


def _units(
    entries: list[Entry], codes: list[str], country: str, provinces: Boundaries
) -> list[str]:
    """Return the ISO 3166-2 code of each place's province: by GeoNames' code, else by point."""
    frame = provinces.frame[provinces.frame["country_iso2"] == country]
    known = {
        geonames: code
        for code, several in zip(frame["admin1_code"], frame["geonames_admin1"], strict=True)
        if isinstance(code, str) and isinstance(several, str)
        for geonames in several.split(";")
    }
    points = gpd.GeoSeries.from_xy(
        [entry.longitude for entry in entries],
        [entry.latitude for entry in entries],
        crs="EPSG:4326",
    )
    found = provinces.join(points)
    inside = found["admin1_code"].where(found["country_iso2"] == country).fillna("")
    return [known.get(code, geometric) for code, geometric in zip(codes, inside, strict=True)]


def _entry(row: list[str], kind: PlaceKind, country: str) -> Entry:
    name = _plain(row[1]) if kind is PlaceKind.ADMIN2 else row[1]
    entry = Entry(
        "",
        name,
        kind,
        sys.intern(row[7]),
        country,
        geonameid=_whole(row, 0),
        latitude=_degrees(row, 4, 90.0),
        longitude=_degrees(row, 5, 180.0),
        population=_whole(row, 14),
    )
    _call(entry, dict.fromkeys((row[1], row[2], name)))
    return entry


def _call(entry: Entry, names: Iterable[str], *, vary: bool = True) -> None:
    """Add names, and each without its apostrophes."""
    entry.call(names, vary=vary)
    entry.keys.update([key.replace("'", "") for key in entry.keys if "'" in key])


def _degrees(row: list[str], column: int, limit: float) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = math.inf
    if not abs(value) <= limit:
        raise FetchError(f"the place {row[0]} has {row[column]!r} for a coordinate: {_CHANGED}")
    return value


def _whole(row: list[str], column: int) -> int:
    if row[column] and not row[column].isdecimal():
        raise FetchError(f"the place {row[0]} has {row[column]!r} for a number: {_CHANGED}")
    return int(row[column] or 0)


def _plain(name: str) -> str:
    """Return a district's name without the word for what it is."""
    words = [word for word in name.split() if name_key(word) not in _UNIT_WORDS]
    return " ".join(words) or name


def _is_name(name: str) -> bool:
    """Tell whether GeoNames means a name, and no code or romanisation of its own."""
    latin = all(ord(character) < _LATIN_END for character in name)
    code = name.isupper() and len(name) <= _LONGEST_AIRPORT_CODE
    return not (latin and (name.islower() or code))
