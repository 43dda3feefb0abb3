"""Who "the group", "its fighters", "they" and "the latter" are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.bare_subjects import bare_subject, tells_of_men
from geo.countries import demonyms, governments
from geo.discourse import (
    ACTS,
    HOSTS,
    LEADERS,
    OFFICIALS,
    OWN,
    SISTERS,
    Discourse,
    is_topic,
    names_leader,
)
from geo.grammar.items import AUXILIARIES
from geo.grammar.lexicon import Tag
from geo.grammar.words import words_of
from geo.pronouns import (
    POSSESSIVE,
    acts_as_group,
    are_hit,
    are_victims,
    follows_preposition,
    is_object,
    of_them,
    only_counts,
    only_speak,
    other_subject,
    said_to_strike,
    suffers_before,
)
from geo.records import ActorMention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.lexicon import Lexicon
    from geo.grammar.words import Words


_DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
_PRONOUNS = frozenset(["it", "they"])
_STATE = int(Tag.STATE_ACTORS_NOUN | Tag.CAPITAL_ACTS_NOUN)
_REFERS = int(Tag.REFERS_NOUN)
_DUMMY = frozenset(
    "clear unclear possible likely known thought believed said reported not in on at the a "
    "an hard easy difficult no true one".split()
)
# "Fighters have been seen with TTP units": whose, the sentence before says.
_BESIDE = tuple(
    f" {word} {the}" for word in ("with", "alongside", "beside") for the in ("", "the ")
)
_OUR_OTHERS = frozenset(
    "compatriots correspondent country countrymen nation people reporter sources supporters".split()
)
_FIRST_PERSON = frozenset(["we", "our"])
_SPOKESMEN = re.compile(r" (?:spokesm[ae]n|officials) (?:say|said|says)\b")
_SPOKESMAN = re.compile(r"\b(?:spokes(?:man|person)|statement|communique|media wing)\b")
_SPEAKS = 30  # characters between a group and what makes it the speaker
_EITHER = frozenset(["either", "neither", "both"])
_OF_TWO = frozenset(["two", "pair", "former", "latter"])
_THE_TWO = (["the", "two"], ["the", "groups"])
_GROUPS = frozenset(["groups", "factions", "organisations", "organizations", "outfits"])
_DEMONSTRATED = frozenset(
    ["group", "outfit", "movement", "organisation", "organization", "band", "faction", "branch"]
)
_WEATHER = frozenset(["is", "was", "has", "takes", "would"])
_MUST = frozenset(["should", "must", "can", "could", "may", "might", "will"])
_ONE_SAYS = frozenset("asked noted remembered recalled said added stressed argued seen".split())
_KHAWARIJ = frozenset(["khwarij", "khawarij"])  # what Pakistan's army calls the TTP
_PARTITIVE = frozenset(
    "movement network branch cell ring front formation party leadership union".split()
)
_REPORTED = frozenset(["known", "thought", "believed", "said", "reported", "likely"])
_STARTS = (
    _DEFINITE
    | POSSESSIVE
    | _PRONOUNS
    | _FIRST_PERSON
    | _KHAWARIJ
    | frozenset(["either", "neither", "none", "one", "another", "he", "his", "him", "them"])
)
_NO_SHORT_NAME = frozenset(
    "islamic national united state jihad justice pakistan afghanistan taliban subcontinent "
    "khorasan kurdistan turkistan balochistan baloch east eastern".split()
)
_NOT_OF_GROUPS = frozenset("country government city state army police region province".split())
_KIN = frozenset(["son", "sons", "brother", "brothers", "family", "people"])
_COMPOUNDS = frozenset("road roads line lines office offices page door row".split())
_BANDS = frozenset("cell gang module ring squad".split())  # hunted by who rules
_FORMER = frozenset("same former late new previous slain".split())
_HEADS = frozenset(["leader", "founder", "headquarters", "leadership"])
_EMIRS = frozenset(["emir", "amir"])  # only armed groups have one
_GAP = 2  # characters between an appositive and its name


def anaphors(
    text: str,
    run: tuple[int, int],
    explicit: Sequence[ActorMention],
    discourse: Discourse,
    lexicon: Lexicon,
) -> list[ActorMention]:
    """Find the words of a sentence that stand for an actor named before.

    Parameters
    ----------
    text, run
        The text and the sentence's offsets.
    explicit
        The actors that the sentence names.
    discourse
        What was named before it.
    lexicon
        Which nouns can stand for a group.
    """
    words = words_of(text, *run)
    norms = _norms(text, words)
    found: list[ActorMention] = []
    beside = all(text.endswith(_BESIDE, run[0], m.start) for m in explicit)
    if beside and (bare := bare_subject(text, run[0], words, discourse, lexicon)):
        found.append(bare)
    told, heard = discourse, 0  # what is known here, with what the sentence has named so far
    of_government = norms[:1] != [] and norms[0] in governments()  # "Beijing wants it"
    after = 0  # where the next can begin
    for index in [number for number, norm in enumerate(norms) if norm in _STARTS]:
        if index < after:
            continue
        before = [
            m
            for m in (*explicit, *found)
            if m.end <= words.starts[index]
            and _SPOKESMEN.match(text, m.end) is None
            and not (of_government and norms[index] == "it" and is_topic(text, m, lexicon))
        ]
        if len(before) > heard:
            heard, told = len(before), _with_named(text, discourse, before)
        known = told
        if _is_hosts_guest(norms, index, told, discourse):
            known = discourse
        hit = bool(discourse.recent) and are_hit(norms, index, lexicon)
        if hit or is_object(norms, index, lexicon) or _of_pair(norms, index, discourse):
            known = discourse  # an object is not its own clause's subject
        length, ids = _at(norms, index, lexicon, known)
        if norms[index] in _FIRST_PERSON and norms[index + 1 : index + 2] != []:
            ours = norms[index + 1] not in _OUR_OTHERS
            ids = (_speakers(text, run, explicit) or discourse.speaker) if ours else ()
        if norms[index] == "them" and (tells_of_men(text, run[0]) or norms[index - 1] == "to"):
            ids = of_them(norms, index, lexicon, discourse)
        after = index + length
        start, end = words.starts[index], words.ends[after - 1]
        clear = known is not discourse or _is_clear(
            text, (run[0], start), norms, index, discourse, lexicon
        )
        if (
            ids
            and clear
            and not _is_other(norms, index, lexicon)
            and not _is_named(text, (start, end), explicit)
        ):
            found.append(ActorMention(start, end, text[start:end], ids, "anaphor"))
    return found


def _is_hosts_guest(norms: list[str], index: int, told: Discourse, discourse: Discourse) -> bool:
    """Tell whether "the group" is an earlier one: "The Taliban say that the group is in Kunar"."""
    rulers = told is not discourse and told.recent == (HOSTS,)
    group = norms[index] in {"the", "this", "that"} and norms[index + 1 : index + 2] != []
    another = bool(discourse.recent) and discourse.recent != (HOSTS,) and not discourse.age
    return rulers and group and another and norms[index + 1] in _DEMONSTRATED


def _is_clear(
    text: str,
    before: tuple[int, int],
    norms: list[str],
    index: int,
    discourse: Discourse,
    lexicon: Lexicon,
) -> bool:
    """Tell whether it is plain whom "it" or "they" means, of what was named before."""
    if norms[index] not in _PRONOUNS:
        return True
    sure = discourse.subject or len(discourse.seen) == 1 or discourse.alone()
    acts = acts_as_group(norms, index, lexicon)
    strikes = said_to_strike(norms, index, lexicon)
    if (discourse.age and not (discourse.sole() and (acts or strikes))) or not (sure or acts):
        return False
    free = is_object(norms, index, lexicon) or strikes
    return free or not other_subject(text, before, lexicon)


def _is_other(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    """Tell whether a pronoun means victims, who speaks, or a thing."""
    if norms[index] == "they":
        return are_victims(norms[:index], lexicon) or only_speak(norms, index)
    return follows_preposition(norms, index)


def _of_pair(norms: list[str], index: int, discourse: Discourse) -> bool:
    """Tell whether "the former" or "the latter" is of the two that the sentence before named."""
    return norms[index + 1 : index + 2] in (["former"], ["latter"]) and bool(discourse.pair())


def _is_named(text: str, span: tuple[int, int], explicit: Sequence[ActorMention]) -> bool:
    """Tell whether an actor is named in the words themselves or right after them."""
    start, end = span
    return any(m.start < end and start < m.end for m in explicit) or _apposed(text, end, explicit)


def _speakers(text: str, run: tuple[int, int], explicit: Sequence[ActorMention]) -> tuple[str, ...]:
    """Return the actor that "we" and "our fighters" are: whose spokesman or statement speaks."""
    for mention in explicit:
        around = text[max(run[0], mention.start - _SPEAKS) : min(run[1], mention.end + _SPEAKS)]
        if _SPOKESMAN.search(around) or text[mention.end : mention.end + 1] == ":":
            return mention.actor_ids
    return ()


def _norms(text: str, words: Words) -> list[str]:
    """Return the words as compared; a capital inside a sentence is kept, for it marks a name."""
    norms = list(words.norms)
    begun = False
    for index, capital in enumerate(words.capitals):
        if begun and capital:
            norms[index] = text[words.starts[index] : words.ends[index]]
        begun = begun or norms[index][:1].isalpha()
    return norms


def _with_named(text: str, discourse: Discourse, named: Sequence[ActorMention]) -> Discourse:
    """Return what is known once a sentence has named some actors."""
    ids = tuple(dict.fromkeys(i for m in named for i in m.actor_ids))
    leads = [m.actor_ids for m in named if names_leader(text, m)]
    return Discourse(
        ids,
        discourse.recent,
        0,
        leads[-1] if leads else discourse.leader_of,
        seen=(*discourse.seen, *ids),
        words=discourse.words,
        counts=discourse.counts,
    )


def _apposed(text: str, end: int, explicit: Sequence[ActorMention]) -> bool:
    """Tell whether a name follows at once: "the militant group Jaish al-Adl"."""
    return any(
        0 <= m.start - end <= _GAP and not text[end : m.start].strip(" (,") for m in explicit
    )


def _at(
    norms: list[str], index: int, lexicon: Lexicon, discourse: Discourse
) -> tuple[int, tuple[str, ...]]:
    """Return how many tokens an anaphor at ``index`` has and whom it means."""
    word = norms[index]
    after = norms[index + 1] if index + 1 < len(norms) else ""
    if word in _EITHER or (word in {"the", "these"} and after in _OF_TWO):
        return _of_two(norms, index, lexicon, discourse)
    same = after in _FORMER and norms[index + 2 : index + 3] != []
    office = norms[index + 2] if same else after
    holder = norms[index + 2 + same : index + 3 + same]
    another = holder == ["of"] or (holder != [] and lexicon.words.get(holder[0], 0) & OFFICIALS)
    heads = office in _HEADS and discourse.alone()
    if word == "the" and (office in LEADERS or heads) and not another:  # "the deputy commissioner"
        known = heads or office in _EMIRS
        return 2 + same, discourse.leader_of or (discourse.one() if known else ())
    if word in POSSESSIVE:
        return 1, _possessed(norms, index, lexicon, discourse)
    if word in {"he", "his", "him"}:
        return 1, discourse.leader_of
    if word in _PRONOUNS:
        return 1, _pronoun(norms, index, discourse)
    if word in {"one", "another"} and not index and after in {"wing", "faction", "branch", "cell"}:
        return 2, discourse.one()
    if word == "none":
        return 1, discourse.one(plural=True) if not index and after in AUXILIARIES else ()
    if word in _KHAWARIJ:
        return 1, discourse.one() if "ttp" in discourse.seen else ()
    if word in _DEFINITE:
        return _definite(norms, index, lexicon, discourse)
    return 1, ()


def _of_two(
    norms: list[str], index: int, lexicon: Lexicon, discourse: Discourse
) -> tuple[int, tuple[str, ...]]:
    """Read "both have", "either group", "neither of them", "the two", "the latter"."""
    word = norms[index]
    after, third = [*norms[index + 1 : index + 3], "", ""][:2]

    def acts(norm: str) -> bool:
        return norm in AUXILIARIES or bool(lexicon.words.get(norm, 0) & ACTS)

    if word in _EITHER:
        if lexicon.words.get(after, 0) & _REFERS:
            return 2, discourse.pair()
        if after == "of":
            named = third == "them" or norms[index + 2 : index + 4] in _THE_TWO
            return 2, discourse.pair() if named else ()
        alone = word != "either" and (not index or norms[index - 1] in {",", ";", "and", "when"})
        by = norms[max(0, index - 1) : index] == ["by"] and after == "."
        alone = alone and (acts(after) or after in _GROUPS)
        return 1, discourse.pair() if alone or by else ()
    larger = norms[max(0, index - 1) : index] == ["of"] and after in {"two", "pair"}
    if larger or norms[max(0, index - 1) : index] == ["between"]:
        return 2, ()  # "between the two, in a line": two places
    if after in {"two", "pair"}:
        refers = bool(lexicon.words.get(third, 0) & _REFERS)
        return 2, discourse.pair() if refers or acts(third) or not third[:1].isalpha() else ()
    if lexicon.words.get(third, 0) & _REFERS:
        return 3, (discourse.recent[-1:] if after == "latter" else discourse.recent[:1])
    paired = {"former", "latter"} <= set(norms)  # "the former in A, the latter in B"
    goes_on = third in {",", "'s", "also", "still", "now"}
    pair = discourse.pair() if acts(third) or goes_on or paired else ()
    return 2, (pair[:1] if after == "former" else pair[1:])


def _possessed(
    norms: list[str], index: int, lexicon: Lexicon, discourse: Discourse
) -> tuple[str, ...]:
    if norms[index] == "their" and suffers_before(norms, index, lexicon):
        return ()  # "Seven barbers were shot in their quarters"
    opens = discourse.alone() and (not index or norms[index - 1] == "that")
    after = [word for word in norms[index + 1 : index + 7] if not only_counts(word)]
    if after[:1] == ["and"]:
        after = after[1:]  # "its Turkish and German members"
    for word in after[:3]:
        tags = lexicon.words.get(word, 0)
        theirs = bool(tags & OWN)
        if opens and word.isalpha():
            theirs = theirs or not tags & OFFICIALS
        if word in SISTERS:
            break  # "its rival, al-Shabaab, holds"
        if theirs and not tags & _STATE and word not in _KIN:
            return discourse.owner() if norms[index] == "its" else discourse.one(plural=True)
        if word in {",", "and", "in"}:
            break
    return ()


def _pronoun(norms: list[str], index: int, discourse: Discourse) -> tuple[str, ...]:
    rest = [word for word in norms[index + 1 : index + 5] if word != "not"] + ["", "", ""]
    after, two, three = rest[:3]
    if norms[index] == "it" and after in _MUST and two == "be" and three in _ONE_SAYS:
        return ()  # "it should be asked"
    passive = two in _REPORTED and three not in {"that", ",", "by"}
    dummy = (two in _DUMMY and not (after == "has" and two == "no")) or two.isdigit()
    if norms[index] == "it" and after in _WEATHER and dummy and not passive:
        return ()
    return discourse.one(plural=norms[index] != "it", thing=norms[index] == "it")


def _is_short_name(norms: list[str], index: int) -> bool:
    """Tell whether a word with a capital stands alone, for a longer name: "the Guards have"."""
    if index >= len(norms) or not norms[index][:1].isupper():
        return False
    after = norms[index + 1] if index + 1 < len(norms) else "."
    alone = after == "'s" or not after[:1].isalpha() or after.islower()
    name = norms[index]
    free = name.lower() not in _NO_SHORT_NAME and name not in demonyms().country
    return alone and free


def _definite(
    norms: list[str], index: int, lexicon: Lexicon, discourse: Discourse
) -> tuple[int, tuple[str, ...]]:
    called = norms[index + 1].lower() if index + 1 < len(norms) else ""
    short = lexicon.words.get(called, 0) & _REFERS or _is_short_name(norms, index + 1)
    if norms[index] == "the" and short and (named := discourse.named(called)):
        return 2, named  # "the Network", "the Guards"
    for length in range(2, 5):
        if index + length > len(norms):
            break
        tags = lexicon.words.get(norms[index + length - 1], 0)
        if norms[index] == "that" and norms[index + length - 1] not in _DEMONSTRATED:
            break
        of = norms[index + length] if index + length < len(norms) else ""
        if tags & _REFERS and of == "of" and norms[index + length - 1] in _PARTITIVE:
            break
        other = norms[index + length - 1] == "team" and length > 2  # noqa: PLR2004 - "the medical team"
        if tags & _REFERS and (other or of in _COMPOUNDS):
            break  # "the ring road"
        if tags & _REFERS:
            noun = norms[index + length - 1]
            plural = noun.endswith("s") and noun in {"groups", "factions"}
            meant = discourse.named(noun) or discourse.one(plural=plural)
            return length, discourse.hunted() if noun in _BANDS and meant == (HOSTS,) else meant
        if norms[index + length - 1] in _NOT_OF_GROUPS:
            break  # "the country breeds militants"
        if not norms[index + length - 1].islower() and length > 2:  # noqa: PLR2004 - "the Sunni group"
            break
    return 1, ()
