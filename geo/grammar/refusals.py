"""Why a verb ties no actor to its place: talk, a trial, an official's seat, a journey to talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.attacks import sends_killers
from geo.grammar.items import DETERMINERS, PEOPLE
from geo.grammar.lexicon import Tag
from geo.grammar.passives import DIED
from geo.grammar.spots import OF_LOCALS, PlaceRole, Role
from geo.grammar.triggers import ASSET, CLAIMING, EVENTS, MOVEMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.items import Item

_NOUN_PHRASE = 5  # items from a verb over its object to the preposition after it
_ENVOYS = frozenset(
    "minister ministers ambassador ambassadors envoy envoys delegate delegates delegation "
    "delegations negotiator negotiators diplomat diplomats consul".split()
)
_PRISONERS = frozenset("prisoner prisoners inmate inmates convict convicts detainees".split())
_INTO = frozenset(["of", "into", "through", "against", "outside"])
_TALKING = int(Tag.TALK_NOUN | Tag.TALK_VERB | Tag.ALLIED_PHRASE)


def reason_against(
    items: list[Item],
    actors: Sequence[int],
    places: Sequence[int],
    where: tuple[PlaceRole, int],
) -> str:
    """Say why a verb ties no actor to its place: talk, a trial, an official's seat; or nothing."""
    role, trigger = where
    if trigger >= 0 and not items[trigger].tags & CLAIMING:
        return f"{items[trigger].norm!r} ties the place to talk or trial"
    if all(_is_tried(items, actor) for actor in actors):
        return "a trial"
    held = all({i.norm for i in items[a + 1 : a + 2]} & _PRISONERS for a in actors)
    if held and (trigger < 0 or items[trigger].tags & MOVEMENT):
        return "where prisoners are held"
    own = trigger >= 0 and 0 < role.head - trigger <= _NOUN_PHRASE
    sets_up = own and items[trigger].tags & int(Tag.PRESENCE_VERB | Tag.CONTROL_VERB)
    if (
        trigger >= 0
        and not (items[trigger].tags & EVENTS or items[trigger].norm in DIED)
        and not sends_killers(items, trigger, role)
        and _of_official(items, role)
        and not sets_up
    ):
        return "where the official or source is"
    travels = trigger >= 0 and items[trigger].tags & MOVEMENT
    if (role.role is Role.TO or travels) and _for_talks(items, places[-1]):
        return "a journey to talks"
    if (travels or trigger < 0) and all(_sends_envoy(items, i) for i in actors):
        return "where an envoy is"
    return ""


def _is_tried(items: list[Item], actor: int) -> bool:
    """Tell whether a trial follows a group's name: "the ISKP trial opened in Vienna"."""
    return any(item.norm in {"trial", "trials", "verdict"} for item in items[actor + 1 : actor + 2])


def _for_talks(items: list[Item], last: int) -> bool:
    """Tell whether a journey is to talks: "travelled to Kabul for talks with officials"."""
    after = items[last + 1 : last + 7]
    if [i.norm for i in after[:1]] == ["on"]:
        after = after[2:]  # "on Sunday for talks"
    purpose = bool(after) and after[0].norm in {"for", "to"}
    return purpose and any(item.tags & _TALKING for item in after[1:4])


def _sends_envoy(items: list[Item], actor: int) -> bool:
    """Tell whether it is an actor's diplomats who are there: "the Taliban's foreign minister"."""
    return any(item.norm in _ENVOYS for item in items[actor + 1 : actor + 5])


def _of_official(items: list[Item], role: PlaceRole) -> bool:
    before = items[role.head - 1] if role.head > 0 else None
    back = role.head - 2
    while back > 0 and (items[back].norm in DETERMINERS or items[back].norm == "police"):
        back -= 1
    if back > 0 and items[back].norm in _INTO:
        return False  # "through the gate of the police department in Khujand"
    return (
        role.role is Role.LOCATION
        and role.why != OF_LOCALS
        and before is not None
        and bool(before.tags & int(Tag.OFFICIAL_NOUN))
        and items[role.head - 2].norm not in {"its", "their"}
        and not before.tags & (PEOPLE | ASSET)
    )
