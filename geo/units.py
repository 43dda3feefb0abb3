"""The texts of a document that are read, each with offsets of its own: its title and its body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geo.boilerplate import set_aside
from geo.text import Sentence, fold, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.records import Document, Span


@dataclass(frozen=True)
class Unit:
    """A text with offsets of its own: a document's body, or a title that the body lacks."""

    text: str
    is_body: bool
    given: tuple[Span, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The text as names are compared."""
        return fold(self.text)

    @cached_property
    def set_aside(self) -> tuple[tuple[int, int], ...]:
        """What is not read: as the document says, or as its lines look."""
        runs = self.given or (set_aside(self.text) if self.is_body else ())
        return tuple((run.start, run.end) for run in runs)

    def reads(self, offset: int) -> bool:
        """Tell whether a place in the text is read, and not set aside."""
        return not (self.set_aside and any(a <= offset < b for a, b in self.set_aside))

    def runs(self) -> list[Sentence]:
        """Return the sentences that are read."""
        return [run for run in sentences(self.text) if self.reads(run.start)]


def units_of(document: Document) -> Iterator[Unit]:
    """Yield a title that the text lacks, and the text."""
    title, text = document.title.strip(), document.text
    if title and title not in text:
        yield Unit(title, is_body=False)
    yield Unit(text, is_body=True, given=document.set_aside)
