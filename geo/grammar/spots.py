"""A toponym where it stands in its sentence, and the part that it can play."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.items import Item
    from geo.grammar.syntax import Parsed


class Role(StrEnum):
    """The part a place plays; the last four never make a claim."""

    LOCATION = "location"
    FROM = "from"
    TO = "to"
    OBJECT = "object"
    SUBJECT = "subject"
    MODIFIER = "modifier"
    TOPIC = "topic"
    CONTAINER = "container"
    GOVERNMENT = "government"
    SPEAKER = "speaker"
    ROUTE = "route"
    DATELINE = "dateline"


NO_CLAIM = frozenset([Role.CONTAINER, Role.GOVERNMENT, Role.SPEAKER, Role.ROUTE, Role.DATELINE])


@dataclass(frozen=True, slots=True)
class PlaceRole:
    """A place group's role, the preposition before it and whether it is only "around"."""

    role: Role
    preposition: str
    around: bool
    head: int
    why: str


# Who lives in a place tells of it, where no other is named: "elders in Achin said ISKP had come".
OF_LOCALS = "what people of the place tell"
# The ends of a way: no place of what happens on it, unless both lie in one province.
BETWEEN = "between two places"
# Places that a sentence does not name but speaks of: its heading's, an event's told before.
HEADING = PlaceRole(Role.LOCATION, "in", around=False, head=-1, why="heads the paragraph")
EVENT_BEFORE = PlaceRole(Role.MODIFIER, "", around=False, head=-1, why="the event told before")
EVENT_SUFFERED = PlaceRole(
    Role.MODIFIER, "", around=False, head=-1, why="hit in the event told before"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place group where it stands: what is before it, and whether it can be a government."""

    parsed: Parsed
    group: Sequence[int]
    surface: str
    governs: bool
    head: int
    around: bool
    preposition: str

    @property
    def items(self) -> list[Item]:
        """The items of the sentence."""
        return self.parsed.items

    @property
    def governor(self) -> Item | None:
        """The word that governs the place, or None."""
        return self.items[self.head] if self.head >= 0 else None

    def after(self) -> Item | None:
        """Return the item after the group, or None."""
        number = self.group[-1] + 1
        return self.items[number] if number < len(self.items) else None

    def plays(self, role: Role, why: str, preposition: str | None = None) -> PlaceRole:
        """Return the role, with what is known of the place here."""
        word = self.preposition if preposition is None else preposition
        return PlaceRole(role, word, self.around, self.head, why)
