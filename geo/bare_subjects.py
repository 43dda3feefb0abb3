"""Whose "new training camps" are: subjects without a name, of the group a paragraph is on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.grammar.items import AUXILIARIES
from geo.grammar.lexicon import Tag
from geo.records import ActorMention

if TYPE_CHECKING:
    from geo.discourse import Discourse
    from geo.grammar.lexicon import Lexicon
    from geo.grammar.words import Words

# What groups have; "militants" and "gunmen" are left out, who may be anybody's.
_OF_GROUPS = frozenset(
    "armouries|bases|cadres|camps|cell|cells|commanders|facilities|fighters|guest houses|"
    "guesthouses|hideouts|instructors|leaders|members|network|networks|operatives|recruiters|"
    "recruits|remnants|safe houses|sanctuaries|trainers|training camp|training camps|"
    "training centres|training facilities|training sites".split("|")
)
_SOME = frozenset(
    "a additional an another fresh further many more new other several some two three four five "
    "six ten twenty".split()
)
_SAYS_THAT = int(Tag.SAY_VERB | Tag.HEDGE_VERB)
_PRESENT = int(Tag.PRESENCE_VERB)
_ALSO = frozenset(["also", "reportedly", "allegedly"])
# "Of these, 250 live in Baghlan", "Most are in Kunar": people of the group that was counted.
_COUNTED = re.compile(
    r"(?:Of (?:these|them|those|this number),? )?(?P<who>(?:(?:some|about|around|roughly|perhaps|"
    r"at least|an estimated|another|up to|more than) )?(?:\d[\d,]*|most|many|others|several|dozens|"
    r"hundreds|half|a few|two thirds|a third)(?: of them)?) "
    r"(?=(?:(?:still |now )?(?:live|lives|operate|remain|are|were) (?:(?:based|believed|said|"
    r"thought|stationed|hiding|found|to be|mainly|now) ){0,3}(?:in|at)|"
    r"(?:have )?(?:went|gone|fled|moved|crossed|escaped) (?:to|into))\b)",
    re.IGNORECASE,
)
_HOSTS = "taliban"  # "TTP received support from the Taliban. New camps were built in Kunar"
_MODIFIERS = 2  # words between the start and the noun at most: "a residual network"
_LEAD = 9  # words of an attribution at most: "According to one Member State,"


def bare_subject(
    text: str, begin: int, words: Words, discourse: Discourse, lexicon: Lexicon
) -> ActorMention | None:
    """Read "New camps were opened in Khost" as those of the one group that the paragraph is on.

    Parameters
    ----------
    text, begin, words
        The text, where the sentence begins, and its words; it names no actor.
    discourse
        What was named before it.
    lexicon
        Which words report and which tell of a stay.
    """
    goes_on = begin > 0 and "\n" not in text[begin - 2 : begin]
    groups = tuple(i for i in discourse.recent if i != _HOSTS) or discourse.recent
    if not goes_on or discourse.age or len(groups) != 1:
        return None
    counted = _COUNTED.match(text, begin)
    if counted is not None:
        return ActorMention(*counted.span("who"), counted["who"], groups, "anaphor")
    first = _after_attribution(words.norms, lexicon)
    span = _noun(words.norms, first, lexicon)
    if span is None:
        return None
    start, end = words.starts[span[0]], words.ends[span[1]]
    return ActorMention(start, end, text[start:end], groups, "anaphor")


def _after_attribution(norms: list[str], lexicon: Lexicon) -> int:
    """Return where a sentence goes on after "According to one State," or "It was said that"."""
    if norms[:2] == ["according", "to"] and "," in norms[:_LEAD]:
        return norms.index(",") + 1
    that = norms.index("that") if "that" in norms[:_LEAD] else 0
    said = that and lexicon.words.get(norms[that - 1], 0) & _SAYS_THAT
    return that + 1 if said else 0


def _noun(norms: list[str], first: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the words of the subject, where a verb follows it."""
    some = norms[first : first + 1] != [] and norms[first] in _SOME
    for at in range(first, min(first + 1 + _MODIFIERS, len(norms))):
        for last in (at + 1, at):
            if " ".join(norms[at : last + 1]) in _OF_GROUPS:
                single = not norms[last].endswith("s")
                fits = some if single else some or at == first
                return (at, last) if fits and _acts(norms, last + 1, lexicon) else None
    return None


def _acts(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    after = norms[index] if index < len(norms) else ""
    if after == "and":  # "some commanders and their families were"
        return any(norm in AUXILIARIES for norm in norms[index : index + 5])
    return after in AUXILIARIES | _ALSO or bool(lexicon.words.get(after, 0) & _PRESENT)
