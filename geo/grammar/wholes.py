"""Countries told of as a whole beside their parts: "camps in Afghanistan, including four in"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.items import Kind

if TYPE_CHECKING:
    from geo.grammar.items import Item

_PART = frozenset("including majority most half among third thirds".split())
_REST = frozenset(["else", "elsewhere"])


def of_whole(items: list[Item], place: int) -> bool:
    """Tell whether a place is told of as a whole, and what follows or precedes is a part of it.

    "150 fighters in Afghanistan, the majority of them in Faryab" are claims of both.

    Parameters
    ----------
    items, place
        The sentence, and the item number of the place.
    """
    following = range(place + 1, len(items))
    end = next((i for i in following if items[i].kind is Kind.PLACE), place + 1)
    told = [item.norm for item in items[place + 1 : end]]
    counted = told[:1] == [","] and any(norm.isdigit() for norm in told[1:2])
    part = told[:1] == [","] and not _PART.isdisjoint(told[:4])
    rest = not _REST.isdisjoint(item.norm for item in items[max(0, place - 2) : place])
    return part or rest or (counted and items[0].norm == "of")
