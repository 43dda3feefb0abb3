"""Current, historical or planned: when a link holds, seen from its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.grammar.items import SAY
from geo.grammar.lexicon import Tag
from geo.grammar.polarity import NEGATOR
from geo.grammar.spots import Role
from geo.records import Relation, TimeStatus

if TYPE_CHECKING:
    from geo.grammar.items import Item
    from geo.grammar.links import Link
    from geo.grammar.syntax import Parsed


PLAN_VERB = int(Tag.PLAN_VERB)


PLAN_PHRASE = int(Tag.PLAN_PHRASE)


_PLANNING = PLAN_VERB | PLAN_PHRASE


PAST = int(Tag.PAST_PHRASE)


CONTINUING = int(Tag.CONTINUING_PHRASE)


_PAST_FORM = int(Tag.PARTICIPLE)  # a regular verb's past has the same form
_PLANS = frozenset("conspiracy intention plan plans plot plots scheme".split())
_SENT = frozenset("sent dispatched ordered tasked instructed hired paid".split())
_ERRAND = 6  # items from "sent" over by whom to what for
_STAYING = frozenset([Relation.PRESENCE, Relation.CONTROL])
_SERVED = frozenset(["fought", "served", "trained", "joined"])
_STAYS = int(Tag.PRESENCE_VERB)
_DEEDS = int(Tag.VIOLENCE_VERB | Tag.CONTROL_VERB)


_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)s?\b")


_DECADE = re.compile(
    r"\b(?:in|during|through|throughout|of) the (?:early |mid |late )?"
    r"(?:fifties|sixties|seventies|eighties|nineties)\b"
)


_AGO = re.compile(
    r"\b(?:(?:a|two|three|four|five|six|seven|eight|nine|ten|\d+|several|many) (?:year|decade)s? "
    r"(?:ago|earlier|later|before)|(?:a|one) (?:year|decade) (?:ago|earlier|later)|decades? ago|"
    r"years (?:ago|earlier|later))\b",
    re.IGNORECASE,
)


_SPANS = r"(?:week|month|year|spring|summer|autumn|winter)"
_RECENT = re.compile(
    r"\b(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|last night|"
    rf"this {_SPANS}|last {_SPANS})\b",
    re.IGNORECASE,
)


_FOUNDING = re.compile(  # an aside, which dates a group and not what is told
    r"\s?,\s(?:which (?:was|has been) |an? (?:[\w-]+ ){1,4})?"
    r"(?:founded|formed|created|established|banned|outlawed|proscribed|designated|listed)\b[^,.]*,"
)
_STOPS = frozenset(["stop", "cease", "end", "quit"])
_DESIRES = frozenset("want wants wanted seek seeks sought demand demands hope hopes".split())
_AHEAD = frozenset("to of will would may could might shall against about".split())
_OPENING = 6  # items in which a sentence dates itself
_OPENING_ENDS = frozenset([",", ":", "\u2014", "\u2013", "-", "--"])
_RECENT_YEARS = 2  # a dated event this many calendar years back, or more, is an earlier period


def time_of(
    text: str,
    parsed: Parsed,
    link: Link,
    scope: list[int],
    year: int | None,
    *,
    narrated_past: bool,
) -> tuple[TimeStatus, tuple[str, ...]]:
    """Return the time of a link and the words that show it."""
    items = parsed.items
    cues = [i for i in scope if items[i].tags & _PLANNING]
    planned = [i for i in cues if _plans(parsed, link, i)]
    planned = planned or _errand(parsed.items, link.trigger)
    if planned:
        return TimeStatus.PLANNED, tuple(items[i].norm for i in planned)
    if link.left:
        own_left = [items[i] for i in parsed.clauses[link.clause].members if i < link.trigger]
        if any(i.tags & NEGATOR for i in own_left):
            return TimeStatus.CURRENT, ("never left",)
        return TimeStatus.HISTORICAL, ("left",)
    own = [items[i] for i in (*parsed.clauses[link.clause].members, *of_actor(parsed, link))]
    past_words = tuple(
        [item.norm for n, item in enumerate(own) if item.tags & PAST and _past_cue(own, n)]
    )
    if past_words:
        return TimeStatus.HISTORICAL, past_words
    if _is_over(parsed, link) or _ended(parsed, link):
        return TimeStatus.HISTORICAL, (items[link.trigger].norm,)
    dated = _YEAR.search(text, items[0].start, items[-1].end) is not None
    of_decades = text.find("ties", items[0].start, items[-1].end) >= 0  # "in the nineties"
    dating = [i for i in own if not _in_aside(parsed, link, i)] if dated or of_decades else []
    own_words = " ".join([text[i.start : i.end] for i in dating])
    decade = _DECADE.search(own_words) if of_decades else None
    if decade is not None:
        return TimeStatus.HISTORICAL, (decade.group(),)
    past = _past_year(own_words, year) if dated else ""
    if past:
        return TimeStatus.HISTORICAL, (past,)
    opening = _past_year(_opening(text, parsed), year) if dated else ""
    if opening and not any(i.tags & CONTINUING for i in own):
        return TimeStatus.HISTORICAL, (opening,)
    told = [items[i] for i in scope if not items[i].tags & SAY]
    if narrated_past and not any(i.tags & CONTINUING or _is_present(i) for i in told):
        return TimeStatus.HISTORICAL, ("told of an earlier period",)
    return TimeStatus.CURRENT, ()


def _in_aside(parsed: Parsed, link: Link, item: Item) -> bool:
    """Tell whether an item is in an aside before a present verb: "ISPP, split off in 2019, is"."""
    items, trigger, start = parsed.items, link.trigger, link.actor + 1
    if not 0 < start < trigger or items[start].norm != ",":
        return False
    end = next((i for i in range(trigger - 1, start, -1) if items[i].norm == ","), start)
    inside = items[start].start < item.start < items[end].start
    return inside and _is_present(items[end + 1])


def _is_over(parsed: Parsed, link: Link) -> bool:
    """Tell whether a stay is told as past and over: "had kept men in Kunar", "who fought in"."""
    items, clause = parsed.items, parsed.clauses[link.clause]
    if link.trigger < 0 or parsed.clause_of[link.trigger] != clause.number:
        return False
    verb = items[link.trigger]
    if clause.how == "relative" and clause.opener == "who" and verb.norm in _SERVED:
        return True
    if verb.norm == "trained" and items[link.trigger - 1].norm == "," and link.trigger > link.actor:
        return True  # "veterans of the brigade, trained in Syria,"
    near = [i.norm for i in items[max(0, link.trigger - 3) : link.trigger]]
    had = "had" in near and "been" not in near
    stayed = had and verb.tags & int(Tag.PARTICIPLE) and verb.tags & _STAYS
    return bool(stayed) and not verb.tags & _DEEDS and not _reported_by_somebody(parsed, link)


def _errand(items: list[Item], deed: int) -> list[int]:
    """Return the words by which a deed is only an aim: "a plan by KIB to strike the bridge".

    Or an errand on which somebody was caught: "sent to kill a police officer in Attock".
    """
    if deed < 1 or items[deed - 1].norm != "to" or not items[deed].tags & _DEEDS:
        return []
    near = range(max(0, deed - _ERRAND), deed - 1)
    plans = [i for i in near if items[i].norm in _PLANS and items[i + 1].norm in {"by", "to"}]
    caught = any(i.tags & int(Tag.OPERATION_VERB) for i in items)
    return plans or [i for i in near if caught and items[i].norm in _SENT]


def _ended(parsed: Parsed, link: Link) -> bool:
    """Tell whether a stay ended: "had camps in Dera Bugti until its men laid down their arms"."""
    clause, items = parsed.clauses[link.clause], parsed.items
    if link.relation not in _STAYING or link.trigger < 0:
        return False
    own = any(items[i].tags & _PAST_FORM or items[i].norm == "were" for i in clause.members)
    until = [c for c in parsed.clauses if c.parent == clause.number and c.opener == "until"]
    return own and any(items[i].tags & _PAST_FORM for c in until for i in c.members)


def _reported_by_somebody(parsed: Parsed, link: Link) -> bool:
    """Tell whether "had" only shifts what somebody said: "said the TTP had set up camps"."""
    clause = parsed.clauses[link.clause]
    while clause.parent >= 0:
        if clause.how == "complement":
            return True
        clause = parsed.clauses[clause.parent]
        if any(parsed.items[i].tags & SAY for i in clause.members):
            return True
    own = parsed.clauses[link.clause].members
    return any(parsed.items[i].tags & SAY for i in own if i != link.trigger)


def _opening(text: str, parsed: Parsed) -> str:
    """Return what a sentence opens with up to a comma or dash, if short: "In 2012," "2012 -"."""
    items = parsed.items[:_OPENING]
    end = next((n for n, i in enumerate(items) if i.norm in _OPENING_ENDS), -1)
    return text[items[0].start : items[end].end] if end > 0 else ""


def of_actor(parsed: Parsed, link: Link) -> list[int]:
    """Return the items of an actor's own clause after the place's, where that only completes it.

    "It is in Nimroz that the BLA is said to hide", "Swat, once a TTP stronghold, ...".
    """
    own = parsed.clauses[parsed.clause_of[link.actor]]
    completes = (
        own.how in {"sub", "complement", "participle", "break"} and own.number != link.clause
    )
    return own.members if completes and link.actor > link.place else []


def _is_present(item: Item) -> bool:
    noun = int(Tag.PRESENCE_NOUN | Tag.PEOPLE_NOUN | Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN)
    third = item.tags & int(Tag.FINITE) and not item.tags & (int(Tag.PARTICIPLE) | noun)
    return item.norm.split()[0] in {"is", "are", "has", "have"} or bool(
        third and item.norm.endswith("s")
    )


def _past_cue(own: list[Item], number: int) -> bool:
    item = own[number]
    if item.norm == "at the time":
        return [i.norm for i in own[number + 1 : number + 2]] != ["of"]
    if item.norm in {"former", "ex"}:
        ahead = own[number + 1 : number + 4]
        return any(i.tags & int(Tag.PRESENCE_NOUN | Tag.CONTROL_NOUN) for i in ahead)
    return True


def _plans(parsed: Parsed, link: Link, index: int) -> bool:
    items = parsed.items
    item = items[index]
    anchor = link.trigger if link.trigger >= 0 else link.place
    foiled = link.relation is Relation.OPERATION and index > link.trigger  # "foils a plot in Sibi"
    if link.role.role is Role.FROM or foiled:
        return False
    if index >= max(anchor, link.place) or index < link.actor - 3:
        return False
    aimed = item.norm == "aimed" and items[index + 1].norm == "at"  # "a bomb aimed at a cleric"
    if aimed or (item.tags & PLAN_VERB and items[index - 1].norm in {"the", "a", "its", "by"}):
        return False
    if link.trigger < 0 and item.norm in _DESIRES and link.actor < index < link.place:
        return True  # "wants sharia law in Pakistan"
    sworn = item.tags & SAY and [i.norm for i in items[index + 1 : index + 2]] == ["that"]
    told = not any(i.tags & PLAN_PHRASE for i in items[index + 1 : anchor])
    if _means_no_plan(items, index, anchor) or (sworn and told):
        return False  # "swears that ISKP has no cell"
    if item.norm == "would" and not _threatens(parsed, index, anchor):
        return False
    between = [i.norm for i in items[index + 1 : anchor]]
    if not _STOPS.isdisjoint(between):
        return False  # "will stop sheltering the group"
    if item.tags & PLAN_PHRASE:
        return anchor - index <= 5  # noqa: PLR2004 - the verb follows its auxiliary
    if {"of", "having", "had"} & {i.norm for i in items[max(0, index - 2) : index]}:
        return False  # "accused of planning the bombing" tells of one that took place
    return "to" in between or "that" in between or anchor - index <= 2  # noqa: PLR2004 - its object


def _means_no_plan(items: list[Item], index: int, anchor: int) -> bool:
    """Tell whether a verb only says: "warned that fighters had gathered", "meant an attack"."""
    if items[index].norm == "meant":
        return items[index + 1].norm != "to"
    told = {item.norm for item in items[index + 1 : anchor]}
    return items[index].norm.startswith("warn") and _AHEAD.isdisjoint(told)


def _threatens(parsed: Parsed, would: int, anchor: int) -> bool:
    """Tell whether "would" tells what a group said it will do: "said that it would strike"."""
    clause = parsed.clauses[parsed.clause_of[would]]
    soon = 0 < anchor - would <= 2  # noqa: PLR2004 - an adverb may stand between
    said = clause.parent >= 0 and any(
        parsed.items[i].tags & (SAY | PLAN_VERB)
        for i in parsed.clauses[clause.parent].members
        if i < would
    )
    own = parsed.clauses[parsed.clause_of[would]].members
    said = said or any(parsed.items[i].tags & SAY for i in own if i < would)
    return soon and bool(parsed.items[anchor].tags & _DEEDS) and said


def _past_year(words: str, year: int | None) -> str:
    """Return the words that date the sentence to an earlier period, or an empty string."""
    words = _FOUNDING.sub(",", words)
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
