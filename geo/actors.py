"""The actor registry: names, aliases, weak aliases and families of armed groups."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import ahocorasick

from geo import tables
from geo.errors import SourceFileError
from geo.text import fold, name_key

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

_COLUMNS = (
    "actor_id",
    "name",
    "parent_id",
    "aliases",
    "weak_aliases",
    "leaders",
    "countries",
    "note",
    "sources",
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CHOICE = re.compile(r"[{}]")

# Words that sources transliterate in several ways; every spelling of a registry name is found.
_SPELLINGS: tuple[tuple[str, ...], ...] = (
    ("tehrik", "tehreek", "tahrik", "tehrek"),
    ("turkestan", "turkistan"),
    ("qaeda", "qaida", "qa'ida", "qaidah", "qaeeda"),
    ("baloch", "baluch"),
    ("balochistan", "baluchistan", "balouchistan"),
    ("jaish", "jaysh", "jeish"),
    ("mohammed", "mohammad", "muhammad"),
    ("mujahideen", "mujahidin", "mujahedeen", "mujahedin"),
    ("jamaat", "jamat", "jama'at"),
    ("ul", "al"),
    ("e", "i"),
    ("khorasan", "khurasan"),
    ("jihad", "jehad"),
    ("bahadur", "bahadar", "bahadir"),
)
_ALTERNATIVES = {word: group for group in _SPELLINGS for word in group}
_BRANCHES = frozenset(["affiliate", "branch", "chapter"])
_MOST_SPELLINGS = 48


@dataclass(frozen=True, slots=True)
class Actor:
    """One armed group of the registry.

    Attributes
    ----------
    actor_id, name, parent_id
        Stable id, usual English name and the id of the family or umbrella, or empty.
    aliases, weak_aliases
        Other names; a weak one counts only with support from the context.
    leaders
        Who leads or led it, by full name: where they live, are seen or killed is told of it.
    countries
        ISO 3166-1 alpha-2 codes of where it is mostly reported, the first one most: a hint for
        names of places that several countries have.
    note, sources
        What is contested, and who says so.
    """

    actor_id: str
    name: str
    parent_id: str = ""
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    note: str = ""
    sources: str = ""


@dataclass(frozen=True, slots=True)
class ActorName:
    """A name of one or more actors as it is searched for.

    ``exact`` holds the alias where upper and lower case matter (acronyms), else it is empty;
    ``person`` tells that it is a leader's.
    """

    actor_ids: tuple[str, ...]
    weak: bool
    exact: str
    person: bool = False


class Registry:
    """The actors, and the automaton that finds their names.

    Parameters
    ----------
    actors
        The groups; ids must be unique.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors: Mapping[str, Actor] = {actor.actor_id: actor for actor in actors}
        self._automaton = _automaton(self.actors.values())
        #: The folded words of each actor's usual name: "the movement" is one that has "movement",
        #: and "the branch" one that has an alias with it.
        self.words: Mapping[str, frozenset[str]] = {
            actor_id: frozenset(name_key(actor.name).split())
            | _BRANCHES.intersection(name_key(" ".join(actor.aliases)).split())
            for actor_id, actor in self.actors.items()
        }

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Registry:
        """Read a registry; the shipped one by default.

        Parameters
        ----------
        path
            A CSV file with the columns ``actor_id`` and ``name`` at least; the rest are those of
            :class:`Actor`, lists with semicolons between. Names that differ in a word are written
            as one, with the choices in braces: ``{IS|ISIL}'s Afghan branch``.

        Raises
        ------
        SourceFileError
            With file and line, where the table is wrong.
        """
        return _shipped() if path is None else cls(_read(Path(path)))

    def plus(self, *actors: Actor) -> Registry:
        """Return a registry that has these actors too; one of a known id takes its place.

        Examples
        --------
        >>> registry = Registry.load().plus(Actor("river-army", "River Army"))
        >>> registry.name("river-army")
        'River Army'
        """
        return Registry({**self.actors, **{actor.actor_id: actor for actor in actors}}.values())

    def with_file(self, path: str | os.PathLike[str] | None) -> Registry:
        """Return a registry that has the actors of a CSV file too, or itself where it is None.

        Raises
        ------
        SourceFileError
            As :meth:`load`.
        """
        return self if path is None else self.plus(*_read(Path(path)))

    def all_names(self) -> frozenset[str]:
        """Return every name and alias, as written."""
        return frozenset(
            name
            for actor in self.actors.values()
            for name in (actor.name, *actor.aliases, *actor.weak_aliases, *actor.leaders)
        )

    def name(self, actor_id: str) -> str:
        """Return the usual name; an unlisted actor's id carries its own."""
        actor = self.actors.get(actor_id)
        return actor.name if actor else actor_id.removeprefix("unlisted:")

    def countries(self, actor_ids: Iterable[str]) -> dict[str, float]:
        """Return how much actors speak for countries: one in all for each, half to its first."""
        spoken: dict[str, float] = {}
        for actor_id in actor_ids:
            codes = self.actors[actor_id].countries if actor_id in self.actors else ()
            for place, code in enumerate(codes):
                share = 1.0 if len(codes) == 1 else 0.5 if not place else 0.5 / (len(codes) - 1)
                spoken[code] = spoken.get(code, 0.0) + share
        return spoken

    def family(self, actor_id: str) -> str:
        """Return the id at the top of the actor's line of parents (itself where it has none)."""
        seen = {actor_id}
        while (actor := self.actors.get(actor_id)) and actor.parent_id:
            if actor.parent_id in seen or actor.parent_id not in self.actors:
                return actor.parent_id
            actor_id = actor.parent_id
            seen.add(actor_id)
        return actor_id

    def find(self, folded: str) -> Iterator[tuple[int, int, ActorName]]:
        """Yield ``(start, end, name)`` of every registry name in a folded text, longest only.

        Names are whole words; of overlapping ones the leftmost longest is given.
        """
        # Not iter_long: where the longest is no whole word ("Daesh k|illed"), a shorter one may be.
        whole = [
            (last - length + 1, last + 1, name)
            for last, (length, name) in self._automaton.iter(folded)
            if _whole_word(folded, last - length + 1, last + 1)
        ]
        done = 0
        for start, end, name in sorted(whole, key=lambda found: (found[0], -found[1])):
            if start >= done:
                yield start, end, name
                done = end


