"""What a sentence leaves out: containers of finer places, umbrellas of named members, datelines."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.context import precision
from geo.grammar.items import Kind
from geo.grammar.lexicon import Tag
from geo.grammar.spots import BETWEEN, Role
from geo.moment_patterns import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.actors import Registry
    from geo.grammar.spots import PlaceRole
    from geo.grammar.syntax import Parsed
    from geo.records import ActorMention, PlaceMention, Resolution
    from geo.text import Sentence


# Fineness of what a mention resolves to, by its where_prec; a region inside one province (5
# with a code) is finer than the province, one across provinces is coarser.
_FINENESS = {1: 0.0, 2: 0.0, 3: 1.0, 4: 3.0, 5: 4.0, 6: 5.0, 7: 6.0}
_REGION, _REGION_OF_ONE_PROVINCE, _COUNTRY = 5, 2.0, 6
_CONTAINING = frozenset(
    "in on of the , 's ( ) province district and northern southern eastern western central - "
    "north south east west northeast northwest southeast southwest neighbouring neighboring "
    "northeastern northwestern southeastern southwestern remote restive mountainous tribal "
    "region a far the small little large town village hamlet city".split()
)


# "Peshawar, Nov 3 (PTI) Security forces ...": the agency's way, without a dash.
_AGENCY = re.compile(
    r"[A-Z][\w .'\u2019-]{2,30}(?:, [A-Z]\w+)?, "
    rf"(?:{'|'.join(name[:3] for name in MONTH_NAMES)})"
    r"\w*\.? \d{1,2}(?:, \d{4})? \([\w ./-]{2,30}\)"
)
_ASIDE = 4  # items from a place to the place of ", east of the capital"
_BEFORE_NAME = int(Tag.BEFORE_NAME_PHRASE)
_DIRECTION = int(Tag.AROUND_PHRASE)


def _fineness(resolution: Resolution) -> float:
    place = resolution.place
    if place is not None and resolution.where_prec == _REGION and place.admin1_code:
        return _REGION_OF_ONE_PROVINCE
    # A village of which only the province is known lies in that province none the less.
    exact = resolution.where_prec if place is None else min(resolution.where_prec, precision(place))
    return _FINENESS.get(exact, 0.0)


def _contains(outer: Resolution, inner: Resolution) -> bool:
    big, small = outer.place, inner.place
    if big is None or small is None or _fineness(outer) <= _fineness(inner):
        return False
    if outer.where_prec == _COUNTRY:
        return big.country_iso2 == small.country_iso2
    if big.covers:
        return small.admin1_code in big.covers
    return big.admin1_code is not None and big.admin1_code == small.admin1_code


def _same_province(one: Resolution, other: Resolution) -> bool:
    places = one.place, other.place
    codes = {place.admin1_code for place in places if place is not None}
    return len(codes) == 1 and None not in codes and None not in places


def within_one_province(
    role: PlaceRole, group: Sequence[int], parsed: Parsed, resolutions: Sequence[Resolution]
) -> PlaceRole:
    """Read what happens between two places of one province as happening in it."""
    if role.why != BETWEEN or len(group) == 1:
        return role
    found = [resolutions[parsed.items[i].mention] for i in group]
    if not all(_same_province(found[0], other) for other in found[1:]):
        return role
    return replace(role, role=Role.LOCATION, around=True, why="between places of one province")


def drop_contained(parsed: Parsed, resolutions: Sequence[Resolution]) -> None:
    """Take out what only says where a finer place lies ("Wana in South Waziristan")."""
    items = parsed.items
    numbers = [i for i, item in enumerate(items) if item.kind is Kind.PLACE]
    dropped: set[int] = set()
    for before, after in itertools.pairwise(numbers):
        between = {item.norm for item in items[before + 1 : after]}
        owned = after + 1 < len(items) and items[after + 1].norm == "'s" and between == {","}
        aside = (
            items[before + 1].norm == ","
            and after - before <= _ASIDE
            and any(i.tags & _DIRECTION for i in items[before + 2 : before + 3])
        )
        if (owned and after + 1 not in numbers) or aside:
            dropped.add(after)  # "Wazir Akbar Khan, Kabul's old quarter" explains what is before it
            continue
        if not between <= _CONTAINING:
            continue
        first = resolutions[items[before].mention]
        second = resolutions[items[after].mention]
        if "'s" in between and (_contains(first, second) or _same_province(first, second)):
            dropped.add(before)  # "Karachi's Malir"
        elif _contains(second, first) and "and" not in between:
            dropped.add(after)
        elif between == {"of"} and _same_province(first, second):
            dropped.add(after)  # "Khairkhana area of Kabul city"
    for group in parsed.places:
        group[:] = [i for i in group if i not in dropped]
    parsed.places[:] = [group for group in parsed.places if group]


def drop_umbrellas(parsed: Parsed, mentions: Sequence[ActorMention], registry: Registry) -> None:
    """Read an umbrella beside its members as these ("Uyghur militant groups, including TIP")."""
    named = {
        i
        for item in parsed.items
        if item.kind is Kind.ACTOR
        for i in mentions[item.mention].actor_ids
    }
    parents = {registry.actors[i].parent_id for i in named if i in registry.actors}

    def is_umbrella(item: int) -> bool:
        ids = mentions[parsed.items[item].mention].actor_ids
        known = registry.actors.get(ids[0])
        return ids[0] in parents and known is None

    umbrellas = {i for i in parents & named if registry.name(i).endswith("(umbrella)")}
    for group in parsed.actors:
        group[:] = [
            i
            for i in group
            if not (set(mentions[parsed.items[i].mention].actor_ids) & umbrellas or is_umbrella(i))
        ]
    parsed.actors[:] = [group for group in parsed.actors if group]


def drop_at(parsed: Parsed, start: int) -> None:
    """Take out the place that begins at an offset of the text, where the sentence has it."""
    for group in parsed.places:
        group[:] = [i for i in group if parsed.items[i].start != start]
    parsed.places[:] = [group for group in parsed.places if group]


def drop_dateline(text: str, parsed: Parsed, run: Sentence, places: Sequence[PlaceMention]) -> None:
    """Take out a place of publication: "KABUL (agency) -", "QUETTA, March 12 -", "BANNU: "."""
    if not run.opens or not parsed.places:
        return
    items = parsed.items
    agency = _AGENCY.match(text, run.start)
    if agency is not None:
        for group in parsed.places:
            group[:] = [i for i in group if items[i].start >= agency.end()]
        parsed.places[:] = [group for group in parsed.places if group]
        return
    breaks = [
        i for i, item in enumerate(items[:14]) if item.norm in {"\u2014", "\u2013", ":", "-", "--"}
    ]
    told = any(item.tags & int(Tag.FINITE) for item in items)  # a row of a list tells nothing
    if not breaks or not told or items[0].kind is not Kind.PLACE:
        return
    first = places[items[0].mention]
    before = items[: breaks[0]]
    short = all(
        item.kind is Kind.PLACE or not item.tags & ~_BEFORE_NAME or not item.norm.isalpha()
        for item in before
    )
    shouted = first.surface.isupper() and len(first.surface) > 3  # noqa: PLR2004 - not an acronym
    dash = items[breaks[0]].norm != ":"
    if short and (shouted or dash or any(item.norm.isdigit() for item in before)):
        for group in parsed.places:
            group[:] = [i for i in group if i > breaks[0]]
        parsed.places[:] = [group for group in parsed.places if group]
