"""Read the editable sources of the gazetteer, and say which line is wrong."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geo.errors import SourceFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(__file__).resolve().parent.parent / "sources"
FEATURES = frozenset(
    (
        *("ADM2", "ADM3", "PPL", "PPLX", "BDRP", "INSM", "AIRB", "AIRP", "CMP", "RGN", "RGNH"),
        *("BDR", "VAL", "PASS", "MT", "MTS", "TNL", "CAVE", "STM", "LK", "DSRT", "ISL", "BDG"),
        *("PRK", "DAM", "RD", "HBR", "PRN", "MNMT", "SCH", "CONT", "SEA", "OCN", "GULF"),
    )
)
_DEGREES = {"latitude": 90.0, "longitude": 180.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sources file; ``names`` has the usual name first."""

    path: Path
    line: int
    fields: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a field."""
        return self.fields[column]

    @property
    def names(self) -> list[str]:
        """The usual name, then the other spellings."""
        return [self["name"], *self.several("names")]

    def several(self, column: str) -> list[str]:
        """Return the values of a column that holds a list, divided by ``;``."""
        return [value.strip() for value in self[column].split(";") if value.strip()]

    def degrees(self, column: str) -> float | None:
        """Return a coordinate, None where the field is empty."""
        if not self[column]:
            return None
        try:
            value = float(self[column])
        except ValueError:
            raise self.wrong(f"{column} is no number: {self[column]!r}") from None
        if abs(value) > _DEGREES[column]:
            raise self.wrong(f"{column} is out of range: {value}")
        return value

    def wrong(self, reason: str) -> SourceFileError:
        """Return the error that names this line."""
        return SourceFileError(self.path, self.line, reason)


def read(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the lines of a sources file; one that begins with ``#`` is a remark.

    Raises
    ------
    SourceFileError
        Where the header or a line is not as ``columns`` says.
    """
    path = SOURCES / name
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = None
        for fields in reader:
            if not fields or fields[0].startswith("#"):
                continue
            if header is None:
                header = tuple(fields)
                if header != columns:
                    raise SourceFileError(path, reader.line_num, f"the header is not {columns}")
                continue
            if len(fields) != len(columns):
                reason = f"{len(fields)} fields where the header has {len(columns)}"
                raise SourceFileError(path, reader.line_num, reason)
            yield Row(
                path, reader.line_num, dict(zip(columns, map(str.strip, fields), strict=True))
            )


def checked(row: Row, column: str, allowed: frozenset[str]) -> str:
    """Return a field that must be one of the allowed values.

    Raises
    ------
    SourceFileError
        Where it is not.
    """
    if row[column] not in allowed:
        raise row.wrong(f"{column} {row[column]!r} is none of those known")
    return row[column]
