"""The place store: every gazetteer entry and name, memory-mapped.

Opening it reads one small JSON file; the rest is mapped, so that two processes share the
pages and a lookup touches only what it needs. ``data/build/gazetteer.py`` writes the
tables:

=========================  =====================================================
``gazetteer.json``         provinces, ids of the edited entries, feature codes
``gazetteer-places.npy``   one :data:`RECORD` an entry
``gazetteer-names.txt``    the entries' names, one after the other, UTF-8
``gazetteer-keys.trie``    folded names (:func:`geo.text.name_key`) -> key number
``gazetteer-heads.npy``    key number -> flags and the entry, or where its list begins
``gazetteer-lists.npy``    lists of entries of the keys that have several, length first
``gazetteer-sounds.trie``  country, how a name sounds, and its key, for countries of the region
=========================  =====================================================
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import marisa_trie
import numpy as np

from geo import tables
from geo.errors import TableError, UsageError
from geo.records import Place, PlaceKind
from geo.sounds import closest, sound
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT = 2
FILES = (
    "gazetteer.json",
    "gazetteer-places.npy",
    "gazetteer-names.txt",
    "gazetteer-keys.trie",
    "gazetteer-heads.npy",
    "gazetteer-lists.npy",
    "gazetteer-sounds.trie",
)
# Coordinates are held in 1e-5 degree, about a metre; UNKNOWN stands for none.
DEGREE = 100_000
UNKNOWN = -(2**31)
RECORD = np.dtype(
    [
        ("latitude", "<i4"),
        ("longitude", "<i4"),
        ("population", "<u4"),
        ("geonameid", "<u4"),
        ("name", "<u4"),
        ("unit", "<u2"),
        ("feature", "u1"),
        ("kind", "u1"),
    ]
)
# The upper bits of a key's head; the rest is an entry, or an index into the lists.
SEVERAL, COMMON, ACRONYM = 1 << 31, 1 << 30, 1 << 29
_VALUE = ACRONYM - 1
KINDS = tuple(PlaceKind)
_REGION = KINDS.index(PlaceKind.REGION)
LONGEST = 64
SOUND_BREAK = "\t"
_MEAN_EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Unit:
    """A first-order unit, or (with an empty code) a country as such.

    ``code`` is ISO 3166-2, ``country`` ISO 3166-1 alpha-2.
    """

    code: str
    name: str
    country: str


class PlaceStore:
    """All places and names, opened on first use.

    Parameters
    ----------
    tables
        A folder with the tables; None means those that come with the program.

    Raises
    ------
    TableError
        On first use, where a table is missing, damaged or of another format.
    """

    def __init__(self, tables: Path | None = None) -> None:
        self._folder = tables

    def ends(self, folded: str, start: int) -> list[int]:
        """Return where the names that begin at ``start`` end, longest first.

        Parameters
        ----------
        folded
            A text folded with :func:`geo.text.fold`.
        start
            Where a word begins; the caller sees to that.

        Returns
        -------
        list of int
            End offsets in ``folded``; only those at a word's boundary.
        """
        piece = folded[start : start + LONGEST]
        trie = self._tables.trie
        cut = piece.find("  ")
        if cut >= 0:
            if next(trie.iterkeys(piece[: cut + 1]), None) is not None:
                return self._loose_ends(piece, start)
            piece = piece[:cut]
        found = trie.prefixes(piece)
        size = len(folded)
        ends = []
        for name in reversed(found):
            end = start + len(name)
            if end >= size or not folded[end].isalnum():
                ends.append(end)
        return ends

    def _loose_ends(self, piece: str, start: int) -> list[int]:
        """Return the ends where a name is broken over lines or by several blanks."""
        kept = [i for i, c in enumerate(piece) if c != " " or piece[i - 1 : i] != " "]
        single = "".join(piece[i] for i in kept)
        ends = self.ends(single, 0)
        return [start + kept[end - 1] + 1 for end in ends]

    def lookup(self, name_or_key: str) -> tuple[Place, ...]:
        """Return all entries with exactly this name, best prior first, none if unknown."""
        return self._lookup(name_key(name_or_key))

    def elsewhere(self, name: str, *, words: bool = False) -> tuple[Place, ...]:  # noqa: ARG002 - a store of several has some
        """Return the entries of a name that :meth:`lookup` leaves out for better known ones.

        ``words`` is true where those of ordinary words are wanted too.
        """
        return ()

    def place(self, place_id: str) -> Place:
        """Return the entry with an id.

        Raises
        ------
        UsageError
            Where no entry has it.
        """
        row = self._tables.row(place_id)
        if row is None:
            raise UsageError(f"{place_id!r} is no place of the gazetteer")
        return self._place(row)

    def edited_ids(self) -> tuple[str, ...]:
        """Return the ids of all entries that come from the sources files and the provinces."""
        return tuple(self._tables.ids)

    def of_country(self, country: str) -> Iterator[Place]:
        """Yield all entries of a country (ISO 3166-1 alpha-2)."""
        return map(self._place, self._tables.rows_of(country))

    @property
    def same_as(self) -> Mapping[str, str]:
        """Ids of a fetched table's places -> those of the embedded ones that they are."""
        return self._tables.same

    def knows(self, key: str) -> bool:
        """Tell whether any entry has a name, given as :func:`geo.text.name_key` has it."""
        return key in self._tables.trie

    def is_common(self, key: str) -> bool:
        """Tell whether a name is also an ordinary word, a title or a person's name."""
        return bool(self._tables.head(key) & COMMON)

    def is_acronym(self, key: str) -> bool:
        """Tell whether a name counts only where it is written in capitals (``US``, ``KP``)."""
        return bool(self._tables.head(key) & ACRONYM)

    def similar(self, name: str, country: str, *, cutoff: float) -> list[tuple[float, Place]]:
        """Return places of a country whose names sound like one, with the likeness, best first.

        Parameters
        ----------
        name
            An unseen transliteration.
        country
            ISO 3166-1 alpha-2; only the countries of the region have sounds.
        cutoff
            The least likeness, 0 to 100.
        """
        target = sound(name_key(name))
        if not target:
            return []
        sounds = self._tables.sounds(country)
        found: dict[str, tuple[float, Place]] = {}
        for heard, likeness in closest(target, list(sounds), cutoff=cutoff):
            for key in sounds[heard]:
                for place in self._lookup(key):
                    if place.country_iso2 == country:
                        found.setdefault(place.place_id, (likeness, place))
        return list(found.values())

    def nearest(self, latitude: float, longitude: float, count: int) -> list[tuple[float, Place]]:
        """Return the populated places nearest to a point, with the distance in km."""
        rows, distances = self._tables.nearest(latitude, longitude, count)
        return [(float(d), self._place(int(r))) for r, d in zip(rows, distances, strict=True)]

    @cached_property
    def _tables(self) -> _Tables:
        return _Tables(self._folder or tables.folder("tables"))

    @cached_property
    def _lookup(self) -> Callable[[str], tuple[Place, ...]]:
        return lru_cache(maxsize=20_000)(self._lookup_key)

    def _lookup_key(self, key: str) -> tuple[Place, ...]:
        return tuple(self._place(row) for row in self._tables.rows(key))

    @cached_property
    def _place(self) -> Callable[[int], Place]:
        return lru_cache(maxsize=50_000)(self._read_place)

    def _read_place(self, row: int) -> Place:
        return self._tables.place(row)


