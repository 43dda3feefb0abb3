"""The inputs of a command: their documents, their checksums, and what went wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from geo.documents import ReadOptions, read
from geo.errors import NoInputError
from geo.files.inputs import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from geo.documents import Note
    from geo.errors import DocumentError
    from geo.records import Document


class Source:
    """The documents of the inputs, read once, and what is known of the inputs afterwards.

    Parameters
    ----------
    inputs
        Files, folders, globs and ``-``, as :func:`geo.documents.read` takes them.
    columns
        Field of a record -> the column that has it.

    Attributes
    ----------
    failures, notes
        ``(source, text)`` of each input that could not be read, and of each that was read by a
        guess.
    """

    def __init__(self, inputs: Sequence[str], columns: Mapping[str, str]) -> None:
        self._inputs = inputs
        self._columns = columns
        self._sums: dict[str, str | None] = {}
        self.failures: list[tuple[str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self._published: dict[str, date | None] = {}

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents; only then are failures and notes known."""
        for document in read(
            *self._inputs,
            options=ReadOptions(map_columns=self._columns),
            on_failure=self._failed,
            on_note=lambda note: self.notes.append((note.source, note.text)),
        ):
            self._note_file(document.source, document.text)
            self._published[document.document_id] = document.published
            yield document

    def documents(self, as_of: date | None = None) -> list[str]:
        """Return the ids of what was read, without what was published after a day."""
        return [
            document_id
            for document_id, day in self._published.items()
            if as_of is None or day is None or day <= as_of
        ]

    @property
    def undated(self) -> int:
        """How many of the documents have no date of publication."""
        return sum(day is None for day in self._published.values())

    @property
    def files(self) -> list[dict[str, str | None]]:
        """Each input file with its SHA-256; None where it cannot be read.

        That of standard input is of its text in UTF-8.
        """
        return [{"path": path, "sha256": digest} for path, digest in sorted(self._sums.items())]

    def _failed(self, error: DocumentError) -> None:
        self.failures.append((error.source, error.reason))
        self._note_file(error.source)

    def _note_file(self, source: str, text: str = "") -> None:
        path = source if Path(source).is_file() else source.rpartition(":")[0] or source
        if path == STANDARD_INPUT:
            self._sums[path] = hashlib.sha256(text.encode()).hexdigest()
        elif path not in self._sums:
            self._sums[path] = _digest(Path(path))


def nothing_usable(source: Source) -> NoInputError:
    """Return the error where no document could be read; its notes name each input that failed."""
    error = NoInputError("nothing usable in the input: no document could be read")
    for name, reason in source.failures:
        error.add_note(f"{name}: {reason}")
    return error


def file_sum(path: Path) -> dict[str, str | None]:
    """Return a file as ``run.json`` names it: its path and SHA-256."""
    return {"path": str(path), "sha256": _digest(path)}


def strictly(path: str | Path) -> Iterator[Document]:
    """Read the documents of one input, all of them.

    Raises
    ------
    DocumentError
        Where one cannot be read.
    """
    return read(path, on_failure=_raise, on_note=_pass_over)


def _raise(error: DocumentError) -> None:
    raise error


def _pass_over(_: Note) -> None:
    """Take no notice: what was read by a guess was read."""


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
