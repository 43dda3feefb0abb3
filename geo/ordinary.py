"""Words that are no place's name in running text, though some village bears them."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

import marisa_trie

from geo import tables
from geo.actors import Registry
from geo.countries import demonyms
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Collection


class OrdinaryWords:
    """A container of keys: "police", "new market", "taliban", "bla" are in it.

    Parameters
    ----------
    words
        Words of the language, folded; a name of nothing but such words is one too.
    names
        Other folded names, as a whole: armed groups, peoples, persons.
    """

    def __init__(self, words: Collection[str], names: Collection[str]) -> None:
        self._words = words
        self._names = names

    @classmethod
    @cache
    def load(cls) -> OrdinaryWords:
        """Read the shipped lists.

        Raises
        ------
        TableError
            Where one is missing.
        """
        trie = marisa_trie.Trie().mmap(str(tables.table("words.trie")))
        with tables.source("common_words.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(line for line in file if not line.startswith("#"))
            edited = {name_key(row["word"]) for row in rows}
        actors = {name_key(name) for name in Registry.load().all_names()}
        peoples = {name_key(people) for people in demonyms().country}
        return cls(trie, edited | actors | peoples)

    def __contains__(self, key: object) -> bool:
        return key in self._names or all(word in self._words for word in str(key).split())
