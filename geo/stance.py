"""Polarity, time and speaker of a link: denied or hedged, past or planned, and who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.lexicon import Tag
from geo.links import ALLIED, CLAIMING, is_passive
from geo.records import Polarity, TimeStatus
from geo.roles import Role
from geo.syntax import ADVERBS, BE, Kind, Parsed

if TYPE_CHECKING:
    from geo.links import Link
    from geo.syntax import Item

SAY = int(Tag.SAY_VERB)
HEDGE_VERB = int(Tag.HEDGE_VERB)
HEDGE_PHRASE = int(Tag.HEDGE_PHRASE)
ACCORDING = int(Tag.HEDGE_ACCORDING)
DENY_VERB = int(Tag.DENY_VERB)
DENY_PHRASE = int(Tag.DENY_PHRASE)
NEGATOR = int(Tag.DENY_NEGATORS)
PLAN_VERB = int(Tag.PLAN_VERB)
PLAN_PHRASE = int(Tag.PLAN_PHRASE)
PAST = int(Tag.PAST_PHRASE)
CONTINUING = int(Tag.CONTINUING_PHRASE)
_RUMOURS = frozenset(
    "rumour rumours rumor rumors claim claims allegation allegations report reports suggestion "
    "suggestions charge charges accusation accusations assertion assertions".split()
)
_PREVENTED = frozenset("kept keeps keep prevented prevents stopped stops barred blocked".split())
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)s?\b")
_AGO = re.compile(
    r"\b(?:(?:a|two|three|four|five|six|seven|eight|nine|ten|\d+|several|many) (?:year|decade)s? "
    r"(?:ago|earlier|later|before)|(?:a|one) (?:year|decade) (?:ago|earlier|later)|decades? ago|"
    r"years (?:ago|earlier|later))\b",
    re.IGNORECASE,
)
_RECENT = re.compile(
    r"\b(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|this (?:week|month|year|"
    r"spring|summer|autumn|winter)|last (?:week|month|night|year|spring|summer|autumn|winter))\b"
)
_RECENT_YEARS = 2  # a dated event this many calendar years back, or more, is an earlier period
_LONGEST_SPEAKER = 90


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
    polarity, cues = _polarity(parsed, link, scope)
    time_status, when = _time(text, parsed, link, scope, year, narrated_past=narrated_past)
    speaker = _speaker(text, parsed, link, scope)
    return Stance(polarity, time_status, speaker, (*cues, *when))


def _scope(parsed: Parsed, link: Link) -> list[int]:
    """Item numbers whose cues reach the link: its clause, and what the clause hangs on."""
    clause = parsed.clauses[link.clause]
    numbers = list(clause.members)
    while clause.parent >= 0 and clause.how not in {"break", "after"}:
        opener = clause.members[0]
        how = clause.how
        clause = parsed.clauses[clause.parent]
        numbers += [i for i in clause.members if i < opener or how in {"complement", "relative"}]
    return sorted(set(numbers))


def _polarity(parsed: Parsed, link: Link, scope: list[int]) -> tuple[Polarity, tuple[str, ...]]:
    items = parsed.items
    if link.role.why == "exception":
        return Polarity.DENIED, ("an exception",)
    denied = [i for i in scope if _denies(parsed, link, i)]
    if denied:
        return Polarity.DENIED, tuple(items[i].norm for i in denied)
    hedged = [i for i in scope if _hedges(parsed, link, i)]
    if not hedged and items[-1].norm == "?":
        hedged = [len(items) - 1]
    if hedged:
        return Polarity.HEDGED, tuple(items[i].norm for i in hedged)
    return Polarity.ASSERTED, ()


def _denies(parsed: Parsed, link: Link, index: int) -> bool:
    items = parsed.items
    item = items[index]
    own = parsed.clause_of[index] == link.clause
    anchor = link.trigger if link.trigger >= 0 else link.place
    if link.left and item.tags & NEGATOR:
        return False
    if item.norm in _PREVENTED and own:
        between = [i.norm for i in items[index + 1 : max(anchor, link.place)]]
        return "from" in between and index < link.actor
    if item.tags & DENY_VERB:
        if _negated(items, index):
            return False
        complement = index < min(link.place, max(link.trigger, link.actor))
        trailing = index > link.place and _rumours_before(items, index) and is_passive(items, index)
        return (complement and not item.tags & ALLIED) or trailing
    if item.tags & (NEGATOR | DENY_PHRASE):
        if item.norm in {"no longer"}:
            return False
        if _lifted(items, index):
            return False
        if own:
            return index < anchor
        evidence = (
            item.tags & DENY_PHRASE and not item.tags & NEGATOR and _reported(parsed, link, index)
        )
        return index < anchor and (bool(evidence) or _main_negation(parsed, link, index))
    return False


def _reported(parsed: Parsed, link: Link, index: int) -> bool:
    """Tell whether the link's clause is reported by the clause of ``index`` ("no evidence that")."""
    clause = parsed.clauses[link.clause]
    while clause.number != parsed.clause_of[index] and clause.parent >= 0:
        if clause.how in {"complement", "relative"}:
            return True
        clause = parsed.clauses[clause.parent]
    return False


