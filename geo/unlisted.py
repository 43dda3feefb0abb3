"""Names that a text plainly presents as places and that no table has.

The rule is small on purpose, for each such name may leave the machine. A name is one to three
words with capitals, and it is presented as a place where a word of the lexicon's sections
``settlement``, ``district`` and ``landform`` (here: *kind*) says so:

1. the kind follows it: "Zerak village", "Zerak district of Helmand";
2. the kind stands before it: "the village of Zerak", "a town called Zerak";
3. it is explained: "in Zerak, a small town in Helmand".

A headline that capitalises its words presents nothing, nor does the capital of a sentence's first
word, and no word that the lexicon has is part of a name: "Gunmen Raid Remote Village".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.grammar.lexicon import Tag
from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.grammar.lexicon import Lexicon

_WORD = r"[^\W\d_a-z](?:\w|['\u2019](?!s\b))*[^\W\d_]"
_NAME = re.compile(rf"(?<![\w'\u2019-]){_WORD}(?:-(?:e|i|ye|ul|al)[- ]{_WORD}|[ -]{_WORD})*")
_MOST_WORDS = 3
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORTEST_HEADLINE = 4  # long words
_FEWEST_CAPITALS = 0.6  # the share of capitals that makes a headline
_NEXT = re.compile(r"[ -]([\w-]+)")
_KIND_BEFORE = re.compile(r"(\w+),? (?:of|called|named|known as) (?:the )?$", re.IGNORECASE)
_CAPITALISED = re.compile(r"([^\W\d_a-z][\w'\u2019-]*)[ -]$")  # "Hilal village of Zerak" is Hilal
_LAST_WORD = re.compile(r"(\w+) (?:the )?$")
_EXPLAINED = re.compile(r", (?:a|an|the) (?:[\w'-]+ ){0,3}?(\w+)(?= (?:in|of|near|on|at)\b|[,.;)])")
_REACH = 40
_KINDS = {
    Tag.SETTLEMENT_NOUN: PlaceKind.POPULATED,
    Tag.DISTRICT_NOUN: PlaceKind.ADMIN2,
    Tag.LANDFORM_NOUN: PlaceKind.REGION,
}
_BEFORE = int(Tag.BEFORE_NAME_PHRASE | Tag.LOCATIVE_PHRASE)
_IN_NAMES = int(Tag.BEFORE_NAME_PHRASE | Tag.PERSON_TITLE_PHRASE)
_NEAR = int(Tag.LOCATIVE_PHRASE | Tag.AROUND_PHRASE)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A name that is presented as a place.

    ``end`` is that of the mention, the word for its kind included; ``kind`` is None where no
    word says what it is.
    """

    start: int
    end: int
    name: str
    kind: PlaceKind | None


def unlisted(
    text: str,
    run: tuple[int, int],
    taken: Sequence[tuple[int, int]],
    lexicon: Lexicon,
    *,
    prose: bool = True,
) -> Iterator[Unlisted]:
    """Yield the names of a run of the text that are presented as places.

    Parameters
    ----------
    text, run
        The text, and where to look.
    taken
        Runs of it that are known to be something: places of the tables, actors.
    lexicon
        What the kinds of places are called.
    prose
        Whether the run is a sentence, in which a capital may mean nothing; a query is none.
    """
    if prose and _is_headline(text, run):
        return
    for match in _NAME.finditer(text, *run):
        start, words = _own_words(match, lexicon)
        end = start + len(words)
        if not words or overlaps(start, end, taken):
            continue
        presented = _presented(text, (start, end), run, lexicon)
        if presented is not None and _is_name(text, presented, run if prose else None, lexicon):
            yield presented


def _own_words(match: re.Match[str], lexicon: Lexicon) -> tuple[int, str]:
    """Leave out the words at the front that begin a sentence or lead up to a name."""
    start, words = match.start(), match.group()
    while words and lexicon.words.get(name_key(words.split()[0]), 0) & _BEFORE:
        first, _, rest = words.partition(" ")
        start, words = start + len(first) + 1, rest
    return start, words


def _is_headline(text: str, run: tuple[int, int]) -> bool:
    """Tell whether most words of a sentence have a capital."""
    words: list[str] = _LONG_WORD.findall(text, *run)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _SHORTEST_HEADLINE and capitals > _FEWEST_CAPITALS * len(words)


def _is_name(text: str, one: Unlisted, run: tuple[int, int] | None, lexicon: Lexicon) -> bool:
    """Tell whether the words with capitals can be a name, wherever in a sentence they stand."""
    words = one.name.split()
    if len(words) > _MOST_WORDS:
        return False
    if any(lexicon.words.get(name_key(word), 0) & ~_IN_NAMES for word in words):
        return False
    first = run is not None and one.start == run[0] and len(words) == 1
    return not first or re.search(rf"[a-z,] {re.escape(one.name)}\b", text) is not None


def _presented(
    text: str, span: tuple[int, int], run: tuple[int, int], lexicon: Lexicon
) -> Unlisted | None:
    start, end = span
    name = text[start:end]
    head, _, last = name.rpartition(" ")
    if head and (kind := _kind(last, lexicon)):  # "Zerak District"
        return Unlisted(start, end, head, kind)
    after = _NEXT.match(text, end, run[1])
    if after and (kind := _kind(after[1], lexicon)):
        return Unlisted(start, after.end(), name, kind)
    lead = max(run[0], start - _REACH)
    before = _KIND_BEFORE.search(text, lead, start)
    owner = _CAPITALISED.search(text, lead, before.start()) if before else None
    owned = owner is not None and not lexicon.words.get(name_key(owner[1]), 0) & _BEFORE
    if before and not owned and (kind := _kind(before[1], lexicon)):
        return Unlisted(start, end, name, kind)
    explained = _EXPLAINED.match(text, end, run[1])
    place = _LAST_WORD.search(text, lead, start)
    located = place is not None and lexicon.words.get(name_key(place[1]), 0) & _NEAR
    if explained and located and (kind := _kind(explained[1], lexicon)):
        return Unlisted(start, end, name, kind)
    return None


def _kind(word: str, lexicon: Lexicon) -> PlaceKind | None:
    tags = lexicon.words.get(name_key(word), 0)
    if word.endswith("s"):
        return None  # "two villages", "villages of the north": none of them is named
    return next((kind for tag, kind in _KINDS.items() if tags & tag), None)


def overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a run has something in common with one of others."""
    return any(start < stop and begin < end for begin, stop in spans)
