"""JSON lines, CSV and Parquet: one raw document a record."""

from __future__ import annotations

import csv
import io
import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from geo.errors import DocumentError, UsageError
from geo.files.decoding import decode
from geo.files.inputs import opened, why
from geo.files.quiet import quiet
from geo.files.raw import Note, RawDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.files.inputs import InputFile

FIELDS = ("id", "title", "text", "published", "publisher", "url")
_NAME_THE_TEXT = "name the one with the text: --map-column text=..."
_BATCH = 64
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a record holds which field, and the columns that were asked for."""

    of: Mapping[str, str]
    asked: tuple[str, ...] = ()

    @classmethod
    def renamed(cls, given: Mapping[str, str]) -> Columns:
        """Return the columns, those given instead of the fields' own names.

        Raises
        ------
        UsageError
            Where a field is none of id, title, text, published, publisher, url.
        """
        for field in given:
            if field not in FIELDS:
                raise UsageError(
                    f"{field!r} is no field of a record; fields are {', '.join(FIELDS)}"
                )
        return cls({field: given.get(field, field) for field in FIELDS}, tuple(given.values()))

    def missing(self, present: Sequence[str]) -> str:
        """Return why a table cannot be read, or an empty string."""
        if self.of["text"] in present:
            return ""
        has = ", ".join(map(repr, present)) or "none"
        return f"has no column {self.of['text']!r} (it has {has}); {_NAME_THE_TEXT}"

    def notes(self, source: str, present: Sequence[str]) -> Iterator[Note]:
        """Yield a note for each column that was asked for and that a table does not have."""
        for name in self.asked:
            if name not in present:
                yield Note(source, f"has no column {name!r}")


def read_json_lines(
    file: InputFile, columns: Columns, limit: int
) -> Iterator[RawDocument | DocumentError]:
    """Yield each line of a JSON Lines file, and an error for each that is no record.

    Raises
    ------
    DocumentError
        Where the file cannot be read to its end.
    """
    with opened(file) as stream:
        for number, line in _lines(file, stream, limit):
            source = f"{file.source}:{number}"
            if len(line) > limit:
                yield DocumentError(source, f"the line has more than {limit / 1e6:g} MB; split it")
            elif line.strip():
                yield _json_record(source, line, columns)


def _json_record(source: str, line: bytes, columns: Columns) -> RawDocument | DocumentError:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError as error:
        return DocumentError(source, f"is not valid UTF-8 (at byte {error.start} of the line)")
    except json.JSONDecodeError as error:
        return DocumentError(source, f"is no JSON ({error.msg}, at character {error.pos + 1})")
    except ValueError as error:  # a number of too many digits
        return DocumentError(source, f"is no JSON ({error})")
    except RecursionError:
        return DocumentError(source, "is nested too deeply for a record")
    if not isinstance(record, dict):
        return DocumentError(source, "is no record: a JSON object with a text is wanted")
    return _record(source, record, columns)


def _lines(file: InputFile, stream: IO[bytes] | Any, limit: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines with their numbers; of one over the limit only so much that it shows."""
    number = 0
    try:
        while line := stream.readline(limit + 1):
            number += 1
            rest = line
            while len(rest) > limit and not rest.endswith(b"\n"):
                rest = stream.readline(limit + 1)
            yield number, line
    except (OSError, EOFError, zlib.error) as error:
        reason = f"cannot be read beyond line {number} ({why(error)})"
        raise DocumentError(file.source, reason) from error


def read_csv(
    file: InputFile, columns: Columns, limit: int
) -> Iterator[RawDocument | DocumentError | Note]:
    """Yield each row of a CSV file with a header, and an error for each that does not fit it.

    Commas, semicolons or tabs; quotes as in RFC 4180. A row's number is that of its first line.

    Raises
    ------
    DocumentError
        Where there is no header or no column with the text, or the quotes are broken.
    """
    csv.field_size_limit(limit)  # the module's own 128 KB is less than a long report
    with opened(file) as stream:
        rows = _rows(file, _csv_lines(file, stream, limit))
        _, header = next(rows, (0, []))
        header = [name.strip() for name in header]
        if not any(header):
            raise DocumentError(file.source, "has no header row")
        if reason := columns.missing(header):
            raise DocumentError(file.source, reason)
        yield from columns.notes(file.source, header)
        for number, row in rows:
            source = f"{file.source}:{number}"
            if len(row) == len(header):
                yield _csv_record(source, dict(zip(header, row, strict=True)), columns)
            elif row:
                reason = f"the row has {len(row)} fields and the header {len(header)}"
                yield DocumentError(source, f"{reason}; quote fields that hold the separator")


