"""Actors that only say whose something is: "the TTP-held town", "a compound used by the TTP"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.items import DETERMINERS, PEOPLE

if TYPE_CHECKING:
    from geo.grammar.items import Item

_HAD = frozenset([("to", "belonged"), ("to", "belonging"), ("to", "belong"), ("to", "home")])
_USED = frozenset(
    "used rented owned run operated hired frequented inhabited maintained manned held "
    "controlled".split()
)
_DIRECTED = frozenset("trained recruited sent directed commanded handled guided paid armed".split())
_HOLDING = frozenset(["held", "controlled", "governed", "ruled", "run", "dominated", "occupied"])


def holds_next(items: list[Item], actor: int) -> bool:
    """Tell whether an actor only says who holds what comes next: "the HTS-governed Idlib"."""
    after = items[actor + 1 : actor + 2]
    return bool(after) and after[0].norm in _HOLDING and after[0].hyphen


def uses(items: list[Item], actor: int) -> bool:
    """Tell whether an actor is only who has what is hit: "a compound that was used by the TTP"."""
    back = actor - 1
    while back > 0 and (items[back].norm in DETERMINERS or items[back].tags & PEOPLE):
        back -= 1
    verb = items[back - 1].norm if back else ""
    people = back > 2 and bool(items[back - 2].tags & PEOPLE) and items[back - 3].norm != "by"  # noqa: PLR2004 - "by men sent by"
    if people and items[back].norm == "by" and verb in _DIRECTED:
        return True  # "arrested three men trained by the IJU"
    return (items[back].norm, verb) in _HAD or (items[back].norm == "by" and verb in _USED)