def _whole_word(folded: str, start: int, end: int) -> bool:
    return not (
        (start > 0 and folded[start - 1].isalnum())
        or (end < len(folded) and (folded[end].isalnum()))
    )


@cache
def _shipped() -> Registry:
    return Registry(_read(tables.source("actors.csv")))


def _read(path: Path) -> list[Actor]:
    actors: dict[str, Actor] = {}
    with io.StringIO(_text(path), newline="") as file:
        rows = csv.DictReader(file, restkey="too many", restval="")
        missing = set(_COLUMNS[:2]) - set(rows.fieldnames or ())
        if missing:
            raise SourceFileError(path, 1, f"columns are missing: {', '.join(sorted(missing))}")
        for row in rows:
            actor = _actor(path, rows.line_num, row)
            if actor.actor_id in actors:
                raise SourceFileError(path, rows.line_num, f"{actor.actor_id} stands twice")
            actors[actor.actor_id] = actor
    return list(actors.values())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFileError(path, 0, "this is no UTF-8: save it as CSV in UTF-8") from error


def _actor(path: Path, line: int, row: Mapping[str, str]) -> Actor:
    if "too many" in row:
        raise SourceFileError(path, line, "more cells than columns: quote cells with commas")
    if not _ID.fullmatch(row["actor_id"]):
        raise SourceFileError(path, line, f"{row['actor_id']!r} is no id: a-z, 0-9 and hyphens")
    if not row["name"].strip():
        raise SourceFileError(path, line, "an actor needs a name")
    return Actor(
        actor_id=row["actor_id"],
        name=row["name"].strip(),
        parent_id=row.get("parent_id", "").strip(),
        aliases=_cells(row.get("aliases", "")),
        weak_aliases=_cells(row.get("weak_aliases", "")),
        leaders=_cells(row.get("leaders", "")),
        countries=_cells(row.get("countries", "")),
        note=row.get("note", ""),
        sources=row.get("sources", ""),
    )


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(name for part in cell.split(";") if part.strip() for name in _variants(part))


def _variants(alias: str) -> Iterator[str]:
    """Write out the choices of an alias: "{IS|ISIL}'s {Afghan|Khorasan} branch" is four."""
    pieces = [piece.split("|") for piece in _CHOICE.split(alias.strip())]
    return ("".join(chosen) for chosen in itertools.product(*pieces))


def _automaton(actors: Iterable[Actor]) -> ahocorasick.Automaton:
    names: dict[str, ActorName] = {}
    # Strong names first: a weak alias never hides one; a shared alias names all its actors.
    entries = [(a, alias, False) for a in actors for alias in (a.name, *a.aliases)]
    entries += [(a, alias, True) for a in actors for alias in (*a.weak_aliases, *a.leaders)]
    for actor, alias, weak in entries:
        person = alias in actor.leaders
        exact = alias if _is_acronym(alias) else ""
        for key in _spellings(alias):
            known = names.get(key)
            if known is None:
                names[key] = ActorName((actor.actor_id,), weak, exact, person)
            elif known.weak == weak and actor.actor_id not in known.actor_ids:
                names[key] = ActorName((*known.actor_ids, actor.actor_id), weak, exact)
    automaton = ahocorasick.Automaton()
    for key, name in names.items():
        automaton.add_word(key, (len(key), name))
    automaton.make_automaton()
    return automaton


def _is_acronym(alias: str) -> bool:
    """Tell whether case matters: one word with two capitals or more (TTP, LeJ, ISIS-K)."""
    return " " not in alias and sum(c.isupper() for c in alias) > len(alias.split("-"))


def _spellings(alias: str) -> list[str]:
    """All folded spellings of an alias, also "Islamic State \u2013 Khorasan" with a dash.

    A name with many variable words gets a bounded number.
    """
    words = name_key(alias).split()
    if _is_acronym(alias) or len(words) == 1:
        return [" ".join(words), *(alternatives(words[0]) if not _is_acronym(alias) else ())]
    choices = [_ALTERNATIVES.get(word, (word,)) for word in words]
    spelled = (" ".join(choice) for choice in itertools.product(*choices))
    apart = [fold(alias.replace("-", " - "))] if "-" in alias and " " in alias else []
    return list(dict.fromkeys([*itertools.islice(spelled, _MOST_SPELLINGS), *apart]))


def alternatives(word: str) -> tuple[str, ...]:
    """Return the other transliterations of one folded word."""
    return tuple(other for other in _ALTERNATIVES.get(word, ()) if other != word)
