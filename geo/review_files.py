"""Reading a reviewed ``claims.csv`` back, as spreadsheets leave it.

Excel and LibreOffice write a byte order mark or none, commas, semicolons or tabs between cells,
``34,5`` for 34.5, ``03/11/2025`` for a date, and empty rows at the end; people move columns and
leave some out. What is clear is read as it was meant; what is not is refused with its row.
Rows are counted as a spreadsheet counts them: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import math
import re
from contextlib import suppress
from datetime import date
from functools import partial
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import SchemaError
from geo.files.decoding import decode
from geo.frames import cells_of
from geo.records import Verdict
from geo.schema import CLAIM_COLUMNS, CLAIM_DTYPES, DAYS, LIMITS
from geo.stamps import EDITABLE, Stamp, row_sums

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

_SEPARATORS = ",;\t"
_WHOLE = re.compile(r"[+-]?\d+(?:[.,]0+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+")
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ][0:.+Z]*)?")
_DAY_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?: [0:]+)?")
_VERDICTS = {"": ""} | {str(one): str(one) for one in Verdict} | {"dropped": "drop"}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls


def read_table(source: str | os.PathLike[str] | pd.DataFrame) -> pd.DataFrame:
    """Read a reviewed table.

    Parameters
    ----------
    source
        A file, or a claims frame that was edited in a notebook.

    Returns
    -------
    pandas.DataFrame
        Those of :data:`geo.schema.CLAIM_COLUMNS` that the table has, as texts in the form of
        ``claims.csv``; the index counts rows as a spreadsheet does.

    Raises
    ------
    SchemaError
        Where it cannot be read, with the file and the row.
    """
    if isinstance(source, pd.DataFrame):
        named = [name for name in CLAIM_COLUMNS if name in source]
        return _checked(cells_of(source, named), "the table")
    path = Path(source)
    try:
        return _checked(_split(_text(path.read_bytes())), str(path))
    except (OSError, ValueError) as error:
        if isinstance(error, SchemaError):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SchemaError(f"{path}: cannot be read as a table ({reason})") from error


def _text(data: bytes) -> str:
    """Decode a table: UTF-8 whatever it holds, as this program writes it, else what it may be."""
    if data.startswith(_WORKBOOKS):
        raise ValueError("it is a workbook: save its sheet as CSV UTF-8")
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig")
    return decode(data).text


def _split(text: str) -> pd.DataFrame:
    """Return the cells of a CSV text; the header tells what stands between them."""
    if not text.strip():
        raise ValueError("it is empty")
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    separator = max(_SEPARATORS, key=re.split(r"[\r\n]", text, maxsplit=1)[0].count)
    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # a quote may be long
    try:
        head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise ValueError(str(error)) from error
    for number, row in enumerate(rows, start=2):
        if any(row[len(head) :]):
            raise ValueError(f"row {number} has more cells than there are columns")
        row[len(head) :] = [""] * (len(head) - len(row))
    return pd.DataFrame(rows, columns=head, dtype=object)


def _checked(raw: pd.DataFrame, name: str) -> pd.DataFrame:
    raw = raw.set_axis([str(column).strip().lower() for column in raw.columns], axis="columns")
    raw.index = pd.RangeIndex(2, len(raw) + 2)
    if "claim_id" not in raw or not set(EDITABLE) & set(raw):
        raise SchemaError(f"{name}: this is no claims table: it lacks the column claim_id")
    if raw.columns.duplicated().any():
        twice = raw.columns[raw.columns.duplicated()][0]
        raise SchemaError(f"{name}: the column {twice} stands twice")
    table = raw[[column for column in CLAIM_COLUMNS if column in raw]].fillna("")
    table = table[(table.map(str.strip) != "").any(axis="columns")]
    try:
        return _normal(table)
    except _UnclearError as error:
        raise SchemaError(f"{name}: {error}") from None


class _UnclearError(ValueError):
    """A cell that may mean several things or nothing, with its row."""


def _normal(table: pd.DataFrame) -> pd.DataFrame:
    """Write numbers, dates and enumerations as ``claims.csv`` has them."""
    day_first = _order_of_days(table)
    if day_first is None:
        day_first = _order_by_stamps(table)
    return _in_order(table, day_first=day_first)


def _in_order(table: pd.DataFrame, *, day_first: bool | None) -> pd.DataFrame:
    out = table.copy()
    for column in out:
        if (reading := _reading(str(column), day_first=day_first)) is not None:
            _each(out, str(column), reading)
    return out


def _reading(column: str, *, day_first: bool | None) -> Callable[[str], str] | None:
    """Return how a column's cells are read; None where they stay as they are."""
    special: dict[str, Callable[[str], str]] = {
        "claim_id": _identity,
        "review": partial(_one_of, allowed=_VERDICTS),
        "published": partial(_day_if_clear, day_first=day_first),
    }
    if column in special:
        return special[column]
    dtype = CLAIM_DTYPES[column]
    if column not in EDITABLE or dtype == "string":
        return None
    if dtype == DAYS:
        return partial(_day, day_first=day_first)
    if isinstance(dtype, pd.CategoricalDtype):
        return partial(_one_of, allowed={name: name for name in dtype.categories})
    whole = dtype == "Int64"
    return partial(_number, whole=whole, limits=LIMITS.get(column, (0, math.inf)))


