"""What the command ``geocode`` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geopy.exc import GeocoderQueryError

from geo.errors import UsageError
from geo.gazetteer import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.online.settings import Online

Candidate = dict[str, Any]

_HEADINGS = (
    "name",
    "kind",
    "province",
    "country",
    "latitude",
    "longitude",
    "precision",
    "score",
    "source",
)


def geocoder(online: Online | None) -> Gazetteer:
    """Return the gazetteer, with an online service behind it where one is wanted."""
    if online is None:
        return Gazetteer()
    from geo.online.chain import Chain  # noqa: PLC0415 - loads every geocoder of geopy

    return Chain(online)


def notes(coder: Gazetteer) -> list[str]:
    """Return what went wrong with an online service, a line each."""
    asker = getattr(coder, "asker", None)
    return [": ".join(note) for note in asker.notes] if asker else []


def candidates(
    query: str, countries: Sequence[str], near: str | None, coder: Gazetteer
) -> list[Candidate]:
    """Return what a name may be, best first; ``latitude`` and ``longitude`` in degrees.

    Raises
    ------
    UsageError
        Where ``near`` is no known place.
    """
    try:
        found = coder.geocode(query, exactly_one=False, country_codes=countries or None, near=near)
    except GeocoderQueryError as error:
        raise UsageError(str(error)) from error
    return [{"latitude": None, "longitude": None, **location.raw} for location in found or []]


def as_json(found: Mapping[str, Sequence[Candidate]]) -> str:
    """Return the candidates of each query as a JSON object."""
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_table(found: Mapping[str, Sequence[Candidate]]) -> str:
    """Return the candidates of each query as a table of plain text.

    Below it stands whom the places of an online service are owed to.
    """
    rows: list[tuple[str, ...]] = [_HEADINGS]
    rows += [_row(candidate) for places in found.values() for candidate in places]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    owed = {
        one["attribution"] for places in found.values() for one in places if "attribution" in one
    }
    return "\n".join((*lines, *sorted(owed)))


def _row(candidate: Candidate) -> tuple[str, ...]:
    return (
        candidate["name"],
        candidate["feature_code"],
        candidate["admin1_code"] or "-",
        candidate["country_iso2"] or "-",
        _degrees(candidate["latitude"]),
        _degrees(candidate["longitude"]),
        str(candidate["where_prec"]),
        f"{candidate['score']:.2f}",
        candidate["source"],
    )


def _degrees(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
