"""Actors that a sentence names only to leave them out: "the TTP, not ISKP, bombed the bazaar"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.grammar.items import DETERMINERS, Item, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.grammar.links import Link

LEFT_OUT = "named as not the one"
_NOT = frozenset(["not", "and not", "rather than", "instead of"])
_JOINS = frozenset([",", "and", "but"])


def with_left_out(items: list[Item], actors: Iterable[int], made: Sequence[Link]) -> list[Link]:
    """Add to the links of one place those of the actors that are set against theirs.

    Parameters
    ----------
    items
        The sentence.
    actors
        Item numbers of all its actors.
    made
        The links of a place.
    """
    if not any(item.norm in _NOT for item in items):
        return list(made)
    other = {actor: one for actor in actors if (one := _set_against(items, actor)) >= 0}
    left_out = [
        replace(one, actor=actor, rule=LEFT_OUT)
        for actor, named in other.items()
        for one in made
        if one.actor == named
    ]
    return [*made, *left_out]


def leaves_out_actor(items: list[Item], negator: int) -> bool:
    """Tell whether a "not" is only of the actor after it: "the IJU, but not the IMU, fought"."""
    after = negator + 1
    while after < len(items) and items[after].norm in DETERMINERS:
        after += 1
    named = after < len(items) and items[after].kind is Kind.ACTOR
    return named and _set_against(items, after) >= 0


def _set_against(items: list[Item], actor: int) -> int:
    """Return the actor that one is set against, or -1."""
    back = _back(items, actor - 1, DETERMINERS)
    if back < 0 or items[back].norm not in _NOT:
        return -1
    ahead = actor + 1
    while ahead < len(items) and items[ahead].norm in _JOINS | DETERMINERS:
        ahead += 1
    but = any(item.norm == "but" for item in items[actor + 1 : ahead])
    if but and ahead < len(items) and items[ahead].kind is Kind.ACTOR:
        return ahead  # "not the TTP but ISKP"
    named = _back(items, back - 1, _JOINS)
    return named if named >= 0 and items[named].kind is Kind.ACTOR else -1


def _back(items: list[Item], index: int, over: frozenset[str]) -> int:
    while index >= 0 and items[index].norm in over:
        index -= 1
    return index
