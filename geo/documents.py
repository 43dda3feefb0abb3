"""Files of any kind -> documents.

Nothing is lost without saying so: what cannot be read is reported with its reason and the
rest goes on, and what was read by a guess is noted.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.boilerplate import set_aside
from geo.errors import DocumentError
from geo.files.headlines import headline
from geo.files.inputs import InputFile, expand, load
from geo.files.page_files import read_feed, read_html, read_mail
from geo.files.print_files import read_docx, read_pdf
from geo.files.published import parse_date, publication_date, url_date
from geo.files.raw import Note, RawDocument
from geo.files.record_files import Columns, read_csv, read_json_lines, read_parquet
from geo.files.text_files import read_markdown, read_text
from geo.records import Document

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["DocumentWarning", "Note", "ReadOptions", "read", "set_aside"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_ID_LENGTH = 16


class DocumentWarning(UserWarning):
    """An input that could not be read, or was read by a guess."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read.

    Attributes
    ----------
    map_columns
        Field of a record (id, title, text, published, publisher, url) -> the column that
        holds it, where its name differs.
    max_bytes
        The largest text that is read, in bytes, unpacked; larger ones are reported.
    """

    map_columns: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = 50_000_000


def read(
    *inputs: str | os.PathLike[str],
    options: ReadOptions | None = None,
    on_failure: Callable[[DocumentError], None] | None = None,
    on_note: Callable[[Note], None] | None = None,
) -> Iterator[Document]:
    """Read documents from files, folders, globs and ``-`` (one text on standard input).

    Parameters
    ----------
    *inputs
        Text, Markdown, HTML, PDF, Word, mail, JSON Lines, CSV, Parquet, RSS or Atom, each also
        ``.gz``. Folders are walked in the order of names; hidden files in them are passed over.
    options
        Columns of records and the largest size.
    on_failure
        Is told of each file or record that could not be read; a `DocumentWarning` where not given.
    on_note
        Is told of guesses and oddities of inputs that were read; the same.

    Yields
    ------
    Document
        One at a time; files are opened when their turn comes.

    Raises
    ------
    UsageError
        Where ``map_columns`` names an unknown field.
    """
    chosen = options or ReadOptions()
    columns = Columns.renamed(chosen.map_columns)
    told = _Told(on_failure or _warn, on_note or _warn)
    return _documents(inputs, chosen, columns, told)


@dataclass(frozen=True, slots=True)
class _Told:
    failure: Callable[[DocumentError], None]
    note: Callable[[Note], None]


def _warn(what: DocumentError | Note) -> None:
    warnings.warn(str(what), DocumentWarning, stacklevel=4)


def _documents(
    inputs: tuple[str | os.PathLike[str], ...],
    options: ReadOptions,
    columns: Columns,
    told: _Told,
) -> Iterator[Document]:
    ids = _Ids()
    for item in _items(inputs, options, columns):
        if isinstance(item, DocumentError):
            told.failure(item)
        elif isinstance(item, Note):
            told.note(item)
        elif not item.text.strip() and not item.title.strip():
            told.failure(DocumentError(item.source, "has no text"))
        elif len(item.text) > options.max_bytes:
            limit = f"a text may have up to {options.max_bytes / 1e6:g} MB"
            told.failure(DocumentError(item.source, f"{limit}; split it"))
        else:
            document, notes = _document(item, ids)
            for text in (*item.notes, *notes):
                told.note(Note(item.source, text))
            yield document


def _items(
    inputs: tuple[str | os.PathLike[str], ...], options: ReadOptions, columns: Columns
) -> Iterator[RawDocument | DocumentError | Note]:
    for item in expand(inputs):
        if not isinstance(item, InputFile):
            yield item
            continue
        try:
            yield from _of_file(item, options, columns)
        except DocumentError as error:
            yield error
        except (OSError, MemoryError) as error:
            yield DocumentError(item.source, f"cannot be read ({error})")


def _of_file(
    file: InputFile, options: ReadOptions, columns: Columns
) -> Iterator[RawDocument | DocumentError | Note]:
    limit = options.max_bytes
    suffix = file.suffix
    if suffix in {".jsonl", ".ndjson"}:
        return read_json_lines(file, columns, limit)
    if suffix in {".csv", ".tsv"}:
        return read_csv(file, columns, limit)
    data = load(file, _TABLE_LIMIT if suffix == ".parquet" else limit)
    if suffix == ".parquet":
        return read_parquet(file, data, columns)
    if suffix == ".docx":
        return read_docx(file.source, data, limit)
    return _READERS.get(suffix, read_text)(file.source, data)


# A table holds many texts; what it may have is what fits in the memory of a small machine.
_TABLE_LIMIT = 2_000_000_000
_READERS: Mapping[str, Callable[[str, bytes], Iterator[RawDocument]]] = MappingProxyType(
    {
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
        ".pdf": read_pdf,
        ".eml": read_mail,
        ".xml": read_feed,
        ".rss": read_feed,
        ".atom": read_feed,
    }
)


class _Ids:
    """Ids given out so far, none twice."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def distinct(self, wanted: str) -> str:
        """Return the id, with a number behind it where it was given before."""
        chosen = wanted
        while chosen in self._given:
            self._given[wanted] += 1
            chosen = f"{wanted}-{self._given[wanted]}"
        self._given[chosen] = 1
        return chosen


def _document(raw: RawDocument, ids: _Ids) -> tuple[Document, list[str]]:
    """Return the document, and what is to be noted of it."""
    notes: list[str] = []
    text, title, wanted = _whole(raw.text), _whole(raw.title).strip(), _whole(raw.record_id).strip()
    if text != raw.text:
        notes.append("holds halves of characters, each replaced by U+FFFD")
    aside = set_aside(text)
    if raw.published is not None and raw.published != "" and parse_date(raw.published) is None:
        notes.append(f"its date {str(raw.published)[:60]!r} cannot be read")
    wanted = wanted or content_id(title, text)
    document_id = ids.distinct(wanted)
    if document_id != wanted:
        notes.append(f"the id {wanted!r} was met before; this document is {document_id!r}")
    document = Document(
        document_id=document_id,
        text=text,
        title=title or headline(text, aside),
        published=publication_date(text, raw.published) or url_date(raw.url),
        publisher=_whole(raw.publisher).strip(),
        url=_whole(raw.url).strip(),
        source=raw.source,
        set_aside=aside,
    )
    return document, notes


def content_id(title: str, text: str) -> str:
    """Return the id of a document that has none: 16 hex digits of its content's SHA-256."""
    content = f"{title}\0{text}".encode()
    return hashlib.sha256(content).hexdigest()[:_ID_LENGTH]


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs, which no file can be written with; offsets stay."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
