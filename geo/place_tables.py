"""Lay a gazetteer's entries out in the files that :mod:`geo.places` opens."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import marisa_trie
import numpy as np

from geo.importance import importance
from geo.places import (
    ACRONYM,
    COMMON,
    DEGREE,
    FILES,
    FORMAT,
    KINDS,
    LONGEST,
    RECORD,
    SEVERAL,
    SOUND_BREAK,
    UNKNOWN,
)
from geo.records import Place
from geo.sounds import sound

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.entries import Entry

# Where transliterations vary so much that no list of spellings is enough.
SOUND_COUNTRIES = frozenset({"AF", "PK", "TJ", "UZ", "TM", "KG", "IR"})
SOUND_UNITS = frozenset({"CN-XJ", "IN-JK", "IN-LA"})


def write_tables(
    folder: Path,
    edited: Sequence[Entry],
    others: Sequence[Entry],
    units: Mapping[str, tuple[str, str]],
    common: Container[str],
) -> None:
    """Write all files of a place store; the same entries give the same bytes.

    Parameters
    ----------
    folder
        Where to write; it exists.
    edited
        Entries with ids of their own.
    others
        Entries that their GeoNames ids name.
    units
        Id of a first-order unit -> its ISO 3166-2 code (or '') and its name.
    common
        Keys that are ordinary words too.
    """
    entries = [*edited, *others]
    index, places, names, trie_file, heads_file, lists_file, sounds_file = (
        folder / name for name in FILES
    )
    unit_rows, unit_number = _units(units, entries)
    features = sorted({entry.feature for entry in entries})
    _records(entries, unit_number, features, places, names)
    trie, heads, lists = _keys(entries, common)
    trie.save(str(trie_file))
    np.save(heads_file, heads)
    np.save(lists_file, lists)
    # What an edited name sounds like counts even where it is a word as well.
    silent = () if edited else common
    marisa_trie.Trie(_sounds(entries, silent)).save(str(sounds_file))
    facts = {
        "format": FORMAT,
        "units": unit_rows,
        "features": features,
        "ids": [entry.place_id for entry in edited],
        "covers": {str(row): entry.covers for row, entry in enumerate(entries) if entry.covers},
    }
    if same := {_id(entry): entry.same_as for entry in entries if entry.same_as}:
        facts["same"] = same
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    index.write_text(text + "\n", encoding="utf-8")


def _units(
    units: Mapping[str, tuple[str, str]], entries: list[Entry]
) -> tuple[list[tuple[str, str, str]], dict[tuple[str, str], int]]:
    """Return the rows of the units' table, and (unit id, country) -> row."""
    named = {**units, "": ("", "")}
    pairs = sorted({(entry.unit, entry.country) for entry in entries})
    rows = [(*named[unit_id], country) for unit_id, country in pairs]
    return rows, {pair: row for row, pair in enumerate(pairs)}


def _records(
    entries: list[Entry],
    unit_number: dict[tuple[str, str], int],
    features: list[str],
    places: Path,
    names: Path,
) -> None:
    # One record more than entries: where the last name ends.
    records = np.zeros(len(entries) + 1, dtype=RECORD)
    feature_number = {feature: number for number, feature in enumerate(features)}
    blob = bytearray()
    for row, entry in enumerate(entries):
        records[row] = (
            UNKNOWN if entry.latitude is None else round(entry.latitude * DEGREE),
            UNKNOWN if entry.longitude is None else round(entry.longitude * DEGREE),
            min(entry.population, 2**32 - 1),
            entry.geonameid,
            len(blob),
            unit_number[entry.unit, entry.country],
            feature_number[entry.feature],
            KINDS.index(entry.kind),
        )
        blob += entry.name.encode()
    records[-1]["name"] = len(blob)
    np.save(places, records)
    names.write_bytes(blob)


def _keys(
    entries: list[Entry], common: Container[str]
) -> tuple[marisa_trie.Trie, NDArray[np.uint32], NDArray[np.uint32]]:
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        for key in entry.keys:
            if len(key) <= LONGEST:
                rows_of[key].append(row)
    trie = marisa_trie.Trie(sorted(rows_of))
    heads = np.zeros(len(trie), dtype="<u4")
    lists: list[int] = []
    for key in sorted(rows_of):
        rows = sorted(set(rows_of[key]))
        if len(rows) > 1:
            weights = {row: importance(_place(entries[row]), key) for row in rows}
            rows.sort(key=lambda row, weights=weights: (-weights[row], row))  # type: ignore[misc] # mypy cannot type a default
        if len(rows) == 1:
            head = rows[0]
        else:
            head = SEVERAL | len(lists)
            lists += [len(rows), *rows]
        head |= COMMON if key in common else 0
        # "US" is the country however many villages are called Us.
        head |= ACRONYM if key in entries[rows[0]].acronyms else 0
        heads[trie[key]] = head
    return trie, heads, np.array(lists, dtype="<u4")


def _sounds(entries: list[Entry], silent: Container[str]) -> list[str]:
    """Return country, sound and key of the region's names, for spellings nobody has seen."""
    found = set()
    for entry in entries:
        if entry.country in SOUND_COUNTRIES or entry.unit in SOUND_UNITS:
            for key in entry.keys - entry.acronyms:
                if key not in silent and (heard := sound(key)):
                    found.add(SOUND_BREAK.join((entry.country, heard, key)))
    return sorted(found)


def _place(entry: Entry) -> Place:
    return Place(
        place_id=_id(entry),
        name=entry.name,
        kind=entry.kind,
        feature_code=entry.feature,
        country_iso2=entry.country or None,
        admin1_code=entry.unit or None,
        population=entry.population,
        covers=entry.covers,
    )


def _id(entry: Entry) -> str:
    return entry.place_id or f"geonames:{entry.geonameid}"
