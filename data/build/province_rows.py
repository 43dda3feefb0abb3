"""Read ``data/sources/provinces.csv``: which polygons of the source make up which province.

One row is one province over one stretch of time. Columns:

``country_iso2``, ``admin1_code``, ``admin1_name``
    ISO 3166-1 alpha-2, ISO 3166-2 (empty where the standard has none) and usual English name.
``valid_from``, ``valid_to``
    First day, and first day no longer; empty where open.
``parts``
    Polygons of the source, by their ``name`` there, joined by `` + ``. ``name/gn_name`` where
    the name alone stands for several, ``ABC:name`` where the source files it under another
    country than ISO does.
``cut``
    What of the parts belongs to it; empty for all of it. ``rest`` is what the other rows with
    the same parts leave. ``circle LAT LON KM``, ``within LAT LON, LAT LON, ...`` (a rough ring,
    which only matters inside the parts) and ``towns CC.ADM1 ...`` (what lies nearer to GeoNames
    towns of these codes than to other towns) draw a line that the source lacks.
``other_codes``, ``other_names``
    Former and other codes and names, joined by ``;``.
``note``
    Why the row is as it is.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.errors import SourceFileError

PROVINCES = Path(__file__).resolve().parent.parent / "sources" / "provinces.csv"
_CUTS = ("rest", "circle", "within", "towns")


@dataclass(frozen=True)
class ProvinceRow:
    """One province over one stretch of time; the fields are the columns of the file."""

    country_iso2: str
    admin1_code: str
    admin1_name: str
    valid_from: date | None
    valid_to: date | None
    parts: tuple[str, ...]
    cut: str
    other_codes: tuple[str, ...]
    other_names: tuple[str, ...]
    note: str
    line: int

    @property
    def kind(self) -> str:
        """The first word of ``cut``, or an empty string."""
        return self.cut.split(" ", 1)[0]

    @property
    def arguments(self) -> str:
        """``cut`` without its first word."""
        return self.cut.partition(" ")[2]

    def overlaps(self, other: ProvinceRow) -> bool:
        """Say whether there is a day on which both rows hold."""
        start, end = (self.valid_from or date.min), (self.valid_to or date.max)
        return start < (other.valid_to or date.max) and (other.valid_from or date.min) < end

    def holds(self, day: date) -> bool:
        """Say whether the row holds on a day."""
        return (self.valid_from or date.min) <= day < (self.valid_to or date.max)


def read_rows(path: Path = PROVINCES) -> list[ProvinceRow]:
    """Return the rows of the file.

    Raises
    ------
    SourceFileError
        With the line, where a row is wrong.
    """
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for raw in reader:
            try:
                rows.append(_row(raw, reader.line_num))
            except (KeyError, TypeError, ValueError) as error:
                raise SourceFileError(path, reader.line_num, str(error)) from error
    return rows


def _row(raw: dict[str, str], line: int) -> ProvinceRow:
    row = ProvinceRow(
        country_iso2=raw["country_iso2"],
        admin1_code=raw["admin1_code"],
        admin1_name=raw["admin1_name"],
        valid_from=_day(raw["valid_from"]),
        valid_to=_day(raw["valid_to"]),
        parts=tuple(raw["parts"].split(" + ")),
        cut=raw["cut"],
        other_codes=_several(raw["other_codes"]),
        other_names=_several(raw["other_names"]),
        note=raw["note"],
        line=line,
    )
    if not (row.admin1_name and all(row.parts)):
        raise ValueError("admin1_name and parts must not be empty")
    if row.admin1_code and not row.admin1_code.startswith(f"{row.country_iso2}-"):
        raise ValueError(f"{row.admin1_code} is no code of {row.country_iso2}")
    if row.cut and row.kind not in _CUTS:
        raise ValueError(f"cut is empty or starts with one of {', '.join(_CUTS)}")
    if row.valid_from and row.valid_to and row.valid_from >= row.valid_to:
        raise ValueError("valid_from must lie before valid_to")
    return row


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _several(text: str) -> tuple[str, ...]:
    return tuple(each for each in text.split(";") if each)
