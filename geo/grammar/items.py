"""A sentence as items: words, phrases of the lexicon, and mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from geo.grammar.lexicon import Lexicon, Tag
from geo.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import ActorMention, PlaceMention


TOKEN = re.compile(r"['\u2019]s\b|[^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*|(?<=\s)-+(?=\s)|[^\w\s-]")


FINITE = int(Tag.FINITE)


SAY = int(Tag.SAY_VERB)


AUXILIARIES = frozenset(
    "is are was were be been being has have had do does did will would can could may might "
    "shall should must 's 're get got gets".split()
)


BE = frozenset("is are was were be been being 's 're get got gets".split())


ADVERBS = frozenset(
    "not also since then now still already later once again never ever reportedly allegedly "
    "only mainly chiefly largely mostly just soon first always often usually quietly openly "
    "flatly recently currently previously successfully effectively actively so far twice "
    "even really all both either increasingly repeatedly long further allegedly believed to".split()
)


DETERMINERS = frozenset(
    "the a an its their his this that these those both all most some several many parts "
    "part much".split()
)


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


def items_of(
    text: str,
    run: tuple[int, int],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    lexicon: Lexicon,
) -> list[Item]:
    """Cut a sentence into items; mentions stand as one item each."""
    mentions = [
        Item(Kind.ACTOR, "@" + "|".join(m.actor_ids), m.start, m.end, mention=i)
        for i, m in enumerate(actors)
    ]
    mentions += [Item(Kind.PLACE, "@", m.start, m.end, mention=i) for i, m in enumerate(places)]
    mentions.sort(key=lambda item: item.start)
    items: list[Item] = []
    position = run[0]
    for mention in mentions:
        if mention.start < position:
            continue
        _words(text, position, mention.start, lexicon, items)
        items.append(mention)
        position = mention.end
    _words(text, position, run[1], lexicon, items)
    return _without_asides(items)


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
            if end and not any(i.kind is Kind.PLACE or i.tags & FINITE for i in inside):
                index = end + 1
                continue
        kept.append(items[index])
        index += 1
    return kept


def _words(text: str, begin: int, stop: int, lexicon: Lexicon, items: list[Item]) -> None:
    tokens = [(m.start(), m.end()) for m in TOKEN.finditer(text, begin, stop)]
    if not tokens:
        return
    pieces: list[tuple[str, int, int]] = []
    for start, end in tokens:
        norm = fold(text[start:end]) if end - start > 1 else text[start:end]
        norm = norm.lower() if len(norm) == 1 and norm.isalpha() else norm
        pieces.append((norm.strip() or "-", start, end))
    norms = [piece[0] for piece in pieces]
    index = 0
    while index < len(norms):
        length, tags = lexicon.longest(norms, index)
        last = index + length - 1
        norm = norms[index] if length == 1 else " ".join(norms[index : last + 1])
        start = pieces[index][1]
        items.append(
            Item(Kind.WORD, norm, start, pieces[last][2], tags, capital=text[start].isupper())
        )
        index += length