def _csv_lines(file: InputFile, stream: IO[bytes] | Any, limit: int) -> Iterator[str]:
    """Yield the lines as text; bytes that are not UTF-8 travel as surrogates."""
    numbered = _lines(file, stream, limit)
    for number, line in numbered:
        if len(line) > limit:
            reason = f"line {number} has more than {limit / 1e6:g} MB; split it"
            raise DocumentError(file.source, reason)
        if number == 1 and line.startswith(_WIDE_MARKS):
            data = line + b"".join(rest for _, rest in numbered)
            try:
                yield from io.StringIO(decode(data).text, newline="")
            except ValueError as error:
                raise DocumentError(file.source, str(error)) from error
            return
        plain = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        yield plain.decode("utf-8", "surrogateescape")


def _rows(file: InputFile, lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    first = next(lines, "")
    separator = max(",;\t", key=first.count)

    def again() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(again(), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        reason = f"cannot be read beyond line {reader.line_num} ({error}); check the quotes"
        raise DocumentError(file.source, reason) from error


def _csv_record(source: str, row: dict[str, str], columns: Columns) -> RawDocument | DocumentError:
    notes: dict[str, None] = {}
    for name, value in row.items():
        if any("\ud800" <= character <= "\udfff" for character in value):
            try:
                decoded = decode(value.encode("utf-8", "surrogateescape"))
            except ValueError as error:
                return DocumentError(source, str(error))
            row[name] = decoded.text
            notes[decoded.note] = None
    return _record(source, row, columns, tuple(notes))


def read_parquet(
    file: InputFile, data: bytes, columns: Columns
) -> Iterator[RawDocument | DocumentError | Note]:
    """Yield each row of a Parquet table, numbered from 1.

    Raises
    ------
    DocumentError
        Where it is damaged or has no column with the text.
    """
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 - only where such a file comes

    number = 0
    try:
        with quiet():
            table = parquet.ParquetFile(io.BytesIO(data))
            present = list(table.schema_arrow.names)
            if not (reason := columns.missing(present)):
                yield from columns.notes(file.source, present)
                wanted = [name for name in columns.of.values() if name in present]
                for batch in table.iter_batches(batch_size=_BATCH, columns=wanted):
                    for row in batch.to_pylist():
                        number += 1
                        yield _record(f"{file.source}:{number}", row, columns)
    except (ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        where = f"beyond row {number}" if number else "as Parquet"
        raise DocumentError(file.source, f"cannot be read {where} ({_short(error)})") from error
    if reason:
        raise DocumentError(file.source, reason)


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__).split("\n")[0][:160]


def _record(
    source: str, record: Mapping[str, Any], columns: Columns, notes: tuple[str, ...] = ()
) -> RawDocument | DocumentError:
    text = record.get(columns.of["text"])
    title = _as_text(record.get(columns.of["title"]))
    if text is None and not title:
        has = ", ".join(map(repr, record)) or "nothing"
        return DocumentError(
            source, f"has no {columns.of['text']!r} (it has {has[:200]}); {_NAME_THE_TEXT}"
        )
    if not isinstance(text or "", str):
        return DocumentError(source, f"{columns.of['text']!r} is no text but {type(text).__name__}")
    if not (text or "").strip() and not title.strip():
        return DocumentError(source, "has an empty text")
    published = record.get(columns.of["published"])
    return RawDocument(
        source,
        text or "",
        title,
        published if isinstance(published, str | int | float | date) else None,
        _as_text(record.get(columns.of["publisher"])),
        _as_text(record.get(columns.of["url"])),
        _as_text(record.get(columns.of["id"])),
        notes,
    )


def _as_text(value: object) -> str:
    """Return a name or number as text; lists, objects and missing values are none."""
    if isinstance(value, bool) or value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    return str(value) if isinstance(value, str | int | float) else ""
