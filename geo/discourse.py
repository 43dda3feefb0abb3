"""Which actors a text has named so far, and which of them it goes on about."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.countries import governments
from geo.grammar.lexicon import Tag
from geo.grammar.words import norm_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.grammar.lexicon import Lexicon
    from geo.records import ActorMention


OWN = int(
    Tag.PEOPLE_NOUN | Tag.PRESENCE_NOUN | Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN | Tag.CONTROL_NOUN
)


NOUNLIKE = int(Tag.PRESENCE_NOUN | Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN | Tag.PEOPLE_NOUN)


OFFICIALS = int(Tag.OFFICIAL_NOUN | Tag.STATE_ACTORS_NOUN)


ACTS = int(Tag.FINITE)


_ALLIED = int(Tag.ALLIED_PHRASE)


LEADERS = frozenset(
    "leader founder commander chief head emir amir ringleader spokesman chairman mastermind "
    "deputy kingpin supremo bomber courier treasurer".split()
)


HOSTS = "taliban"  # "TTP received support from the Taliban. New camps were built in Kunar"
_PLURAL = frozenset([HOSTS, "uyghur-militants"])  # "they", never "it"
# Groups that another is told by: "its rival, al-Shabaab, holds".
SISTERS = frozenset(
    "rival rivals sister sisters ally allies parent enemy enemies host hosts cousin cousins".split()
)


_ENVOYS = frozenset(["negotiator", "negotiators", "minister", "ministers", "envoy", "diplomat"])
# What "it" may be besides a group; "one government told us that" only speaks.
_BODY = re.compile(
    r"(?<!\bone )(?<!\ba )(?<!\banother )(?<!\bMember )\b(?:administration|agency|army|authority|"
    r"ban|commission|committee|company|council|country|court|embassy|government|military|ministry|"
    r"monitor|parliament|service|state|tribunal)\b",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"\b[A-Z][\w-]{2,}")
_AFTER_COMMA = re.compile(r", (?:the )?$")
_SISTER = re.compile(  # "Its Pakistani sister, the Zainebiyoun,"
    rf"\b(?:[Ii]ts|[Tt]heir) (?:\w+ ){{0,2}}(?:{'|'.join(sorted(SISTERS))}), (?:the )?$"
)
_SISTER_REACH = 40  # characters
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
    subject
        Whether an actor was that sentence's subject.
    speaker
        Who "we" is: the group whose statement the text is, where it opens as one.
    """

    recent: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    age: int = 0
    leader_of: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    subject: bool = True
    _told: tuple[str, int, int, int] = ("", 0, 0, -1)
    _rival: bool | None = None
    seen: tuple[str, ...] = ()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def note(
        self,
        mentions: Sequence[ActorMention],
        leads: Sequence[ActorMention],
        *,
        subject: bool,
        told: tuple[str, int, int, int],
    ) -> None:
        """Remember a sentence's actors, whose leader it names, and what else "it" may be."""
        if leads:
            self.leader_of = leads[-1].actor_ids
        if not mentions:
            self.age += 1
            return
        ids = tuple(dict.fromkeys(i for m in mentions for i in m.actor_ids))
        if "iskp" in ids:  # "the Islamic State affiliate known as ISIL-K" is one
            ids = tuple(i for i in ids if i != "islamic-state")
        if set(ids) != set(self.recent):
            self.earlier = self.recent
        self.recent = ids
        self.age = 0
        if not leads:
            self.leader_of = ()
        self.subject = subject
        self._told, self._rival = told, None
        self.counts.update(ids)
        self.seen = (*(i for i in self.seen if i not in ids), *ids)

    def pair(self) -> tuple[str, ...]:
        """Return the two actors that "both" and "the two" mean, or nothing."""
        if len(self.recent) == 2:  # noqa: PLR2004 - two is what "both" means
            return self.recent
        both = tuple(dict.fromkeys([*self.earlier[-1:], *self.recent[-1:]]))
        return both if len(self.recent) == 1 and len(both) == 2 else ()  # noqa: PLR2004 - "both" is two

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

    def hunted(self) -> tuple[str, ...]:
        """Return the actor named last that is not the Taliban, or them where none is."""
        others = [i for i in (*self.recent, *self.earlier) if i != HOSTS]
        return tuple(others[:1]) or self.recent[:1]

    def alone(self) -> bool:
        """Tell whether the sentence before has one actor and nothing else that "it" may be."""
        if len(self.recent) != 1 or self.age:
            return False
        if self._rival is None:  # asked for few sentences only
            self._rival = has_rival(*self._told)
        return not self._rival

    def sole(self) -> bool:
        """Tell whether the text has named one actor so far, and not long ago."""
        return len(self.seen) == 1 and self.age <= _REACH

    def owner(self) -> tuple[str, ...]:
        """Return the actor that "its" means; of one that is named alone also where it is plural."""
        alone = self.recent if len(self.recent) == 1 else ()
        return self.one(thing=True) or (alone if self.age <= _REACH else ())


def is_topic(text: str, mention: ActorMention, lexicon: Lexicon) -> bool:
    """Tell whether an actor is only talked of or allied with: "to talk about the TTP"."""
    before = [
        norm_of(w) for w in re.findall(r"[^\W_]+", text[max(0, mention.start - 40) : mention.start])
    ]
    while before and before[-1] in {"the", "a", "an", "banned", "so", "called", "proscribed"}:
        before.pop()
    for last in range(1, min(4, len(before)) + 1):
        length, tags = lexicon.longest(before, len(before) - last)
        if tags & _ALLIED and length == last:
            return True
    return False


def is_sister(text: str, mention: ActorMention) -> bool:
    """Tell whether an actor is told by another, on which a text is: "Its rival, al-Shabaab,"."""
    before = max(0, mention.start - _SISTER_REACH)
    apposed = text.endswith((", ", ", the "), before, mention.start)
    return apposed and _SISTER.search(text, before, mention.start) is not None


def is_subject(text: str, start: int, mentions: Sequence[ActorMention], lexicon: Lexicon) -> bool:
    """Tell whether the first actor of a sentence opens it, before any verb or official."""
    if not mentions:
        return True
    told = text[start : mentions[0].start]
    if _AFTER_COMMA.search(told):
        return True  # "Formerly confined to Kabul, the group now"
    before = re.findall(r"[^\W_]+", told)
    tags = [lexicon.words.get(norm_of(word), 0) for word in before]
    return not any(
        (tag & ACTS and not tag & NOUNLIKE) or (tag & OFFICIALS and not tag & OWN) for tag in tags
    )


def has_rival(text: str, begin: int, end: int, first: int = -1) -> bool:
    """Tell whether a sentence has another singular that "it" may be: a ministry, a country.

    Parameters
    ----------
    text, begin, end
        The text, and the sentence's offsets.
    first
        Where its first actor begins, or -1.
    """
    opening = [m.group() for m in _CAPITALISED.finditer(text, begin, max(begin, first))]
    if any(word.lower() in governments() for word in opening):
        return True
    return _BODY.search(text, begin, end) is not None


def names_leader(text: str, mention: ActorMention) -> bool:
    """Tell whether a leader stands beside an actor: "the TTP's chief", "founder of JuA"."""
    before = {norm_of(w) for w in text[max(0, mention.start - 25) : mention.start].split()[-3:]}
    after = {norm_of(w.strip(",.;")) for w in text[mention.end : mention.end + 30].split()[:3]}
    return bool((before | after) & LEADERS) and not after & _ENVOYS