def _main_negation(parsed: Parsed, link: Link, index: int) -> bool:
    """A bare negator reaches only the clause that hangs directly on its own, as a relative or list."""
    clause = parsed.clauses[link.clause]
    return (
        clause.parent == parsed.clause_of[index]
        and clause.how in {"coordinate"}
        and (
            parsed.items[index].norm in {"neither", "none of", "never", "no", "not"}
            and index < clause.members[0] - 1
            and parsed.items[clause.members[0]].norm in {"or", "nor"}
        )
    )


def _negated(items: list[Item], index: int) -> bool:
    """Tell whether a denial is itself negated: "have not denied"."""
    back = index - 1
    while back >= 0 and items[back].norm in (ADVERBS - {"not", "never"}) | BE | {
        "has",
        "have",
        "had",
        "did",
    }:
        back -= 1
    return back >= 0 and items[back].norm in {
        "not",
        "never",
        "neither",
        "nor",
        "cannot",
        "nobody",
        "none",
        "no one",
        "n't",
    }


def _lifted(items: list[Item], index: int) -> bool:
    """Tell whether a negator turns into its opposite: "not only", "cannot rule out", "no doubt"."""
    after = items[index + 1].norm if index + 1 < len(items) else ""
    two = items[index + 2].norm if index + 2 < len(items) else ""
    return (
        after
        in {
            "only",
            "just",
            "doubt",
            "immediate",
            "less",
            "fewer",
            "verified",
            "clear",
            "immediately",
            "surprisingly",
            "yet",
            "far",
        }
        or two in {"rule out", "deny"}
        or (bool(items[index + 1].tags & DENY_VERB) if index + 1 < len(items) else False)
    )


def _rumours_before(items: list[Item], index: int) -> bool:
    return any(item.norm in _RUMOURS for item in items[:index])


def _hedges(parsed: Parsed, link: Link, index: int) -> bool:
    items = parsed.items
    item = items[index]
    if item.norm in {"according to", "according"}:
        ahead = items[index + 1 : index + 5]
        return any(i.tags & ACCORDING for i in ahead)
    if item.tags & SAY and item.tags & int(Tag.FINITE) and index < link.place:
        before = [items[i] for i in parsed.clauses[parsed.clause_of[index]].members if i < index]
        if any(i.tags & ACCORDING and not i.tags & int(Tag.OFFICIAL_NOUN) for i in before[-5:]):
            return True
    if item.tags & HEDGE_PHRASE and not (item.norm == "may" and item.capital):
        return not (item.norm in {"could", "may", "might"} and _negated(items, index))
    if item.tags & HEDGE_VERB and not item.tags & PLAN_VERB:
        noun = items[index - 1].norm in {"the", "a", "its", "no", "little"} if index else False
        return not noun and (index < link.place or is_passive(items, index))
    return False


# ---------------------------------------------------------------- time


def _time(  # noqa: PLR0913 - the evidence for a time is all of this
    text: str,
    parsed: Parsed,
    link: Link,
    scope: list[int],
    year: int | None,
    *,
    narrated_past: bool,
) -> tuple[TimeStatus, tuple[str, ...]]:
    items = parsed.items
    planned = [i for i in scope if _plans(parsed, link, i)]
    if planned:
        return TimeStatus.PLANNED, tuple(items[i].norm for i in planned)
    if link.left:
        own_left = [items[i] for i in parsed.clauses[link.clause].members if i < link.trigger]
        if any(i.tags & NEGATOR for i in own_left):
            return TimeStatus.CURRENT, ("never left",)
        return TimeStatus.HISTORICAL, ("left",)
    own = [items[i] for i in parsed.clauses[link.clause].members]
    past_words = tuple(item.norm for n, item in enumerate(own) if _past_cue(own, n))
    if past_words:
        return TimeStatus.HISTORICAL, past_words
    words = " ".join(text[item.start : item.end] for item in own)
    past = _past_year(words, year)
    if past:
        return TimeStatus.HISTORICAL, (past,)
    if narrated_past and not any(i.tags & CONTINUING or _is_present(i) for i in own):
        return TimeStatus.HISTORICAL, ("told of an earlier period",)
    return TimeStatus.CURRENT, ()


