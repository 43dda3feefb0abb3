"""Who "the group", "its fighters", "they" and "the latter" are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.countries import governments
from geo.grammar.items import AUXILIARIES, TOKEN
from geo.grammar.lexicon import Tag
from geo.records import ActorMention
from geo.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.grammar.lexicon import Lexicon


_DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])


_POSSESSIVE = frozenset(["its", "their"])


_PRONOUNS = frozenset(["it", "they"])


_OWN = int(
    Tag.PEOPLE_NOUN | Tag.PRESENCE_NOUN | Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN | Tag.CONTROL_NOUN
)


_STATE = int(Tag.STATE_ACTORS_NOUN | Tag.CAPITAL_ACTS_NOUN)


_NOUNLIKE = int(Tag.PRESENCE_NOUN | Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN | Tag.PEOPLE_NOUN)


_REFERS = int(Tag.REFERS_NOUN)


_DUMMY = frozenset(
    "clear unclear possible likely known thought believed said reported not in on at the a "
    "an hard easy difficult no true one".split()
)


_ACTS = int(Tag.FINITE)


_OFFICIALS = int(Tag.OFFICIAL_NOUN | Tag.STATE_ACTORS_NOUN)


_SAYS = int(Tag.SAY_VERB)
_HEDGES = int(Tag.HEDGE_VERB | Tag.DENY_VERB)


_ALLIED = int(Tag.ALLIED_PHRASE)


_LEADERS = frozenset(
    "leader founder commander chief head emir amir ringleader spokesman chairman mastermind "
    "deputy kingpin supremo bomber courier treasurer".split()
)


_GROUPS = frozenset(["groups", "factions", "organisations", "organizations", "outfits"])


_PLURAL = frozenset(["taliban", "uyghur-militants"])  # "they", never "it"


_DEMONSTRATED = frozenset(
    ["group", "outfit", "movement", "organisation", "organization", "band", "faction"]
)


_WEATHER = frozenset(["is", "was", "has", "takes", "would"])


_PARTITIVE = frozenset(
    "movement network branch cell ring front formation party leadership union".split()
)


_REPORTED = frozenset(["known", "thought", "believed", "said", "reported", "likely"])


_STARTS = (
    _DEFINITE
    | _POSSESSIVE
    | _PRONOUNS
    | frozenset(["neither", "one", "another", "he", "his", "him"])
)
_ENVOYS = frozenset(["negotiator", "negotiators", "minister", "ministers", "envoy", "diplomat"])
_GAP = 2  # characters between an appositive and its name
_REACH = 4  # sentences without an actor after which "the group" is nobody in particular


@dataclass(slots=True)
class Discourse:
    """What has been named so far in one document.

    Attributes
    ----------
    recent
        Ids of the actors of the last sentence that named any, in order of naming.
    age
        Sentences since then.
    """

    recent: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    age: int = 0
    leader_of: tuple[str, ...] = ()
    subject: bool = True
    seen: tuple[str, ...] = ()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def note(
        self, mentions: Sequence[ActorMention], leads: Sequence[ActorMention], *, subject: bool
    ) -> None:
        """Remember a sentence's actors, whose leader it names, and if one is its subject."""
        if leads:
            self.leader_of = leads[-1].actor_ids
        if not mentions:
            self.age += 1
            return
        ids = tuple(dict.fromkeys(i for m in mentions for i in m.actor_ids))
        if set(ids) != set(self.recent):
            self.earlier = self.recent
        self.recent = ids
        self.age = 0
        if not leads:
            self.leader_of = ()
        self.subject = subject
        self.counts.update(ids)
        self.seen = (*(i for i in self.seen if i not in ids), *ids)

    def pair(self) -> tuple[str, ...]:
        """Return the two actors that "both" and "the two" mean, or nothing."""
        if len(self.recent) == 2:  # noqa: PLR2004 - two is what "both" means
            return self.recent
        both = tuple(dict.fromkeys([*self.earlier[-1:], *self.recent[-1:]]))
        return both if len(self.recent) == 1 and len(both) == 2 else ()  # noqa: PLR2004 - same

    def _main(self) -> tuple[str, ...]:
        """Return the actor that the text has named most, where one stands out."""
        most = self.counts.most_common(2)
        clear = len(most) == 1 or (len(most) > 1 and most[0][1] > most[1][1])
        return (most[0][0],) if clear else self.recent[:1]

    def named(self, noun: str) -> tuple[str, ...]:
        """Return the actor named last whose name has the noun ("the movement"), or nothing."""
        return next(((i,) for i in reversed(self.seen) if noun in self.words.get(i, ())), ())

    def one(self, *, plural: bool = False, thing: bool = False) -> tuple[str, ...]:
        """Return the actor that a singular anaphor means, or nothing where that is open."""
        if not self.recent or self.age > _REACH:
            return ()
        if plural:
            return self.recent
        if len(self.recent) > 1 and not self.subject:
            return self._main()
        if not thing:
            return self.recent[:1]
        single = [i for i in (*self.recent, *self.earlier) if i not in _PLURAL]
        return tuple(single[:1])


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
    tokens = [(m.start(), m.end()) for m in TOKEN.finditer(text, run[0], run[1])]
    norms = _norms(text, tokens)
    found: list[ActorMention] = []
    index = 0
    while index < len(norms):
        if norms[index] not in _STARTS:
            index += 1
            continue
        known = _before(text, discourse, [*explicit, *found], tokens[index][0])
        if _is_object(norms, index, lexicon):
            known = discourse  # an object is not its own clause's subject
        length, ids = _at(norms, index, lexicon, known)
        if norms[index] in _PRONOUNS and known is discourse:
            object_ = _is_object(norms, index, lexicon)
            clear = discourse.age == 0 and (discourse.subject or len(discourse.seen) == 1)
            other = not object_ and _other_subject(text, run, tokens[index][0], lexicon)
            ids = ids if clear and not other else ()
        start, end = tokens[index][0], tokens[index + length - 1][1]
        taken = any(m.start < end and start < m.end for m in explicit)
        named = taken or _after_word(norms, index) or _apposed(text, end, explicit)
        if ids and not named:
            found.append(ActorMention(start, end, text[start:end], ids, "anaphor"))
        index += length
    return found


