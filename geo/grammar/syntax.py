"""A sentence as items, coordinated groups and clauses.

No full parse: what the claim rules need is which words stand in one clause, which actors and
places are one list, and which clause a relative, reported or coordinated clause hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.grammar.clauses import LIST_WORDS, Clause, clauses_of
from geo.grammar.items import FINITE, SAY, Item, Kind, items_of
from geo.grammar.lexicon import Lexicon, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import ActorMention, PlaceMention


@dataclass(slots=True)
class Parsed:
    """A sentence, ready for the rules.

    Attributes
    ----------
    items
        In order of the text.
    clause_of
        Number of the clause of each item.
    clauses
        By number.
    places, actors
        Groups (lists of item numbers) of coordinated mentions.
    """

    items: list[Item]
    clause_of: list[int]
    clauses: list[Clause]
    places: list[list[int]]
    actors: list[list[int]]


def parse(
    text: str,
    run: tuple[int, int],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    lexicon: Lexicon,
) -> Parsed:
    """Cut a sentence into items, groups and clauses.

    Parameters
    ----------
    text
        The document's text.
    run
        Offsets of the sentence.
    actors, places
        The mentions inside the sentence.
    lexicon
        The words that carry a claim.
    """
    items = items_of(text, run, actors, places, lexicon)
    clause_of, clauses = clauses_of(items)
    return Parsed(
        items,
        clause_of,
        clauses,
        _groups(items, clause_of, Kind.PLACE),
        _groups(items, clause_of, Kind.ACTOR),
    )


def _groups(items: list[Item], clause_of: list[int], kind: Kind) -> list[list[int]]:
    """Collect coordinated mentions of one kind; a clause boundary ends a group."""
    groups: list[list[int]] = []
    last = -1
    for index, item in enumerate(items):
        if item.kind is not kind:
            continue
        joined = (
            bool(groups)
            and clause_of[index] == clause_of[last]
            and _joined(items, last, index, kind)
            and not _speaks(items, last, index)
        )
        if joined:
            groups[-1].append(index)
        else:
            groups.append([index])
        last = index
    return groups


def _speaks(items: list[Item], last: int, index: int) -> bool:
    """Tell whether a name after a comma is who speaks: "none in Zabul, Kabul insists"."""
    after = items[index + 1 : index + 2]
    comma = [item.norm for item in items[last + 1 : index]] == [","]
    return comma and bool(after) and bool(after[0].tags & SAY) and bool(after[0].tags & FINITE)


_PLACE_LIST = frozenset(
    "in at near around areas area parts of inside across northern southern eastern western "
    "central neighbouring nearby adjacent provinces province district districts and/or "
    "outside on".split()
)


_APART = frozenset(["edge of", "outskirts of", "outside"])


def _joined(items: list[Item], last: int, index: int, kind: Kind) -> bool:
    between = items[last + 1 : index]
    if not between:
        return kind is Kind.PLACE
    allowed = LIST_WORDS | (
        _PLACE_LIST if kind is Kind.PLACE else frozenset(["possibly", "including"])
    )
    words = [item for item in between if item.norm not in allowed]
    if kind is Kind.PLACE and between[0].norm == "," and between[-1].norm in _APART:
        return False  # "in Krasnogorsk, on the edge of Moscow"
    if kind is Kind.PLACE:
        words = [item for item in words if not item.tags & int(Tag.AROUND_PHRASE)]
    else:
        words = [item for item in words if not item.tags & int(Tag.PEOPLE_NOUN)]
    has_link = any(item.norm in {",", "and", "or", "&", "/", "nor", "as"} for item in between)
    return not words and has_link


def with_actor(parsed: Parsed, actor_ids: Sequence[str], offset: int) -> int:
    """Add an actor that the sentence does not name to its main clause; return its item number.

    Its mention is the first of the actors given with the sentence.
    """
    number = len(parsed.items)
    parsed.items.append(Item(Kind.ACTOR, "@" + "|".join(actor_ids), offset, offset, mention=0))
    parsed.clause_of.append(0)
    parsed.clauses[0].members.append(number)
    parsed.actors.append([number])
    return number


def with_place(parsed: Parsed, offset: int) -> Parsed:
    """Add a place that the sentence does not name, to the clause of its first actor.

    Its mention is the first of the places given with the sentence.
    """
    number = len(parsed.items)
    clause = parsed.clause_of[parsed.actors[0][0]] if parsed.actors else 0
    parsed.items.append(Item(Kind.PLACE, "@", offset, offset, mention=0))
    parsed.clause_of.append(clause)
    parsed.clauses[clause].members.append(number)
    parsed.places.append([number])
    return parsed
