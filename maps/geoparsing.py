"""What the command ``geoparse`` writes: every place mention, one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import UsageError
from geo.geoparse import toponyms
from geo.progress import tracked
from maps.export import writable, write_pieces
from maps.inputs import Source, nothing_usable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from geo.records import Document


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one run found.

    Attributes
    ----------
    documents, mentions, resolved
        How many.
    failures, notes
        As in :class:`maps.build.Report`.
    """

    documents: int
    mentions: int
    resolved: int
    failures: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]


def geoparse(inputs: Sequence[str], out: Path, columns: Mapping[str, str]) -> Parsed:
    """Write the place mentions of the inputs, holding one document at a time.

    Parameters
    ----------
    inputs
        Files, folders, globs and ``-``, as :func:`geo.documents.read` takes them.
    out
        The file to write, whole or not at all.
    columns
        Field of a record -> the column that has it.

    Raises
    ------
    NoInputError
        Where no document could be read; its notes name each input that failed.
    UsageError
        Where the file cannot be written.
    """
    if out.is_dir():
        raise UsageError(f"{out} is a folder: name a file to write")
    writable(out.parent)
    lines = _Lines(Source(inputs, columns))
    write_pieces(out, lines)
    failures, notes = lines.source.failures, lines.source.notes
    return Parsed(lines.documents, lines.mentions, lines.resolved, tuple(failures), tuple(notes))


class _Lines:
    """The lines of the file, counted as they pass."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents = self.mentions = self.resolved = 0

    def __iter__(self) -> Iterator[str]:
        for toponym in toponyms(tracked(self._read(), "Reading")):
            self.mentions += 1
            self.resolved += toponym.resolution.is_resolved
            yield json.dumps(toponym.as_json(), ensure_ascii=False, allow_nan=False) + "\n"
        if not self.documents:
            raise nothing_usable(self.source)

    def _read(self) -> Iterator[Document]:
        for document in self.source:
            self.documents += 1
            yield document