def _other_subject(text: str, run: tuple[int, int], start: int, lexicon: Lexicon) -> bool:
    """Tell whether an official or a government is the likelier "it" in this sentence."""
    words = [m.group() for m in re.finditer(r"[^\W_]+", text[run[0] : start])]
    tags = [lexicon.words.get(fold(word), 0) for word in words]
    if any(tag & _ACTS and not tag & (_SAYS | _HEDGES | _NOUNLIKE) for tag in tags):
        return True  # something else is the subject of what was said before
    acts = any(tag & _ACTS for tag in tags)
    stands = any(tag & _OFFICIALS for tag in tags) or (
        len(words) > 1 and words[0] not in {"The", "In", "It"} and words[0].lower() in governments()
    )
    return acts and stands


def _is_object(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    if norms[index] not in {"it", "them"} or not index:
        return False
    before = lexicon.words.get(norms[index - 1], 0)
    after = norms[index + 1] if index + 1 < len(norms) else ""
    verb = after in AUXILIARIES or lexicon.words.get(after, 0) & _ACTS
    return bool(before & _ACTS) and not before & _SAYS and not verb


def _after_word(norms: list[str], index: int) -> bool:
    """Tell whether "it" follows a preposition, and is an event or thing: "behind it"."""
    return norms[index] == "it" and norms[max(0, index - 1) : index] in (
        ["to"],
        ["behind"],
        ["for"],
    )


def _norms(text: str, tokens: list[tuple[int, int]]) -> list[str]:
    """Fold the words; a capital inside a sentence is kept, for it marks a name."""
    norms: list[str] = []
    begun = False
    for start, end in tokens:
        word = text[start:end]
        norms.append(
            word if begun and word[:1].isupper() else fold(word) if len(word) > 1 else word.lower()
        )
        begun = begun or word[:1].isalpha()
    return norms


def _before(
    text: str, discourse: Discourse, explicit: Sequence[ActorMention], start: int
) -> Discourse:
    named = [m for m in explicit if m.end <= start]
    if not named:
        return discourse
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
    if word in {"both", "neither"} and (not index or norms[index - 1] in {",", ";", "and", "when"}):
        acts = lexicon.words.get(after, 0) & _ACTS or after in AUXILIARIES or after in _GROUPS
        return 1, (discourse.pair() if acts else ())
    if word in {"the", "these"} and after in {"two", "pair"}:
        third = norms[index + 2] if index + 2 < len(norms) else ""
        held = after == "pair" and not (third in AUXILIARIES or lexicon.words.get(third, 0) & _ACTS)
        return 2, () if held else discourse.pair()
    if word == "the" and after in {"former", "latter"}:
        third = norms[index + 2] if index + 2 < len(norms) else ""
        if lexicon.words.get(third, 0) & _REFERS:
            return 3, (discourse.recent[-1:] if after == "latter" else discourse.recent[:1])
        acts = lexicon.words.get(third, 0) & _ACTS or third in AUXILIARIES or third in {",", "'s"}
        pair = discourse.pair() if acts else ()
        return 2, (pair[:1] if after == "former" else pair[1:])
    if word in _POSSESSIVE:
        return 1, _possessed(norms, index, lexicon, discourse)
    if word in {"he", "his", "him"}:
        return 1, discourse.leader_of
    if word in _PRONOUNS:
        return 1, _pronoun(norms, index, discourse)
    if word in {"one", "another"} and not index and after in {"wing", "faction", "branch", "cell"}:
        return 2, discourse.one()
    if word in _DEFINITE:
        return _definite(norms, index, lexicon, discourse)
    return 1, ()


def _possessed(
    norms: list[str], index: int, lexicon: Lexicon, discourse: Discourse
) -> tuple[str, ...]:
    for word in norms[index + 1 : index + 4]:
        tags = lexicon.words.get(word, 0)
        if tags & _OWN and not tags & _STATE:
            return discourse.one(plural=norms[index] == "their", thing=norms[index] == "its")
        if word in {",", "and", "in"}:
            break
    return ()


def _pronoun(norms: list[str], index: int, discourse: Discourse) -> tuple[str, ...]:
    rest = [word for word in norms[index + 1 : index + 5] if word != "not"] + ["", "", ""]
    after, two, three = rest[:3]
    passive = two in _REPORTED and three not in {"that", ",", "by"}
    dummy = two in _DUMMY or two.isdigit()
    if norms[index] == "it" and after in _WEATHER and dummy and not passive:
        return ()
    return discourse.one(plural=norms[index] != "it", thing=norms[index] == "it")


def _definite(
    norms: list[str], index: int, lexicon: Lexicon, discourse: Discourse
) -> tuple[int, tuple[str, ...]]:
    for length in range(2, 5):
        if index + length > len(norms):
            break
        tags = lexicon.words.get(norms[index + length - 1], 0)
        called = norms[index + 1].lower() if length == 2 else ""  # noqa: PLR2004 - "the Network"
        if (
            norms[index] == "the"
            and lexicon.words.get(called, 0) & _REFERS
            and (named := discourse.named(called))
        ):
            return length, named
        if norms[index] == "that" and norms[index + length - 1] not in _DEMONSTRATED:
            break
        of = norms[index + length] if index + length < len(norms) else ""
        if tags & _REFERS and of == "of" and norms[index + length - 1] in _PARTITIVE:
            break
        if tags & _REFERS:
            noun = norms[index + length - 1]
            plural = noun.endswith("s") and noun in {"groups", "factions"}
            return length, discourse.named(noun) or discourse.one(plural=plural)
        if not norms[index + length - 1].islower():
            break
    return 1, ()


def is_topic(text: str, mention: ActorMention, lexicon: Lexicon) -> bool:
    """Tell whether an actor is only talked of or allied with: "to talk about the TTP"."""
    before = [
        fold(w) for w in re.findall(r"[^\W_]+", text[max(0, mention.start - 40) : mention.start])
    ]
    while before and before[-1] in {"the", "a", "an", "banned", "so", "called", "proscribed"}:
        before.pop()
    return any(
        lexicon.longest(before[-n:], 0)[1] & _ALLIED and lexicon.longest(before[-n:], 0)[0] == n
        for n in range(1, min(4, len(before)) + 1)
    )


def is_subject(text: str, start: int, mentions: Sequence[ActorMention], lexicon: Lexicon) -> bool:
    """Tell whether the first actor of a sentence opens it, before any verb or official."""
    if not mentions:
        return True
    before = re.findall(r"[^\W_]+", text[start : mentions[0].start])
    tags = [lexicon.words.get(fold(word), 0) for word in before]
    return not any(
        (tag & _ACTS and not tag & _NOUNLIKE) or (tag & _OFFICIALS and not tag & _OWN)
        for tag in tags
    )


def names_leader(text: str, mention: ActorMention) -> bool:
    """Tell whether a leader stands beside an actor: "the TTP's chief", "founder of JuA"."""
    before = {fold(w) for w in text[max(0, mention.start - 25) : mention.start].split()[-3:]}
    after = {fold(w.strip(",.;")) for w in text[mention.end : mention.end + 30].split()[:3]}
    return bool((before | after) & _LEADERS) and not after & _ENVOYS
