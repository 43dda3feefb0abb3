"""The embedded places, and behind them those of the countries that the user fetched."""

from __future__ import annotations

import dataclasses
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from geo import fetched
from geo.errors import TableError, UsageError
from geo.importance import importance
from geo.places import PlaceStore
from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from geo.records import Place

_WIDE = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
# Among a hundred thousand names one always sounds like another: the least likeness, of 100.
_ALIKE = 90.0


class EmbeddedPlaces(PlaceStore):
    """The places that come with the program; one without a point has that of a fetched table.

    Parameters
    ----------
    tables
        A folder with the tables; None means those that come with the program.
    others
        Fetched stores.
    """

    def __init__(self, tables: Path | None, others: Sequence[PlaceStore]) -> None:
        super().__init__(tables)
        self._others = others

    def _read_place(self, row: int) -> Place:
        place = super()._read_place(row)
        if place.latitude is not None or place.place_id not in self._twins:
            return place
        store, other_id = self._twins[place.place_id]
        other = store.place(other_id)
        return dataclasses.replace(
            place,
            latitude=other.latitude,
            longitude=other.longitude,
            geonameid=place.geonameid or other.geonameid,
        )

    @cached_property
    def _twins(self) -> dict[str, tuple[PlaceStore, str]]:
        """Ids of embedded places -> the store that has the place too, and its id there."""
        return {
            own: (store, other) for store in self._others for other, own in store.same_as.items()
        }


