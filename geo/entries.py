"""The gazetteer's entries on their way into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.spellings import spellings
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.records import PlaceKind

_LONGEST_ACRONYM = 5


@dataclass(slots=True)
class Entry:
    """One place on its way into the tables; ``keys`` are folded names.

    ``unit`` is the id of the first-order unit, ``same_as`` that of the embedded place that an
    entry of a fetched table is; ``acronyms`` are those of the keys that count only in capitals.
    """

    place_id: str
    name: str
    kind: PlaceKind
    feature: str
    country: str
    unit: str = ""
    geonameid: int = 0
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    covers: tuple[str, ...] = ()
    same_as: str = ""
    keys: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)

    def call(self, names: Iterable[str], *, vary: bool = True) -> None:
        """Add names, each in the spellings that the rules give it."""
        for name in names:
            keys = spellings(name) if vary else [name_key(name)]
            self.keys.update(key for key in keys if key)
            if name.isupper() and name.isascii() and len(name.replace(".", "")) <= _LONGEST_ACRONYM:
                self.acronyms.add(name_key(name))
