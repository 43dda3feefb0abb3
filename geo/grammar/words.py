"""The words of a sentence: where they stand, and as what they are compared."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from geo.text import fold

_WORD = re.compile(r"['\u2019]s\b|[^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*|(?<=\s)-+(?=\s)|[^\w\s-]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words and marks of a run of a text, in order.

    Attributes
    ----------
    starts, ends
        Offsets in the text.
    norms
        As they are compared: folded, a dash as ``-``.
    capitals
        Whether they begin with a capital.
    """

    starts: list[int]
    ends: list[int]
    norms: list[str]
    capitals: list[bool]

    def between(self, begin: int, stop: int) -> tuple[int, int] | None:
        """Return which words stand between two offsets; None where one lies inside a word."""
        first, after = bisect_left(self.starts, begin), bisect_left(self.starts, stop)
        cut = first and self.ends[first - 1] > begin
        return None if cut or (after and self.ends[after - 1] > stop) else (first, after)


# The rules on anaphors and those on clauses ask for one sentence after the other.
@lru_cache(maxsize=4)
def words_of(text: str, start: int, end: int) -> Words:
    """Return the words of a run of a text."""
    spans = [match.span() for match in _WORD.finditer(text, start, end)]
    return Words(
        [begin for begin, _ in spans],
        [stop for _, stop in spans],
        [norm_of(text[begin:stop]) for begin, stop in spans],
        [text[begin].isupper() for begin, _ in spans],
    )


# As many as the words of a language that are common, and no more than a few hundred kilobytes.
@lru_cache(maxsize=8_000)
def norm_of(word: str) -> str:
    """Return a word as the lexicon has it."""
    if len(word) == 1:
        return word.lower() if word.isalpha() else word
    return fold(word).strip() or "-"