def _is_present(item: Item) -> bool:
    noun = int(Tag.PRESENCE_NOUN | Tag.PEOPLE_NOUN | Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN)
    third = item.tags & int(Tag.FINITE) and not item.tags & (int(Tag.PARTICIPLE) | noun)
    return item.norm in {"is", "are", "has", "have"} or bool(third and item.norm.endswith("s"))


def _past_cue(own: list[Item], number: int) -> bool:
    item = own[number]
    if not item.tags & PAST:
        return False
    if item.norm in {"former", "ex"}:
        ahead = own[number + 1 : number + 4]
        return any(i.tags & int(Tag.PRESENCE_NOUN | Tag.CONTROL_NOUN) for i in ahead)
    return True


def _plans(parsed: Parsed, link: Link, index: int) -> bool:
    items = parsed.items
    item = items[index]
    if not item.tags & (PLAN_VERB | PLAN_PHRASE):
        return False
    anchor = link.trigger if link.trigger >= 0 else link.place
    if link.role.role is Role.FROM:
        return False
    if index >= max(anchor, link.place) or index < link.actor - 3:
        return False
    if item.tags & PLAN_VERB and items[index - 1].norm in {"the", "a", "its", "by"}:
        return False
    if item.tags & PLAN_PHRASE:
        return anchor - index <= 5  # noqa: PLR2004 - the verb follows its auxiliary
    if {"of", "having", "had"} & {i.norm for i in items[max(0, index - 2) : index]}:
        return False  # "accused of planning the bombing" tells of one that took place
    between = [i.norm for i in items[index + 1 : anchor]]
    return "to" in between or "that" in between or anchor - index <= 2  # noqa: PLR2004 - its object


def _past_year(words: str, year: int | None) -> str:
    """Return the words that date the sentence to an earlier period, or an empty string."""
    found = [(int(m.group(1)), m.start()) for m in _YEAR.finditer(words)]
    if not found:
        return ""
    latest, start = max(found)
    before = words[max(0, start - 12) : start].lower()
    if "since" in before:
        return ""
    if year is not None:
        return str(latest) if year - latest >= _RECENT_YEARS else ""
    return str(latest) if "until" in before or words[start + 4 : start + 5] == "s" else ""


def dates_the_past(sentence: str, year: int | None) -> bool:
    """Tell whether a sentence places itself in an earlier period by a year or a decade."""
    return bool(_past_year(sentence, year))


def is_recent(sentence: str) -> bool:
    """Tell whether a sentence dates itself to the days before its publication."""
    return bool(_RECENT.search(sentence))


def goes_on_telling(sentence: str) -> bool:
    """Tell whether a sentence dates itself by the one before ("two years later")."""
    return bool(_AGO.search(sentence))


# ---------------------------------------------------------------- who says so


def _speaker(text: str, parsed: Parsed, link: Link, scope: list[int]) -> str | None:
    items = parsed.items
    for index in scope:
        if items[index].norm in {"according to", "according"}:
            return _noun_phrase(text, items, index + 1)
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
            return _subject(text, parsed, clause.members, verbs[-1])
    members = parsed.clauses[link.clause].members
    says = [i for i in members if items[i].tags & SAY and items[i].tags & int(Tag.FINITE)]
    if says:
        return _subject(text, parsed, members, says[0])
    return None


def _noun_phrase(text: str, items: list[Item], index: int) -> str | None:
    end = index
    while end < len(items) and items[end].norm not in {",", ".", ";", ":", "that", "who", "which"}:
        end += 1
    return _clip(text[items[index].start : items[end - 1].end]) if end > index else None


def _subject(text: str, parsed: Parsed, members: list[int], verb: int) -> str | None:
    items = parsed.items
    before = [i for i in members if i < verb]
    while before and (
        items[before[-1]].norm in ADVERBS | BE | {"has", "have", "had", "will", "also"}
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
    return _clip(text[first.start : last.end])


def _clip(words: str) -> str | None:
    words = " ".join(words.split()).strip(" ,;:\u2014\"'")
    if not words or len(words) > _LONGEST_SPEAKER:
        return None
    return words
