"""Whose "new training camps" are: subjects without a name, of the group a paragraph is on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.discourse import HOSTS
from geo.grammar.items import AUXILIARIES, BE, NUMBERS
from geo.grammar.lexicon import Tag
from geo.records import ActorMention

if TYPE_CHECKING:
    from geo.discourse import Discourse
    from geo.grammar.lexicon import Lexicon
    from geo.grammar.words import Words

# What groups have; "militants" and "gunmen" are left out, who may be anybody's.
_OF_GROUPS = frozenset(
    "armouries|base|bases|branch|cadres|camp|camps|cell|cells|commanders|facilities|fighters|"
    "guest houses|guesthouses|hideouts|instructors|leaders|member|members|network|networks|"
    "operatives|recruiters|recruits|remnants|team|teams|safe houses|sanctuaries|trainers|"
    "training camp|training camps|training centres|training facilities|training sites".split("|")
)
_SOME = NUMBERS | frozenset(
    "a additional an another fresh further many more new other several small some eleven twelve "
    "fifteen twenty thirty second third fourth fifth sixth seventh eighth ninth tenth eleventh "
    "twelfth".split()
)
_SAYS_THAT = int(Tag.SAY_VERB | Tag.HEDGE_VERB)
_PRESENT = int(Tag.PRESENCE_VERB)
_ALSO = frozenset(["also", "reportedly", "allegedly"])
_NUMBER = (
    r"(?:(?:some|about|around|roughly|perhaps|at least|an estimated|another|up to|more than|"
    r"fewer than) )?(?:\d[\d,]*|most|many|others|several|dozens|hundreds|half|a few|some|two|three|"
    r"four|five|six|ten|twenty|thirty|fifty|a dozen|a hundred|two thirds|a third|the rest)"
)
# "Of these, 250 live in Baghlan", "Most are in Kunar": people of the group that was counted.
_COUNTED = re.compile(
    r"(?:(?:[A-Z]\w+|The [\w ]{2,20}) (?:reckons?|estimates?|believes?) (?:that )?)?"
    rf"(?:Of (?:these|them|those|this number),? )?(?P<who>{_NUMBER}(?: or so)?"
    r"(?: of (?:them|these|those))?) "
    r"(?=(?:(?:still |now )?(?:live|lives|operate|remain|are|were|is) (?:(?:based|left|believed|"
    r"said|thought|stationed|hiding|found|to be|to remain|to live|mainly|now) ){0,3}(?:in|at)|"
    r"(?:have been|had been|were|was) (?:\w+ly )?(?:arrested|captured|caught|detained|held|killed|"
    r"picked up|seized) (?:in|at|near)|"
    r"(?:(?:have|had|were|was) )?(?:now |since |later )?(?:went|gone|fled|moved|crossed|escaped|"
    r"taken|sent|bussed|flown|relocated|settled|come) (?:\w+ )?(?:to|into|in))\b)",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(  # "Not one of these is left in Badakhshan."
    r"(?:Not one|None|Nobody) of (?P<who>them|these|those) (?=(?:has|have|had|is|was|are|were)\b)"
)
# "The men used to be based in Jurm": whom the sentence before counts among the group.
_THE_MEN = re.compile(
    r"(?:(?:According to [^,.]{3,40},? |[^,.]{3,40} (?:said|says|say) (?:that )?))?"
    r"(?P<who>the (?:two |three |four |five )?(?:men|suspects|recruits|families|trainees|"
    r"brothers|pair|gunmen|attackers|bombers)|they)\b,?"
    r"(?! (?:said|say|told|were (?:tried|remanded|sentenced|jailed)|will serve))",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:men|fighters?|members?|militants|families|cadres|recruits|operatives|gunmen|suspects|"
    r"insurgents|foreigners|commanders)\b",
    re.IGNORECASE,
)
_OTHER_PEOPLE = re.compile(
    r"\b(?:(?:officers?|officials)(?! (?:\w+ ){0,2}(?:said|say|told|says))|soldiers|police\w*|"
    r"troops|guards|civilians|workers|hostages|pilgrims|passengers|refugees|children|women|"
    r"teachers|students|miners|engineers|villagers|residents|elders|labourers|shopkeepers|"
    r"worshippers|captives)\b",
    re.IGNORECASE,
)
# "There are two more in Khost", after "The TTP has four camps in Kunar."
_MORE = re.compile(
    r"There (?:is|are|was|were|may be) (?:also )?(?P<who>(?:another|others|(?:one|two|three|four|"
    r"five|some|several|many|a few) (?:more|others))(?: \w+)?) (?=(?:in|at|near|around)\b)",
    re.IGNORECASE,
)
_CAUGHT = int(Tag.VIOLENCE_VERB | Tag.OPERATION_VERB)
# Whom police catch without saying whose they are; "leaders" and "bases" may be anybody's.
_PREY = frozenset(
    "cadres cell cells commander commanders facilitators fighters member members "
    "militants operative operatives recruiters recruits".split()
)
_REPORT = frozenset(
    "report reports reported identified noted found discovered counted describe described".split()
)
_PLACED = frozenset(["in", "at", "near", "around", "across", "and", "on"])
_SENTENCE = 300  # characters of the sentence before that are looked at
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
    groups = tuple(i for i in discourse.recent if i != HOSTS) or discourse.recent
    if not goes_on or discourse.age or len(groups) != 1:
        return None
    counted = _counted(text, begin)
    if counted is not None:
        return ActorMention(*counted.span("who"), counted["who"], groups, "anaphor")
    first = _after_attribution(words.norms, lexicon)
    span = _noun(words.norms, first, lexicon) or _object(words.norms, lexicon)
    if span is None:
        return None
    start, end = words.starts[span[0]], words.ends[span[1]]
    return ActorMention(start, end, text[start:end], groups, "anaphor")


def _counted(text: str, begin: int) -> re.Match[str] | None:
    """Match people of whom the sentence before tells: "Of these, 250", "the men", "two more"."""
    counted = _MORE.match(text, begin)
    if counted is None and _OTHER_PEOPLE.search(_sentence_before(text, begin)) is None:
        counted = _COUNTED.match(text, begin) or _NOT_ONE.match(text, begin)
    if counted is None and tells_of_men(text, begin):
        counted = _THE_MEN.match(text, begin)
    return counted


def _sentence_before(text: str, begin: int) -> str:
    return text[max(text.rfind(". ", 0, begin - 2), begin - _SENTENCE, 0) : begin]


def tells_of_men(text: str, begin: int) -> bool:
    """Tell whether the sentence before is of fighters and of no other people."""
    told = _sentence_before(text, begin)
    return _PEOPLE.search(told) is not None and _OTHER_PEOPLE.search(told) is None


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
            if last < len(norms) and " ".join(norms[at : last + 1]) in _OF_GROUPS:
                single = not norms[last].endswith("s")
                fits = some if single else some or at == first
                acts = fits and _acts(norms[first:], last + 1 - first, lexicon)
                return (at, last) if acts else None
    return None


def _object(norms: list[str], lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the words of whom a first verb hits: "police arrested two suspected members in"."""
    verb = next((n for n, norm in enumerate(norms) if _takes(norm, lexicon)), 0)
    if verb and norms[verb] in _REPORT and (placed := _sites(norms, verb + 1)):
        return placed
    if not verb or norms[verb - 1] in BE or norms[verb - 1] in _SOME:
        return None
    for at in range(verb + 1, min(verb + 2 + _MODIFIERS, len(norms) - 1)):
        if norms[at] in _PREY:
            plain = norms[at] == "cell" or norms[at].endswith("s") or verb + 1 < at
            return (at, at) if plain and norms[at + 1] in _PLACED else None
        known = norms[at] in _SOME or norms[at] in {"suspected", "alleged"} or norms[at].isdigit()
        if not known:
            return None
    return None


def _sites(norms: list[str], first: int) -> tuple[int, int] | None:
    """Return the words of what is reported somewhere: "reported new training camps in Ghazni"."""
    for at in range(first, first + 1 + _MODIFIERS):
        for last in (at + 1, at):
            named = " ".join(norms[at : last + 1])
            site = named in _OF_GROUPS and named.endswith("s")
            if site and norms[last + 1 : last + 2] in (["in"], ["at"], ["near"]):
                return at, last
    return None


def _takes(norm: str, lexicon: Lexicon) -> bool:
    """Tell whether a verb can have a group's people as its object: "arrested", "report"."""
    return norm in _REPORT or bool(lexicon.words.get(norm, 0) & _CAUGHT)


def _acts(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    after = norms[index] if index < len(norms) else ""
    if after in _PLACED and norms[index + 1 : index + 2] and norms[0] in {"a", "an", "one"}:
        return True  # "a facilitation cell in Zahidan passed recruits on"
    if after == "and":  # "some commanders and their families were"
        return any(norm in AUXILIARIES for norm in norms[index : index + 5])
    return after in AUXILIARIES | _ALSO or bool(lexicon.words.get(after, 0) & _PRESENT)
