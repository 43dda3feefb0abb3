"""What the next sentence takes back: "Kabul dismissed this as nonsense"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.grammar.items import BE, SAY, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.passives import is_passive
from geo.grammar.polarity import DENY_VERB, RUMOURS, UNTRUE, negated
from geo.grammar.spots import EVENT_BEFORE
from geo.grammar.stance import subject_of
from geo.grammar.syntax import parse
from geo.grammar.words import words_of
from geo.records import Polarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.lexicon import Lexicon
    from geo.grammar.syntax import Parsed
    from geo.readings import Reading
    from geo.text import Sentence

_SAID_BEFORE = RUMOURS | frozenset(
    "this that it these those them account accounts figure figures statement statements story "
    "version assessment finding findings remarks involvement responsibility both".split()
)
_POINTS = frozenset(["this", "that", "it", "these", "those", "them", "both"])
_AFTER = frozenset("as and but outright flatly when in on at entirely again repeatedly".split())
_CALLS = frozenset(["call", "calls", "called", "describe", "describes", "described"])
_TAKEN_BACK = "takes back the sentence before"
_DEEDS = int(Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN | Tag.PRESENCE_NOUN)
_SUBJECT = 3  # items from a sentence's begin to the noun of its subject
_WITHIN = 4  # items from the denial to what it is of


def contesting(
    text: str, run: Sentence, lexicon: Lexicon, *, of_actor: bool
) -> tuple[Parsed, int] | None:
    """Return a sentence that denies what the one before said, and its verb; None for others.

    Parameters
    ----------
    text, run
        The text and the sentence.
    lexicon
        The words that deny.
    of_actor
        Whether the sentence names an actor of the claims before it, and a place of its own not.
    """
    norms = words_of(text, run.start, run.end).norms
    if not any(tags & (DENY_VERB | UNTRUE) for *_, tags in lexicon.phrases(norms)):
        return None  # as most are, and need not be parsed
    parsed = parse(text, (run.start, run.end), (), (), lexicon)
    items = parsed.items
    for index, item in enumerate(items):
        denies = item.tags & DENY_VERB and not negated(items, index)
        told = any(i.norm in _SAID_BEFORE for i in items[:_SUBJECT]) and is_passive(items, index)
        told = told or (of_actor and [i.norm for i in items[index + 1 : index + 2]] == ["that"])
        if denies and index and (told or _of_what_was_said(items, index)):
            return parsed, index  # "This is denied by Kabul", "Kabul rejected the claim"
        if item.tags & UNTRUE and (verb := _called(items, index)) > 0:
            return parsed, verb
    return None


def _of_what_was_said(items: list[Item], verb: int) -> bool:
    """Tell whether a denial is of what stands before: "rejected the claim", "denies it"."""
    after = items[verb + 1 : verb + 1 + _WITHIN]
    words = [item.norm for item in after]
    if words[:1] == ["any"] and after[1:] and after[1].tags & _DEEDS:
        return after[2:] == [] or not after[2].norm[:1].isalpha()  # "denied any attack."
    first = next((n for n, word in enumerate(words) if word in _SAID_BEFORE), -1)
    if first < 0 or any(item.kind is not Kind.WORD for item in after[:first]):
        return False
    told = words[first + 1 : first + 2] or ["."]
    if words[first] in _POINTS:  # "denies that.", not "denies that any came", "denied them entry"
        return not told[0][:1].isalpha() or told[0] in _AFTER | _SAID_BEFORE
    return told[0] not in {"that", "of"} and words[:first] not in (["a"], ["an"])


def _called(items: list[Item], untrue: int) -> int:
    """Return the verb of "calls the report baseless", "said this was untrue", or -1."""
    begun = max(0, untrue - _WITHIN - 2)
    spoken = [
        i
        for i in range(begun, untrue)
        if items[i].norm in _CALLS or (items[i].tags & SAY and i + 1 < untrue)
    ]
    if not spoken or not spoken[0]:
        return -1
    between = {item.norm for item in items[spoken[0] + 1 : untrue]}
    of_it = bool(between & _SAID_BEFORE)
    return spoken[0] if of_it and (items[spoken[0]].norm in _CALLS or between & BE) else -1


def contest(before: Reading, run: Sentence, denial: tuple[Parsed, int]) -> tuple[Reading, Reading]:
    """Return a sentence's reading as hedged, and the contesting voice's own, denied.

    Parameters
    ----------
    before
        The reading of the sentence whose claims are contested.
    run, denial
        The sentence that contests them, itself and its verb.
    """
    parsed, verb = denial
    text = before.unit.text
    speaker = subject_of(text, parsed, parsed.clauses[parsed.clause_of[verb]].members, verb)
    cue = (parsed.items[verb].norm,)
    hedged = tuple(
        replace(how, polarity=Polarity.HEDGED, cues=(*how.cues, *cue))
        if how.polarity is Polarity.ASSERTED
        else how
        for how in before.stances
    )
    links = [
        (one, replace(how, polarity=Polarity.DENIED, attributed_to=speaker, cues=cue))
        for one, how in zip(before.links, before.stances, strict=True)
        if how.polarity is not Polarity.DENIED
    ]
    denied = replace(
        before,
        sentence=run,
        links=tuple(replace(one, rule=_TAKEN_BACK) for one, _ in links),
        rejections=(),
        stances=tuple(how for _, how in links),
    )
    return replace(before, stances=hedged), denied


def hedged_by_actor(before: Reading, after: Sequence[Reading]) -> Reading:
    """Return a reading as hedged where the group denies the next sentence its own part in it.

    Parameters
    ----------
    before, after
        The reading of a sentence, and those of the one after it.
    """
    denying = {
        reading.actors[reading.parsed.items[one.actor].mention].actor_ids
        for reading in after
        if reading.parsed is not None
        for one, how in zip(reading.links, reading.stances, strict=True)
        if one.role is EVENT_BEFORE and how.polarity is Polarity.DENIED
    }
    if not denying or before.parsed is None:
        return before
    items = before.parsed.items
    stances = tuple(
        replace(how, polarity=Polarity.HEDGED)
        if how.polarity is Polarity.ASSERTED
        and before.actors[items[one.actor].mention].actor_ids in denying
        else how
        for one, how in zip(before.links, before.stances, strict=True)
    )
    return replace(before, stances=stances)