class _Tables:
    """The open files; the only code that knows how they are laid out."""

    def __init__(self, folder: Path) -> None:
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise TableError(f"{folder / missing[0]} is missing: install presence-mapper again")
        index, places, names, trie, heads, lists, sounds = (folder / name for name in FILES)
        try:
            facts = json.loads(index.read_text("utf-8"))
            self._records = np.load(places, mmap_mode="r")
            self._names = np.memmap(names, dtype=np.uint8, mode="r")
            self._heads = np.load(heads, mmap_mode="r")
            self._lists = np.load(lists, mmap_mode="r")
            self.trie = marisa_trie.Trie().mmap(str(trie))
            self._sounds = marisa_trie.Trie().mmap(str(sounds))
        except (ValueError, RuntimeError) as error:
            raise TableError(f"a gazetteer table in {folder} is damaged: {error}") from error
        if facts.get("format") != FORMAT or self._records.dtype != RECORD:
            raise TableError(f"{index} has another format: build the tables again")
        self._units = [Unit(*unit) for unit in facts["units"]]
        self.ids: list[str] = facts["ids"]
        self._features: list[str] = facts["features"]
        self._covers: dict[str, list[str]] = facts["covers"]
        self.same: dict[str, str] = facts.get("same", {})

    @lru_cache(maxsize=16)  # noqa: B019 - the tables live as long as the program
    def sounds(self, country: str) -> dict[str, list[str]]:
        """Return sound -> keys of one country."""
        found: dict[str, list[str]] = {}
        for line in self._sounds.keys(f"{country}{SOUND_BREAK}"):
            _, heard, key = line.split(SOUND_BREAK)
            found.setdefault(heard, []).append(key)
        return found

    def head(self, key: str) -> int:
        number = self.trie.get(key)
        return 0 if number is None else int(self._heads[number])

    def rows(self, key: str) -> list[int]:
        number = self.trie.get(key)
        if number is None:
            return []
        head = int(self._heads[number])
        value = head & _VALUE
        if not head & SEVERAL:
            return [value]
        count = int(self._lists[value])
        rows: list[int] = self._lists[value + 1 : value + 1 + count].tolist()
        return rows

    def row(self, place_id: str) -> int | None:
        if place_id in self._row_of_id:
            return self._row_of_id[place_id]
        prefix, _, number = place_id.partition(":")
        if prefix != "geonames" or not number.isdecimal() or not int(number):
            return None
        found = np.flatnonzero(self._records["geonameid"][:-1] == int(number))
        own = found[found >= len(self.ids)]
        chosen = own if own.size else found
        return int(chosen[0]) if chosen.size else None

    def rows_of(self, country: str) -> list[int]:
        units = [row for row, unit in enumerate(self._units) if unit.country == country]
        rows: list[int] = np.flatnonzero(np.isin(self._records["unit"][:-1], units)).tolist()
        return rows

    @cached_property
    def _row_of_id(self) -> dict[str, int]:
        return {place_id: row for row, place_id in enumerate(self.ids)}

    def place(self, row: int) -> Place:
        latitude, longitude, population, geonameid, name, unit, feature, kind = self._records[
            row
        ].item()
        name_end = int(self._records["name"][row + 1])
        place_unit = self._units[unit]
        known = latitude != UNKNOWN
        # A region that no list says more of lies in its province.
        alone = (place_unit.code,) if kind == _REGION and place_unit.code else ()
        return Place(
            place_id=self.ids[row] if row < len(self.ids) else f"geonames:{geonameid}",
            name=self._names[name:name_end].tobytes().decode("utf-8"),
            kind=KINDS[kind],
            feature_code=self._features[feature],
            country_iso2=place_unit.country or None,
            admin1_code=place_unit.code or None,
            admin1_name=place_unit.name or None,
            geonameid=geonameid or None,
            latitude=latitude / DEGREE if known else None,
            longitude=longitude / DEGREE if known else None,
            population=population,
            covers=tuple(self._covers.get(str(row), alone)),
        )

    def nearest(
        self, latitude: float, longitude: float, count: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        rows, points = self._points
        target = _on_sphere(np.array([latitude]), np.array([longitude]))[0]
        chords = np.linalg.norm(points - target, axis=1)
        nearest = np.argsort(chords, kind="stable")[:count]
        arcs = 2 * np.arcsin(np.clip(chords[nearest] / 2, 0, 1))
        return rows[nearest], arcs * _MEAN_EARTH_RADIUS_KM

    @cached_property
    def _points(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        table = self._records[:-1]
        town = KINDS.index(PlaceKind.POPULATED)
        rows = np.flatnonzero((table["kind"] == town) & (table["latitude"] != UNKNOWN))
        chosen = table[rows]
        return rows, _on_sphere(chosen["latitude"] / DEGREE, chosen["longitude"] / DEGREE)


def _on_sphere(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Any:
    """Return points (n, 3) on the unit sphere from degrees (n,), (n,)."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
