"""Places that only say where a road runs or where another place lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.governors import TO
from geo.grammar.items import Kind
from geo.grammar.prepositions import HARM

if TYPE_CHECKING:
    from geo.grammar.spots import Spot

_ROADS = frozenset("road highway motorway railway".split())
_ROAD_TO = frozenset(["out of", "near", "to", "from", "towards", "outside"])
_FAR_FROM = frozenset(
    "km from|kilometres from|kilometers from|miles from|stone 's throw from".split("|")
)
_DISTANCE = 9  # items from a place to the end of ", a town some 100 km north of another"
_BESIDE_ONE = frozenset(["outside", "edge of", "outskirts of", "fringes", "fringe"])
_BESIDE = _BESIDE_ONE | frozenset(["just", "right", "on", "the", "of", "at"])
_AND = frozenset(["and", "or"])


def beside_road(spot: Spot) -> bool:
    """Tell whether something is done on a road that one town names: "on the road out of Wana"."""
    items, head, after = spot.items, spot.head, spot.after()
    before = [i.norm for i in items[max(0, head - 3) : head]]
    named = before[-1:] != [] and before[-1] in _ROADS and "on" in before[:-1]
    one = len(spot.group) == 1 and (after is None or after.norm not in TO | _AND)
    done = any(i.tags & HARM for i in items[:head])
    return named and one and done and spot.preposition in _ROAD_TO


def is_distance(spot: Spot) -> bool:
    """Tell whether a place only says where another lies: "Daggar, a town 100 km from Islamabad"."""
    items, first = spot.items, spot.group[0]
    before = range(max(0, first - _DISTANCE), first)
    far = next((i for i in before if items[i].norm in _FAR_FROM), -1)
    placed = [i for i in before if i < far and items[i].kind is Kind.PLACE]
    return far > 0 and bool(placed) and items[placed[-1] + 1].norm == ","


def is_beside(spot: Spot) -> bool:
    """Tell whether a place only says where another lies: "Krasnogorsk, just outside Moscow"."""
    items, first = spot.items, spot.group[0]
    if _on_road_to(spot) or _is_river(spot):
        return True
    back = first - 1
    while back > 0 and items[back].norm in _BESIDE:
        back -= 1
    apart = back > 0 and items[back].norm == "," and items[back - 1].kind is Kind.PLACE
    after = spot.after()
    apart = apart and (after is None or after.norm not in _AND)
    return apart and not _BESIDE_ONE.isdisjoint(i.norm for i in items[back:first])


def _on_road_to(spot: Spot) -> bool:
    """Tell whether a road leads there: "Surab, a market town astride the road to Karachi"."""
    before = spot.items[max(0, spot.head - _DISTANCE) : spot.head]
    road = before[-1:] != [] and before[-1].norm in _ROADS and spot.preposition in TO
    road = road or spot.preposition == "road to"
    placed = [n for n, i in enumerate(before) if i.kind is Kind.PLACE]
    comma = bool(placed) and [i.norm for i in before[placed[-1] + 1 : placed[-1] + 2]] == [","]
    return road and comma


def _is_river(spot: Spot) -> bool:
    """Tell whether a name with "the" is what one crosses: "in Zaranj, across the Helmand,"."""
    items, first, after = spot.items, spot.group[0], spot.after()
    named = first > 0 and items[first - 1].norm == "the" and spot.preposition == "across"
    return named and after is not None and after.norm in {",", ".", ";"}


def names_road(spot: Spot) -> bool:
    """Tell whether a place is the end of a road: "the Quetta-Karachi highway"."""
    items, first = spot.items, spot.group[0]
    before, after = items[first - 1 : first], spot.after()
    pair = len(spot.group) > 1 or (bool(before) and before[0].capital and not before[0].tags)
    return pair and after is not None and after.norm in _ROADS