def _each(table: pd.DataFrame, column: str, reading: Callable[[str], str]) -> None:
    """Read each cell of a column, the same cells once."""
    known: dict[str, str] = {}
    for row, cell in table[column].items():
        if cell not in known:
            try:
                known[cell] = reading(cell.strip())
            except ValueError as error:
                raise _UnclearError(f"row {row}, {column}: {cell!r} {error}") from None
    table[column] = table[column].map(known)


def _identity(cell: str) -> str:
    if not cell:
        raise ValueError("is no id: claims can be corrected and dropped here, not added")
    return cell


def _number(cell: str, *, whole: bool, limits: tuple[float, float]) -> str:
    if not cell:
        return ""
    if whole and _GROUPED.fullmatch(cell):
        cell = re.sub(r"\D", "", cell)
    if not (_WHOLE if whole else _DECIMAL).fullmatch(cell):
        raise ValueError("is not a whole number" if whole else "is not a number such as 34.5")
    value = float(cell.replace(",", "."))
    low, high = limits
    if not low <= value <= high:
        raise ValueError(f"is not between {low:g} and {high:g}")
    return str(int(value) if whole else round(value, 5))


def _one_of(cell: str, *, allowed: Mapping[str, str]) -> str:
    found = allowed.get(cell.lower())
    if found is None:
        raise ValueError("is not one of " + ", ".join(filter(None, allowed)))
    return found


def _day(cell: str, *, day_first: bool | None) -> str:
    """Return a date as ISO 8601; where the order of day and month is open, refuse it."""
    if not cell:
        return ""
    if found := _ISO.fullmatch(cell):
        return _date(*found.groups())
    found = _DAY_LAST.fullmatch(cell)
    if found is None:
        raise ValueError("is no date such as 2025-11-03")
    first, mark, second, year = found.groups()
    if mark == "." or first == second or day_first is True:
        return _date(year, second, first)
    if day_first is False:
        return _date(year, first, second)
    raise ValueError("may have the day or the month first; write it as 2025-11-03")


def may_be(cell: str, day: str) -> bool:
    """Tell whether a cell may be a date, whichever order its day and month have."""
    orders = (True, False)
    return any(_day_if_clear(cell, day_first=one) == day for one in orders)


def _day_if_clear(cell: str, *, day_first: bool | None) -> str:
    """Return a date that is the document's and not corrected: what is unclear stays as it is."""
    with suppress(ValueError):
        return _day(cell, day_first=day_first)
    return cell


def _date(year: str, month: str, day: str) -> str:
    return date(int(year), int(month), int(day)).isoformat()


def _order_of_days(table: pd.DataFrame) -> bool | None:
    """Return whether the dates of a file have the day first, as one of them tells; else None."""
    columns = [name for name in ("published", "event_start", "event_end") if name in table]
    cells: Iterable[str] = {cell.strip() for name in columns for cell in table[name]}
    found = [match for cell in cells if (match := _DAY_LAST.fullmatch(cell))]
    numbers = [(int(m[1]), int(m[3])) for m in found if m[2] != "."]
    months = 12
    if any(first > months for first, _ in numbers):
        return None if any(second > months for _, second in numbers) else True
    return False if any(second > months for _, second in numbers) else None


def _order_by_stamps(table: pd.DataFrame) -> bool | None:
    """Return the order of day and month in which rows have the checksums of their stamps."""
    if not {"stamp", *EDITABLE} <= set(table):
        return None
    dated = table["event_start"].map(str.strip).ne("") | table["event_end"].map(str.strip).ne("")
    rows = table[dated]
    stamps = [Stamp.of(stamp).row for stamp in rows["stamp"]]
    fitting = {}
    for day_first in (True, False):
        with suppress(_UnclearError):
            sums = row_sums(_in_order(rows, day_first=day_first))
            fitting[day_first] = sum(map(eq, sums, stamps))
    if fitting.get(True, 0) == fitting.get(False, 0):
        return None
    return max(fitting, key=lambda one: fitting[one])