class LayeredStore(PlaceStore):
    """One store of several: each name has the places of all, the embedded first if equal.

    Parameters
    ----------
    tables
        A folder with the embedded tables; None means those that come with the program.
    others
        Fetched stores; None means those of the user's cache, unless ``tables`` is given.

    Attributes
    ----------
    embedded
        The embedded places alone: what a name in running text may be without more support.
    others
        The fetched stores.
    """

    def __init__(
        self, tables: Path | None = None, *, others: Sequence[PlaceStore] | None = None
    ) -> None:
        super().__init__(tables)
        if others is None:
            others = installed_stores() if tables is None else ()
        self.others: tuple[PlaceStore, ...] = tuple(others)
        self.embedded: PlaceStore = EmbeddedPlaces(tables, self.others)

    def ends(self, folded: str, start: int) -> list[int]:
        """Return where the names that begin at ``start`` end, longest first."""
        if not self.others:
            return self.embedded.ends(folded, start)
        found = set(self.embedded.ends(folded, start))
        for store in self.others:
            for end in store.ends(folded, start):
                # An ordinary word is a village's name where nothing else is asked for.
                if not store.is_common(name_key(folded[start:end])) or end - start == len(folded):
                    found.add(end)
        return sorted(found, reverse=True)

    def lookup(self, name_or_key: str) -> tuple[Place, ...]:
        """Return the entries with exactly this name, best prior first, none if unknown.

        Where the embedded tables have the name, a fetched entry of it counts only in the
        province of theirs: who says Mir Ali means no hamlet at the other end of the country.
        """
        return self._split(name_key(name_or_key))[0]

    def elsewhere(self, name: str, *, words: bool = False) -> tuple[Place, ...]:
        """Return the fetched entries of a name that :meth:`lookup` leaves out for that reason.

        ``words`` is true where those of ordinary words are wanted too.
        """
        key = name_key(name)
        if not words and any(store.is_common(key) for store in self.others):
            return ()
        return self._split(key)[1]

    def fetched(self, name_or_key: str) -> tuple[Place, ...]:
        """Return the entries of a name that only fetched tables have under it."""
        key = name_key(name_or_key)
        known = {place.place_id for place in self.embedded.lookup(key)}
        some, others = self._split(key)
        return tuple(place for place in (*some, *others) if place.place_id not in known)

    def place(self, place_id: str) -> Place:
        """Return the entry with an id.

        Raises
        ------
        UsageError
            Where no entry has it.
        """
        for store in self._all:
            try:
                return store.place(place_id)
            except UsageError:
                continue
        raise UsageError(f"{place_id!r} is no place of the gazetteer")

    def edited_ids(self) -> tuple[str, ...]:
        """Return the ids of all entries that come from the sources files and the provinces."""
        return self.embedded.edited_ids()

    def knows(self, key: str) -> bool:
        """Tell whether any entry has a name, given as :func:`geo.text.name_key` has it."""
        return any(store.knows(key) for store in self._all)

    def is_common(self, key: str) -> bool:
        """Tell whether a name is also an ordinary word; the embedded tables know best."""
        return self._common(key)

    @cached_property
    def _common(self) -> Callable[[str], bool]:
        # As many as the names and capital words that a corpus of news has.
        return lru_cache(maxsize=20_000)(lambda key: self._knowing(key).is_common(key))

    def is_acronym(self, key: str) -> bool:
        """Tell whether a name counts only where it is written in capitals (``US``, ``KP``)."""
        return self._knowing(key).is_acronym(key)

    def similar(self, name: str, country: str, *, cutoff: float) -> list[tuple[float, Place]]:
        """Return places of a country whose names sound like one, with the likeness, best first."""
        found: dict[str, tuple[float, Place]] = {}
        for likeness, place in self.embedded.similar(name, country, cutoff=cutoff):
            found[place.place_id] = likeness, place
        for store in self.others:
            for likeness, place in store.similar(name, country, cutoff=max(cutoff, _ALIKE)):
                own = self._own(store, place)
                if own not in self.elsewhere(own.name):
                    found.setdefault(own.place_id, (likeness, own))
        return sorted(found.values(), key=lambda one: -one[0])

    def nearest(self, latitude: float, longitude: float, count: int) -> list[tuple[float, Place]]:
        """Return the populated places nearest to a point, with the distance in km."""
        found: dict[str, tuple[float, Place]] = {}
        for store in self._all:
            for apart, place in store.nearest(latitude, longitude, count):
                own = self._own(store, place)
                found.setdefault(own.place_id, (apart, own))
        return sorted(found.values(), key=lambda one: one[0])[:count]

    @property
    def _all(self) -> tuple[PlaceStore, ...]:
        return (self.embedded, *self.others)

    def _knowing(self, key: str) -> PlaceStore:
        return next((store for store in self._all if store.knows(key)), self.embedded)

    @cached_property
    def _split(self) -> Callable[[str], tuple[tuple[Place, ...], tuple[Place, ...]]]:
        return lru_cache(maxsize=20_000)(self._split_key)

    def _split_key(self, key: str) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """Return the places of a name, and the fetched ones that better known ones hide."""
        own = self.embedded.lookup(key)
        found = {place.place_id: place for place in own}
        hidden: dict[str, Place] = {}
        for store in self.others:
            word = bool(own) and store.is_common(key)
            for place in store.lookup(key):
                place_ = self._own(store, place)
                if place_.place_id in found:
                    continue
                chosen = hidden if word or _is_hidden(place_, own) else found
                chosen.setdefault(place_.place_id, place_)
        if len(found) == len(own):
            return own, tuple(hidden.values())
        # What is equal keeps its order: the embedded before the fetched.
        merged = sorted(found.values(), key=lambda place: -importance(place, key))
        return tuple(merged), tuple(hidden.values())

    def _own(self, store: PlaceStore, place: Place) -> Place:
        """Return the embedded place that a fetched one is, or itself."""
        known = store.same_as.get(place.place_id)
        if known is None:
            return place
        try:
            return self.embedded.place(known)
        except UsageError:  # the embedded tables are of another version
            return place


def _is_hidden(place: Place, known: Sequence[Place]) -> bool:
    """Tell whether better known places of a name, in other provinces, are meant before one."""
    rivals = [one for one in known if one.country_iso2 == place.country_iso2 or one.kind in _WIDE]
    return bool(rivals) and all(one.admin1_code != place.admin1_code for one in rivals)


def installed_stores() -> tuple[PlaceStore, ...]:
    """Open the fetched gazetteers, none where the user wants the embedded tables alone.

    Raises
    ------
    TableError
        Where one is damaged or of another version of the program.
    """
    return tuple(_opened(table) for table in fetched.in_use(fetched.GAZETTEER))


def _opened(table: fetched.Fetched) -> PlaceStore:
    store = PlaceStore(table.folder)
    try:
        _ = store.same_as
    except (TableError, OSError) as error:
        raise TableError(
            f"the fetched table {table.name} cannot be used ({error}): fetch it again"
            f" (presence-mapper data fetch gazetteer --country {table.country}), or leave it out"
            " (--embedded-only)"
        ) from error
    return store
