"""People whom a text introduces as an actor's leader: their names stand for it afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.records import ActorMention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OFFICE = (
    r"(?:leader|chief|founder|emir|amir|head|commander|ringleader|deputy|supremo|kingpin|"
    r"mastermind|number two)"
)
_NAME = r"((?:[A-Z][\w'\u2019-]+ (?:(?:al|ul|bin|ur|ud)[- ])?){1,3}[A-Z][\w'\u2019-]+)"
_TITLES = re.compile(
    r"^(?:Mullah|Maulvi|Mawlawi|Maulana|Mufti|Qari|Hafiz|Sheikh|Commander|Dr|Haji) "
)
_AFTER_OFFICE = re.compile(rf"(?:['\u2019]s)? (?:\w+ )?{_OFFICE},? {_NAME}")
_BEFORE_OFFICE = re.compile(
    rf"{_NAME}, (?:the|its|an?|then|former) (?:[\w-]+ ){{0,3}}?{_OFFICE} of (?:the )?$"
)
_WHO_LEADS = re.compile(
    rf"{_NAME},? who (?:now |once |had |has )?(?:leads?|led|heads?|headed|founded|"
    r"commands?|commanded) (?:the )?$"
)
_AFTER_COMMA = re.compile(rf", {_NAME},")
_LEADER_OF = re.compile(rf"\b{_OFFICE} of (?:the )?$")
_REACH = 90  # characters before an actor's name in which a leader is introduced
_SHORTEST = 4


def introduced(text: str, mentions: Sequence[ActorMention]) -> dict[str, tuple[str, ...]]:
    """Return the surnames of the leaders whom a text introduces, with their actors.

    Parameters
    ----------
    text
        The text.
    mentions
        Its actors by name.
    """
    people: dict[str, tuple[str, ...]] = {}
    for mention in mentions:
        before = text[max(0, mention.start - _REACH) : mention.start]
        of = _LEADER_OF.search(before)
        matches = (
            _AFTER_COMMA.match(text, mention.end) if of else None,
            _AFTER_OFFICE.match(text, mention.end),
            _BEFORE_OFFICE.search(before) if before.endswith(("of ", "of the ")) else None,
            _WHO_LEADS.search(before) if " who " in before else None,
        )
        for match in matches:
            if match is not None:
                surname = _TITLES.sub("", match.group(1)).split()[-1]
                if len(surname) >= _SHORTEST and " " in match.group(1):
                    people.setdefault(surname, mention.actor_ids)
    return people


def leader_mentions(
    text: str,
    people: Mapping[str, tuple[str, ...]],
    taken: Sequence[ActorMention],
    run: tuple[int, int] | None = None,
) -> list[ActorMention]:
    """Find the names of introduced leaders in a text or a run of it, outside its mentions."""
    if not people:
        return []
    surnames = "|".join(re.escape(name) for name in people)
    full_name = re.compile(
        rf"(?:[A-Z][\w'\u2019-]+ (?:al-)?){{0,3}}(?<![\w-])({surnames})(?![\w-])"
    )
    return [
        ActorMention(m.start(), m.end(), m.group(), people[m.group(1)], "anaphor")
        for m in full_name.finditer(text, *(run or (0, len(text))))
        if not any(m.start() < other.end and other.start < m.end() for other in taken)
    ]
