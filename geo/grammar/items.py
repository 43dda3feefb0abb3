"""A sentence as items: words, phrases of the lexicon, and mentions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from geo.grammar.lexicon import Lexicon, Tag
from geo.grammar.words import Words, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import ActorMention, PlaceMention


FINITE = int(Tag.FINITE)


SAY = int(Tag.SAY_VERB)


NUMBERS = frozenset("two three four five six seven eight nine ten".split())


PEOPLE = int(Tag.PEOPLE_NOUN)


LOCATIVE = int(Tag.LOCATIVE_PHRASE)


STATE = int(Tag.STATE_ACTORS_NOUN)


_HAS_BEEN = frozenset(["has been", "have been"])  # one phrase of the lexicon, for its tense
AUXILIARIES = _HAS_BEEN | frozenset(
    "is are was were be been being has have had do does did will would can could may might "
    "shall should must 's 're get got gets try tries tried".split()
)


BE = _HAS_BEEN | frozenset("is are was were be been being 's 're get got gets".split())


ADVERBS = frozenset(
    "not also since then now still already later once again never ever reportedly allegedly "
    "only mainly chiefly largely mostly just soon first always often usually quietly openly "
    "flatly recently currently previously successfully effectively actively so far twice "
    "even really all both either increasingly repeatedly long further allegedly believed to".split()
)


ROW_MARKS = frozenset([":", "|", "=", "\u2014", "\u2013"])  # "Kabul: ISKP"
DETERMINERS = frozenset(
    "the a an its their his this that these those both all most some several many parts "
    "part much".split()
)


_SUBJECTS = frozenset(["they", "he", "we"])


class Kind(IntEnum):
    """What an item is."""

    WORD = 0
    ACTOR = 1
    PLACE = 2


@dataclass(slots=True)
class Item:
    """A word, a phrase of the lexicon, or a mention."""

    kind: Kind
    norm: str
    start: int
    end: int
    tags: int = 0
    mention: int = -1
    capital: bool = False
    pronoun: bool = False
    hyphen: bool = False  # joined to the word before: "TTP-held"


def items_of(
    text: str,
    run: tuple[int, int],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    lexicon: Lexicon,
) -> list[Item]:
    """Cut a sentence into items; mentions stand as one item each, and a stop at the end.

    A headline has no stop of its own and gets an empty one, so that every word has one after it.
    """
    mentions = [
        Item(
            Kind.ACTOR,
            "@" + "|".join(m.actor_ids),
            m.start,
            m.end,
            mention=i,
            pronoun=m.how == "anaphor" and m.surface.lower() in _SUBJECTS,
        )
        for i, m in enumerate(actors)
    ]
    mentions += [Item(Kind.PLACE, "@", m.start, m.end, mention=i) for i, m in enumerate(places)]
    mentions.sort(key=lambda item: item.start)
    words = words_of(text, *run)
    items: list[Item] = []
    position = run[0]
    for mention in mentions:
        if mention.start < position:
            continue
        _add_words(text, words, (position, mention.start), lexicon, items)
        items.append(mention)
        position = mention.end
    _add_words(text, words, (position, run[1]), lexicon, items)
    items = _without_asides(items) if "(" in words.norms else items
    if not items or items[-1].kind is not Kind.WORD or items[-1].norm[-1:].isalnum():
        items.append(Item(Kind.WORD, ".", run[1], run[1]))
    return items


def _without_asides(items: list[Item]) -> list[Item]:
    """Leave out a short parenthesis, which holds an acronym or a number: "(TTP)", "(CTD)"."""
    kept: list[Item] = []
    index = 0
    while index < len(items):
        if items[index].norm == "(":
            end = next(
                (i for i in range(index + 1, min(len(items), index + 5)) if items[i].norm == ")"), 0
            )
            inside = items[index + 1 : end]
            there = index > 0 and items[index - 1].kind is Kind.PLACE
            held = there and any(i.kind is Kind.ACTOR for i in inside)  # "Kunar (ISKP)"
            if (
                end
                and not held
                and not any(i.kind is Kind.PLACE or i.tags & FINITE for i in inside)
            ):
                index = end + 1
                continue
        kept.append(items[index])
        index += 1
    return kept


def _add_words(
    text: str, words: Words, piece: tuple[int, int], lexicon: Lexicon, items: list[Item]
) -> None:
    """Add the words between two mentions; one that a mention cuts is cut again."""
    among = words.between(*piece)
    if among is None:
        words = words_of(text, *piece)
        among = 0, len(words.norms)
    first, after = among
    for number, length, norm, tags in lexicon.phrases(words.norms[first:after]):
        at = first + number
        start, end = words.starts[at], words.ends[at + length - 1]
        joined = text[max(0, start - 1) : start] == "-"
        word = Item(Kind.WORD, norm, start, end, tags, -1, words.capitals[at], hyphen=joined)
        items.append(word)
