"""Polarity, time and speaker of a link: denied or hedged, past or planned, and who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.grammar.items import ADVERBS, BE, SAY, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.polarity import DENY_VERB, HEDGE_VERB, UNTRUE, polarity_of
from geo.grammar.times import of_actor, time_of
from geo.records import Polarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.clauses import Clause
    from geo.grammar.links import Link
    from geo.grammar.syntax import Parsed
    from geo.records import TimeStatus


_WHAT_WAS_SAID = frozenset(
    "it this that so them involvement responsibility any role having carrying claim charge "
    "allegation report claims".split()
)
_CHARGES = frozenset(
    "charge claim allegation accusation assertion something thing report suggestion contention "
    "view point".split()
)
_NOBODY = frozenset(
    "who which that it he she they we nothing nobody meanwhile another one some others this "
    "there what also".split()
)
_NEITHER = re.compile(r"(?:neither|none)\b", re.IGNORECASE)  # stands for actors
_DOUBTED = frozenset(["contested", "disputed", "questioned"])
_RESUMING = 8  # items from such a noun to the denial
_LONGEST_SPEAKER = 90
_BEFORE_VERB = ADVERBS | BE | {"has", "have", "had", "will", "also"}


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text stands to a link, and the words that show it."""

    polarity: Polarity
    time_status: TimeStatus
    attributed_to: str | None
    cues: tuple[str, ...]


def stance(
    text: str, parsed: Parsed, link: Link, *, year: int | None, narrated_past: bool
) -> Stance:
    """Read polarity, time and speaker of a link.

    Parameters
    ----------
    text, parsed
        The document's text and the sentence.
    link
        The actor and place.
    year
        The year of publication, or None.
    narrated_past
        True where the text before told of an earlier period and nothing has ended that.
    """
    scope = _scope(parsed, link)
    polarity, cues = polarity_of(parsed, link, scope)
    if _NEITHER.match(text, parsed.items[link.actor].start):
        polarity, cues = Polarity.DENIED, ("neither",)
    time_status, when = time_of(text, parsed, link, scope, year, narrated_past=narrated_past)
    speaker = _speaker(text, parsed, link, scope)
    return Stance(polarity, time_status, speaker, (*cues, *when))


def _scope(parsed: Parsed, link: Link) -> list[int]:
    """Item numbers whose cues reach the link: its clause, and what the clause hangs on."""
    clause = parsed.clauses[link.clause]
    numbers = list(clause.members)
    numbers += of_actor(parsed, link)
    while (
        clause.parent >= 0
        and (clause.how not in {"break", "after"} or _verbless(parsed, clause))
        and not _goes_on_telling(parsed, clause)
    ):
        opener = clause.members[0]
        how = clause.how
        clause = parsed.clauses[clause.parent]
        numbers += [i for i in clause.members if i < opener or how in {"complement", "relative"}]
    return sorted(set(numbers))


