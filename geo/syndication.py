"""Which reports are one story printed several times, and which are independent sources.

A wire story comes back in many papers, with another lede, byline, dateline or a word changed.
Counted as sources such copies are one. Two reports are copies where a sentence that supports the
same thing in both is nearly the same text:

* *long* sentences (8 words and more) that are equal are copies whenever they were printed;
  nearly equal ones (see :func:`alike`) where they were printed within a week of each other, or
  where a date is unknown;
* *short* ones, which can be equal by chance ("TTP attacks police post in Tank"), only where both
  dates are known and within three days, or the headlines are the same as well.

The copies of a story belong to the one printed first. An outlet is not independent of itself:
stories whose first prints have one known publisher are one source; an unknown publisher
makes each story a source of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from geo.text import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

_LONG_WORDS = 8
_LONG_DAYS = 7
_SHORT_DAYS = 3
# Per cent of characters in common (rapidfuzz): light edits stay above, two writers' own words
# on one event below. A sentence cut out of a longer one has to fit more closely.
_ALIKE = 80
_CONTAINED = 92
# A sentence is compared with those that share one of its rarest pairs of words; where a pair of
# words is in very many sentences, only with its neighbours in alphabetical order.
_KEYS = 8
_CROWD = 30
_NEIGHBOURS = 6

_DATELINE = re.compile(
    r"^\W*[A-Z][A-Z .'\u2019-]{2,}\b[^\u2013\u2014.!?]{0,60}?\s*[-\u2013\u2014]{1,2}\s+"
)
_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS.split(), start=1)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quote as it is compared: without dateline, case, diacritics and punctuation."""

    words: tuple[str, ...]
    text: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, quote: str) -> Sentence:
        """Read one quote."""
        words = tuple(re.findall(r"\w+", fold(_DATELINE.sub("", quote, count=1))))
        numbers = (_NUMBERS.get(word, word) for word in words)
        return cls(words, " ".join(words), frozenset(n for n in numbers if n.isdecimal()))

    @property
    def long(self) -> bool:
        """Whether it is too long to be equal to another by chance."""
        return len(self.words) >= _LONG_WORDS


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of one document that supports a row of the presence table."""

    document_id: str
    published: date | None
    publisher: str
    title: str
    sentences: frozenset[Sentence]


def sources(reports: Iterable[Report]) -> dict[str, str]:
    """Return the independent source of each report.

    Parameters
    ----------
    reports
        The documents behind one row of the presence table, each once.

    Returns
    -------
    dict
        ``document_id`` -> a key; as many different keys as there are independent sources.
        It depends on no order.
    """
    ordered = sorted(reports, key=_first_printed)
    stories = _Groups(len(ordered))
    for one, other in _copies(ordered):
        stories.join(one, other)
    keys = {}
    for number, report in enumerate(ordered):
        first = ordered[stories.first(number)]
        publisher = name_key(first.publisher)
        keys[report.document_id] = (
            f"publisher:{publisher}" if publisher else f"document:{first.document_id}"
        )
    return keys


def alike(one: Sentence, other: Sentence) -> bool:
    """Tell whether two sentences are nearly the same text.

    Their numbers may not contradict each other: the same sentence with another toll or day is
    another event. "Four" and "4" are one number, and one of the two may leave numbers out.
    """
    if one.numbers and other.numbers and not _nested(one.numbers, other.numbers):
        return False
    if fuzz.ratio(one.text, other.text, score_cutoff=_ALIKE):
        return True
    return (one.long and other.long) and bool(
        fuzz.partial_ratio(one.text, other.text, score_cutoff=_CONTAINED)
    )


def _nested(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _first_printed(report: Report) -> tuple[bool, str, str]:
    """Sort by date, reports of no date last; among equals by id, which any order gives."""
    day = report.published.isoformat() if report.published else ""
    return not day, day, report.document_id


def _copies(reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Yield pairs of reports that are copies, enough of them to connect each story."""
    printed: dict[Sentence, list[int]] = defaultdict(list)
    for number, report in enumerate(reports):
        for sentence in report.sentences:
            printed[sentence].append(number)
    for sentence, numbers in printed.items():
        if sentence.long:
            yield from ((numbers[0], other) for other in numbers[1:])
        else:
            yield from _short_copies(reports, numbers)
    for one, other in _candidates(list(printed)):
        if alike(one, other):
            numbers = sorted({*printed[one], *printed[other]})
            if one.long and other.long:
                yield from _long_copies(reports, numbers)
            else:
                yield from _short_copies(reports, numbers)


def _long_copies(reports: Sequence[Report], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for one, other in pairwise(numbers):
        days = _days_apart(reports[one], reports[other])
        if days is None or days <= _LONG_DAYS:
            yield one, other


def _short_copies(reports: Sequence[Report], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    titled: dict[str, int] = {}
    for number in numbers:
        if title := name_key(reports[number].title):
            yield titled.setdefault(title, number), number
    for one, other in pairwise(numbers):
        days = _days_apart(reports[one], reports[other])
        if days is not None and days <= _SHORT_DAYS:
            yield one, other


def _days_apart(one: Report, other: Report) -> int | None:
    if one.published is None or other.published is None:
        return None
    return abs((one.published - other.published).days)


def _candidates(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Yield the pairs of sentences worth comparing, each once, not all against all."""
    pairs_of = {one: set(pairwise(one.words)) for one in sentences}
    counts = Counter(pair for pairs in pairs_of.values() for pair in pairs)
    seen: set[tuple[str, str]] = set()
    for bucket in _buckets(pairs_of, counts):
        bucket.sort(key=lambda sentence: sentence.text)
        reach = len(bucket) if len(bucket) <= _CROWD else _NEIGHBOURS
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 : place + 1 + reach]:
                key = (one.text, other.text)
                if key not in seen:
                    seen.add(key)
                    yield one, other


def _buckets(
    pairs_of: Mapping[Sentence, set[tuple[str, str]]], counts: Counter[tuple[str, str]]
) -> Iterable[list[Sentence]]:
    """Group sentences by their rarest pairs of words; a pair that is in one only tells nothing."""
    buckets: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
    for sentence, pairs in pairs_of.items():
        shared = sorted((counts[pair], pair) for pair in pairs if counts[pair] > 1)
        for _, pair in shared[:_KEYS]:
            buckets[pair].append(sentence)
    return buckets.values()


class _Groups:
    """Numbers joined into groups, each known by its smallest."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def first(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.first(one), self.first(other)))
        self._above[high] = low
