"""What the readers of files hand over, before it is a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a user should know of an input that was read all the same.

    Attributes
    ----------
    source
        The file, or the file and the record in it (``news.jsonl:17``).
    text
        What happened, in one sentence without a full stop.
    """

    source: str
    text: str

    def __str__(self) -> str:
        """Return the note as it is printed."""
        return f"{self.source}: {self.text}"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One text of a file with what the file says of it; empty where it says nothing.

    Attributes
    ----------
    source
        The file, or the file and the record in it.
    text, title, publisher, url, record_id
        As given.
    published
        As given, in whatever form; None where the file gives no date.
    notes
        What a user should know of how it was read.
    """

    source: str
    text: str
    title: str = ""
    published: str | float | date | None = None
    publisher: str = ""
    url: str = ""
    record_id: str = ""
    notes: tuple[str, ...] = ()
