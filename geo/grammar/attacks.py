"""Attacks that no word of violence tells: mines laid, lorries driven into gates, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.lexicon import Tag
from geo.grammar.prepositions import WEAPONS
from geo.grammar.triggers import EVENTS
from geo.grammar.voice import word_before

if TYPE_CHECKING:
    from geo.grammar.items import Item
    from geo.grammar.spots import PlaceRole

_SETS = frozenset("placed laid attached fixed stuck tossed flung left planted hid".split())
_VEHICLES = frozenset("car jeep truck lorry vehicle van pickup motorcycle humvee tractor".split())
_BOMBERS = frozenset(["bomber", "bombers", "suicide bomber", "suicide bombers"])
_SENDS = frozenset(["send", "sends", "sent", "sending", "dispatched"])
_KILLERS = frozenset(
    "bomber bombers suicide assassin assassins gunman gunmen squad attackers killers "
    "explosives bombs rockets drones vests grenades".split()
)
_ENTER = ("enter", "got into", "walk", "burst", "landed", "slipp", "climb", "broke")
_NEAR = 6  # items from a verb to what it is done with and to


def lays(items: list[Item], actor: int, role: PlaceRole) -> bool:
    """Tell whether an actor sets off what no lexicon has: "placed a mine", "claimed roadblocks"."""
    told = items[actor + 1 : role.head]
    laid = any(i.norm in _SETS for i in told) and any(i.norm in WEAPONS for i in told)
    norms = {i.norm for i in told}
    if "responsible for" in norms or {"nothing", "do"} <= norms:
        return True  # "had nothing to do with Shiraz"
    claimed = [i.norm for i in told[:1]] in (["claimed"], ["claims"]) and told[1:2] != []
    return laid or (claimed and told[1].norm != "to")


def owns_up(items: list[Item], trigger: int, actor: int) -> bool:
    """Tell whether it is a deed: "claimed the rocket that landed in", "rockets fired by X fell"."""
    told = [i.norm for i in items[actor + 1 : actor + 3]]
    claimed = told[:1] in (["claimed"], ["claims"]) and told[1:] in (["the"], ["a"], ["both"])
    fired = word_before(items, actor) == "by" and any(i.norm in WEAPONS for i in items[:actor])
    verbs = range(trigger, max(-1, trigger - _NEAR), -1)
    drives = next((i for i in verbs if items[i].norm.startswith(("driv", "drove"))), -1)
    driven = drives >= 0 and _rams(items, drives)
    gunmen = actor + 3 > trigger > actor and _break_in(items, actor, trigger)
    taken = fired and any(i.norm == "claimed" for i in items[trigger:actor])
    own = ((claimed or fired) and trigger > actor) or gunmen or taken
    return (own or driven) and not items[trigger].tags & EVENTS


def _break_in(items: list[Item], actor: int, trigger: int) -> bool:
    """Tell whether a group's gunmen enter what is not theirs: "its gunmen entered the court"."""
    who = items[trigger - 1].norm in _KILLERS or items[actor + 1].norm in _KILLERS
    return who and items[trigger].norm.startswith(_ENTER)


def _rams(items: list[Item], trigger: int) -> bool:
    """Tell whether a vehicle is driven into something: "drives a stolen jeep into the gate"."""
    near = [i.norm for i in items[max(0, trigger - 4) : trigger + _NEAR]]
    into = "into" in [i.norm for i in items[trigger : trigger + _NEAR]]
    return into and not (_VEHICLES | _BOMBERS).isdisjoint(near)


def are_attacks(items: list[Item], actor: int) -> bool:
    """Tell whether it is an actor's attacks that a verb is of: "TTP attacks have spread to"."""
    after = items[actor + 1 : actor + 2]
    before = items[actor - 1].norm if actor else ""
    mine = bool(after) and (
        after[0].norm in WEAPONS
        or (after[0].tags & int(Tag.VIOLENCE_NOUN) and after[0].norm.endswith("s"))
    )
    by = before in {"by", "of"} and bool(items[actor - 2].tags & int(Tag.VIOLENCE_NOUN))
    return bool(mine) or (by and items[actor - 2].norm.endswith("s"))


def sends_killers(items: list[Item], trigger: int, role: PlaceRole) -> bool:
    """Tell whether who is sent is sent to kill: "sent bombers into a market in Tashkent"."""
    sent = items[trigger].norm in _SENDS
    return sent and any(i.norm in _KILLERS for i in items[trigger + 1 : max(role.head, trigger)])
