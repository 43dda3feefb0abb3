"""Words that stand for a place in a text and are no name of it: "Ky.", "Syrian", "Parisians"."""

from __future__ import annotations

import csv
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from geo import tables
from geo.countries import demonyms
from geo.errors import UsageError

if TYPE_CHECKING:
    from geo.places import PlaceStore
    from geo.records import Place


def places_meant(word: str, store: PlaceStore) -> tuple[Place, ...]:
    """Return the places that an abbreviation, a people or its adjective stands for.

    Parameters
    ----------
    word
        As written: "IN" is Indiana and "in" is not.
    store
        Where the places are.

    Returns
    -------
    tuple of Place
        None where the word is no such word.
    """
    words = _words()
    meant = words.get(word) or words.get(word.removesuffix("s"), ())
    found: list[Place] = []
    for one in meant:
        if ":" not in one:
            found += store.lookup(one)
            continue
        with suppress(UsageError):  # a store of the user's own may have no such place
            found.append(store.place(one))
    return tuple(found)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Return word -> ids, or names to look up, of what it stands for."""
    words: dict[str, tuple[str, ...]] = {
        word: (f"country:{code}",) for word, code in demonyms().country.items()
    }
    with tables.source("short_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words[row["name"]] = tuple(row["stands_for"].split(";"))
    return words