def _goes_on_telling(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause tells more of an actor: "blamed ISKP, which blew up a hotel in"."""
    items, opener = parsed.items, clause.members[0]
    aside = clause.how == "relative" and clause.opener in {"which", "who"} and opener > 1
    return aside and items[opener - 1].norm == "," and items[opener - 2].kind is Kind.ACTOR


def _verbless(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause only lists, after a colon or dash, what the one before tells of."""
    told = (parsed.items[i] for i in clause.members)
    return clause.how == "break" and not any(i.tags & int(Tag.FINITE) or i.norm in BE for i in told)


def _speaker(text: str, parsed: Parsed, link: Link, scope: list[int]) -> str | None:
    items = parsed.items
    for index in scope:
        if items[index].norm in {"according to", "according"}:
            begin = index + 1
            while begin < len(items) and items[begin].norm in {"to", "the", "a"}:
                begin += 1
            return _noun_phrase(text, items, begin)
    clause = parsed.clauses[link.clause]
    while clause.parent >= 0:
        opener = clause.members[0]
        clause = parsed.clauses[clause.parent]
        verbs = [
            i
            for i in clause.members
            if i < opener and items[i].tags & (SAY | HEDGE_VERB | DENY_VERB)
        ]
        if verbs and items[verbs[-1]].tags & int(Tag.FINITE):
            return subject_of(text, parsed, clause.members, verbs[-1])
    members = parsed.clauses[link.clause].members
    says = [i for i in members if items[i].tags & SAY and items[i].tags & int(Tag.FINITE)]
    if says:
        # "a UN report says": the first of two is a noun
        verb = says[1] if says[1:] and says[1] == says[0] + 1 else says[0]
        return subject_of(text, parsed, members, verb)
    return None


def _noun_phrase(text: str, items: list[Item], index: int) -> str | None:
    end = index
    while end < len(items) and items[end].norm not in {",", ".", ";", ":", "that", "who", "which"}:
        end += 1
    return _clip(text[items[index].start : items[end - 1].end]) if end > index else None


def subject_of(text: str, parsed: Parsed, members: list[int], verb: int) -> str | None:
    """Return the words that stand as the subject of a verb, where they name who speaks.

    Parameters
    ----------
    text, parsed
        The document's text and the sentence.
    members, verb
        Item numbers of the clause, and of its verb.
    """
    items = parsed.items
    before = [i for i in members if i < verb]
    while before and (
        items[before[-1]].norm in _BEFORE_VERB
        or items[before[-1]].tags & DENY_VERB  # "officials reject claims that"
    ):
        before.pop()
    start = len(before)
    while start and items[before[start - 1]].norm not in {
        ",",
        ";",
        ":",
        "and",
        "but",
        "that",
        "as",
        ".",
    }:
        start -= 1
    if start == len(before):
        return None
    first, last = items[before[start]], items[before[-1]]
    if first.norm in {"it", "there"} or last.norm in {"the", "a", "an", "this", "that"}:
        return None
    return _clip(text[first.start : last.end])


def _clip(words: str) -> str | None:
    words = " ".join(words.split()).strip(" ,;:\u2014\"'")
    if not words or len(words) > _LONGEST_SPEAKER or words.lower() in _NOBODY:
        return None
    return words


def contested(parsed: Parsed, link: Link) -> bool:
    """Tell whether another voice denies the link: "..., but the Taliban deny it"."""
    items = parsed.items
    for index in range(link.place + 1, len(items)):
        if items[index].tags & UNTRUE and _resumed(items, link.place, index):
            return True  # "a thing which Kabul called an invention"
        if items[index].norm in _DOUBTED and items[index - 1].norm in BE:
            return True
        if items[index].tags & int(Tag.DENY_VERB) and items[index - 1].norm != "not":
            if _resumed(items, link.place, index):
                return True
            after = {item.norm for item in items[index + 1 : index + 4]}
            clause = parsed.clause_of[index]
            another = any(
                parsed.clause_of[group[0]] == clause
                and group[0] > index
                and items[group[0] - 1].tags & int(Tag.LOCATIVE_PHRASE)
                for group in parsed.places
            )  # "and denied any part in the raid on Mianwali"
            if after & _WHAT_WAS_SAID and clause != link.clause and not another:
                return True
    return False


def _resumed(items: list[Item], place: int, denial: int) -> bool:
    """Tell whether a noun takes up what was said: ", a charge that Kabul denies"."""
    for index in range(max(place + 1, denial - _RESUMING), denial):
        item = items[index]
        if item.norm in _CHARGES and items[index - 1].norm in {"a", "an"}:
            return items[index - 2].norm == ","
    return False


def with_contested(
    parsed: Parsed, links: Sequence[Link], stances: Sequence[Stance]
) -> tuple[list[Link], list[Stance]]:
    """Add to each contested link the contesting voice's own: the first is hedged, that denied."""
    all_links, all_stances = list(links), list(stances)
    for number, (one, how) in enumerate(zip(links, stances, strict=True)):
        if how.polarity is not Polarity.DENIED and contested(parsed, one):
            all_stances[number] = replace(how, polarity=Polarity.HEDGED)
            all_links.append(one)
            all_stances.append(replace(how, polarity=Polarity.DENIED, attributed_to=None))
    return all_links, all_stances
