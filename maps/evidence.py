"""The claims behind a map, as compact tables for the page's evidence panel.

50,000 claims repeat most of what they say: one document has many sentences, one sentence many
claims, one place many groups. Each is kept once, and a claim is four small numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.online.settings import Service
from geo.schema import CLAIM_OPTIONAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from maps.safe import Json

DOCUMENT = ("document_id", "title", "publisher", "url", "published")
SENTENCE = ("quote", "document_id")
PLACE = (
    "place_name",
    "place_surface",
    "country_iso2",
    "admin1_code",
    "where_prec",
    "latitude",
    "longitude",
    "geocode_source",
)
FORM = (
    "actor_surface",
    "relation",
    "polarity",
    "time_status",
    "attributed_to",
    "event_start",
    "event_end",
    "confidence",
    "review",
    "reviewer",
    "review_note",
    "extracted",
)
_POINT_PREC = 3
_FEWEST_REPEATS = 3
_COORDINATE_DECIMALS = 4
_CONFIDENCE_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows that differ, and for each claim the number of its row."""

    codes: list[int]
    columns: dict[str, Json]


def evidence(claims: GeoDataFrame, actors: Sequence[str]) -> dict[str, Json]:
    """Return the claims as tables of columns.

    Parameters
    ----------
    claims
        A claims frame, in the order in which the panel shows claims of one day.
    actors
        Ids of the actors in the page's order.

    Returns
    -------
    dict
        ``documents``, ``sentences``, ``places``, ``forms``: tables without repetitions, each a
        mapping of columns. ``claims``: the columns ``actor``, ``sentence``, ``place`` and
        ``form``, numbers of rows of the other tables, and ``id``.
    """
    frame = _plain(claims)
    documents = _distinct(frame, DOCUMENT)
    sentences = _distinct(frame.assign(document_id=documents.codes), SENTENCE)
    places = _distinct(frame, PLACE)
    forms = _distinct(frame, FORM)
    place_columns = dict(places.columns)
    if frame["geocode_source"].isna().all():
        del place_columns[
            "geocode_source"
        ]  # none from a service; the gazetteer goes without saying
    number = {actor_id: rank for rank, actor_id in enumerate(actors)}
    return {
        "documents": documents.columns,
        "sentences": {
            "quote": sentences.columns["quote"],
            "document": sentences.columns["document_id"],
        },
        "places": place_columns,
        "forms": forms.columns,
        "claims": {
            "id": frame["claim_id"].tolist(),
            "actor": [number[a] for a in frame["actor_id"]],
            "sentence": sentences.codes,
            "place": places.codes,
            "form": forms.codes,
        },
    }


def surfaces(claims: pd.DataFrame) -> dict[str, list[str]]:
    """Return actor id -> the words that the claims' texts use for it, the commonest first."""
    pairs = claims.groupby(["actor_id", "actor_surface"], sort=True).size()
    ordered = pairs.sort_values(ascending=False, kind="stable")
    out: dict[str, list[str]] = {}
    for actor, words in ordered.index:
        out.setdefault(str(actor), []).append(str(words))
    return out


def _plain(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims as plain Python values: text, numbers, None."""
    columns = ("claim_id", "actor_id", *DOCUMENT, "quote", *PLACE, *FORM)
    out = {name: _values(claims[name]) for name in columns if name in claims}
    out |= {name: [None] * len(claims) for name in CLAIM_OPTIONAL if name not in claims}
    precise = claims["where_prec"].fillna(_POINT_PREC + 1).astype(int) <= _POINT_PREC
    for name in ("latitude", "longitude"):
        known = precise & claims[name].notna()
        out[name] = [
            round(float(value), _COORDINATE_DECIMALS) if use else None
            for value, use in zip(claims[name], known, strict=True)
        ]
    source = claims["geocode_source"]
    out["geocode_source"] = _values(source.where(source.isin(list(Service))))
    out["confidence"] = [round(float(c), _CONFIDENCE_DECIMALS) for c in claims["confidence"]]
    return pd.DataFrame(out, dtype=object)


def _values(column: pd.Series[Any]) -> list[Any]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return day_strings(column)
    return column.astype(object).where(column.notna(), None).tolist()


def day_strings(column: pd.Series[Any]) -> list[str | None]:
    """Return dates as ``2025-12-12``, None where unknown."""
    days = pd.to_datetime(column)
    text = days.dt.strftime("%Y-%m-%d").astype(object)
    return text.where(days.notna(), None).tolist()


def _distinct(frame: pd.DataFrame, columns: Sequence[str]) -> _Table:
    numbers: dict[tuple[Any, ...], int] = {}
    keys = zip(*(frame[name] for name in columns), strict=True)
    codes = [numbers.setdefault(key, len(numbers)) for key in keys]
    rows = list(zip(*numbers, strict=True)) or [() for _ in columns]
    return _Table(codes, {n: _packed(row) for n, row in zip(columns, rows, strict=True)})


def _packed(column: Sequence[Any]) -> Json:
    """Return a column as it is, or where values repeat a lot as values and their numbers."""
    values: dict[Any, int] = {}
    codes = [values.setdefault(value, len(values)) for value in column]
    if len(values) * _FEWEST_REPEATS > len(column):
        return list(column)
    return {"values": list(values), "codes": codes}
