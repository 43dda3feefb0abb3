"""Attacks that no word of a sentence ties to a group: a statement's own, a list's rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.grammar.items import FINITE, SAY
from geo.grammar.lexicon import Tag
from geo.grammar.links import Link
from geo.grammar.spots import NO_CLAIM
from geo.grammar.triggers import CONTROL, EVENTS, governing
from geo.records import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.spots import PlaceRole
    from geo.grammar.syntax import Parsed


_RULE, _STRENGTH = "told in the group's own statement", 0.75


def own_deeds(parsed: Parsed, roles: Sequence[PlaceRole], actor: int) -> list[Link]:
    """Tie the attacks that a group's own statement tells of to the group.

    Parameters
    ----------
    parsed, roles
        A sentence of the statement, which does not name the group, and what its places do.
    actor
        The item that stands for the group.
    """
    items = parsed.items
    if any(item.tags & (SAY | int(Tag.HEDGE_VERB | Tag.DENY_VERB)) for item in items):
        return []  # others speak there
    links: list[Link] = []
    for places, role in zip(parsed.places, roles, strict=True):
        trigger = governing(parsed, places, role)
        if role.role in NO_CLAIM or trigger < 0 or not items[trigger].tags & (EVENTS | CONTROL):
            continue
        clause = parsed.clause_of[places[0]]
        links += [
            Link(actor, place, Relation.ATTACK, trigger, clause, role, _RULE, _STRENGTH)
            for place in places
        ]
    return links


def as_attacks(parsed: Parsed, links: Sequence[Link]) -> list[Link]:
    """Read the rows of a list of attacks: "Kech: BLA 8, BLF 6" has no word that says so."""
    if any(item.tags & FINITE for item in parsed.items):
        return list(links)
    return [replace(one, relation=Relation.ATTACK) if one.trigger < 0 else one for one in links]
