"""Columns, dtypes and checks of the claims and presence frames, and the frames when empty.

The columns of the claims frame are the fields of :class:`geo.records.Claim`, in order; their
dtypes follow from the fields' annotations, so there is one list of them and not two. What a column
says stands in :data:`CLAIM_MEANINGS` and :data:`PRESENCE_MEANINGS`.

=============================================  ==================
values                                         dtype
=============================================  ==================
texts                                          ``string``
whole numbers, some perhaps missing            ``Int64``
numbers                                        ``float64``
dates                                          ``datetime64[ms]``
``relation``, ``status`` and other fixed sets  ``category``
=============================================  ==================

Examples
--------
>>> claims = empty_claims()
>>> claims.crs.to_epsg(), claims["relation"].cat.categories.tolist()
(4326, ['presence', 'attack', 'operation', 'control', 'other'])
>>> {name: str(claims[name].dtype) for name in ("published", "where_prec", "geonameid", "quote")}
{'published': 'datetime64[ms]', 'where_prec': 'Int64', 'geonameid': 'Int64', 'quote': 'string'}
>>> CLAIM_MEANINGS["quote"], PRESENCE_MEANINGS["n_documents"]
('The sentence.', 'The documents that they stand in.')
>>> check_claims(claims.drop(columns="quote"))
Traceback (most recent call last):
geo.errors.SchemaError: this is no claims table: it lacks the column quote
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import geopandas
import numpy as np
import pandas as pd
import shapely

from geo.errors import SchemaError
from geo.records import Claim, Polarity, Relation, TimeStatus, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CRS = "EPSG:4326"
#: Dtype of dates; Parquet and GDAL have no coarser unit, so that they come back the same.
DAYS: Final = "datetime64[ms]"
_ROLE = re.compile(r":\w+:`([^`]+)`")


class Status(StrEnum):
    """What the claims behind one row of the presence table amount to."""

    REPORTED = "reported"
    HEDGED = "hedged only"
    DENIED = "denied only"
    CONFLICTING = "conflicting"
    HISTORICAL = "historical only"


def _categories(kind: type[StrEnum]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype([member.value for member in kind])


def attributes(kind: type) -> dict[str, str]:
    """Return attribute -> meaning, in one line, as the numpy docstring of a class has them."""
    _, _, section = (inspect.getdoc(kind) or "").partition("Attributes\n----------\n")
    entries = re.findall(r"^(\w[\w, ]*)\n((?:    .*\n?|\n)+)", section, re.MULTILINE)
    return {
        name: _ROLE.sub(r"``\1``", " ".join(meaning.split()))
        for names, meaning in entries
        for name in names.split(", ")
    }


_DTYPES: Mapping[str, object] = {
    "str": "string",
    "int": "Int64",
    "float": "float64",
    "date": DAYS,
    "Relation": _categories(Relation),
    "Polarity": _categories(Polarity),
    "TimeStatus": _categories(TimeStatus),
    "Verdict": _categories(Verdict),
}
_CLAIM_TYPES: Mapping[str, str] = {
    field.name: str(field.type) for field in dataclasses.fields(Claim)
}

CLAIM_COLUMNS: tuple[str, ...] = tuple(_CLAIM_TYPES)
CLAIM_DTYPES: Mapping[str, object] = {
    name: _DTYPES[kind.removesuffix(" | None")] for name, kind in _CLAIM_TYPES.items()
}
#: What each column of the claims frame says: the attributes of a claim.
CLAIM_MEANINGS: Mapping[str, str] = attributes(Claim)
#: Columns of the claims frame in which a value may be missing.
CLAIM_NULLABLE = frozenset(name for name, kind in _CLAIM_TYPES.items() if kind.endswith("| None"))
#: Columns that a claims table of an earlier version may lack, and what is then in their cells.
CLAIM_OPTIONAL: Mapping[str, str] = {
    field.name: field.default or ""
    for field in dataclasses.fields(Claim)
    if field.default is not dataclasses.MISSING
}

PRESENCE_DTYPES: Mapping[str, object] = {
    "actor_id": "string",
    "actor_name": "string",
    "country_iso2": "string",
    "admin1_code": "string",
    "admin1_name": "string",
    "status": _categories(Status),
    "n_claims": "Int64",
    "n_documents": "Int64",
    "n_sources": "Int64",
    "relations": "string",
    "first_reported": DAYS,
    "last_reported": DAYS,
    "confidence": "float64",
}
PRESENCE_COLUMNS: tuple[str, ...] = tuple(PRESENCE_DTYPES)
#: What each column of the presence frame says; :mod:`geo.presence` has the whole of it.
PRESENCE_MEANINGS: Mapping[str, str] = {
    "actor_id": "Id in the actor registry; ``unlisted:`` and the name where it has none.",
    "actor_name": "Usual name of the actor.",
    "country_iso2": "ISO 3166-1 alpha-2.",
    "admin1_code": "ISO 3166-2 code of the province; empty where no closer than a country.",
    "admin1_name": "English name of the province.",
    "status": "What the claims amount to.",
    "n_claims": "All claims of the row.",
    "n_documents": "The documents that they stand in.",
    "n_sources": "Independent sources that support the status; copies of one story are one.",
    "relations": "Counts of the claims by relation, a JSON object.",
    "first_reported": "Date of publication of the earliest claim that supports the status.",
    "last_reported": "Date of publication of the latest claim that supports the status.",
    "confidence": "How sure it is, over the independent sources; 0 where there are denials alone.",
}

#: Inclusive limits of the numbers; degrees of WGS 84, shares of one, the UCDP GED scale.
LIMITS: Mapping[str, tuple[float, float]] = {
    "where_prec": (1, 7),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "geocode_score": (0, 1),
    "confidence": (0, 1),
    "quote_start": (0, np.inf),
    "quote_end": (0, np.inf),
    "n_claims": (1, np.inf),
    "n_documents": (1, np.inf),
    "n_sources": (1, np.inf),
}
#: Decimals that are kept: 1e-5 degree is a metre, and a score says no more than that.
_DECIMALS: Mapping[str, int] = {
    "latitude": 5,
    "longitude": 5,
    "geocode_score": 4,
    "confidence": 4,
}
# The least precise where_prec that is a point: a district's seat.
_POINT_PREC = 3
_SURROGATE = re.compile("[\ud800-\udfff]")


def claims_frame(claims: Iterable[Claim]) -> geopandas.GeoDataFrame:
    """Return claims as a frame, in the order given.

    Parameters
    ----------
    claims
        Any number of claims.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of :data:`CLAIM_COLUMNS` and ``geometry`` in EPSG:4326: a point where
        ``where_prec`` is 1 to 3 and the coordinates are known, else None.
    """
    rows = list(claims)
    columns = {name: [getattr(claim, name) for claim in rows] for name in CLAIM_COLUMNS}
    return with_points(typed(pd.DataFrame(columns, dtype=object), CLAIM_DTYPES))


def empty_claims() -> geopandas.GeoDataFrame:
    """Return a claims frame of no rows."""
    return claims_frame(())


def empty_presence() -> geopandas.GeoDataFrame:
    """Return a presence frame of no rows."""
    return presence_frame(pd.DataFrame(columns=list(PRESENCE_COLUMNS), dtype=object), [])


def presence_frame(rows: pd.DataFrame, geometry: Iterable[object]) -> geopandas.GeoDataFrame:
    """Give rows the dtypes of the presence table and their provinces' outlines.

    Parameters
    ----------
    rows
        The columns of :data:`PRESENCE_COLUMNS`.
    geometry
        One shape a row in EPSG:4326, None for a row that is only as precise as a country.
    """
    shapes = geopandas.GeoSeries(list(geometry), index=rows.index, crs=CRS)
    return geopandas.GeoDataFrame(typed(rows, PRESENCE_DTYPES), geometry=shapes)


def typed(frame: pd.DataFrame, dtypes: Mapping[str, object]) -> pd.DataFrame:
    """Return the columns of ``dtypes``, in that order and with those dtypes."""
    out = {}
    for name, dtype in dtypes.items():
        column = frame[name]
        if dtype == DAYS:
            column = pd.to_datetime(column).astype(DAYS)
        elif dtype == "string":
            column = column.map(_encodable, na_action="ignore")
        out[name] = column.astype(dtype)  # type: ignore[call-overload]  # the dtype is a name of the schema
        if name in _DECIMALS:
            out[name] = out[name].round(_DECIMALS[name])
    return pd.DataFrame(out, index=frame.index)


def with_points(frame: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Return a claims frame with its points.

    Never a country's or a province's centre: a row of ``where_prec`` 4 and above has none.
    """
    precise = (frame["where_prec"] <= _POINT_PREC).fillna(value=False).to_numpy(dtype=bool)
    known = precise & frame["latitude"].notna().to_numpy() & frame["longitude"].notna().to_numpy()
    points = np.full(len(frame), None, dtype=object)
    points[known] = shapely.points(frame.loc[known, ["longitude", "latitude"]].to_numpy())
    shapes = geopandas.GeoSeries(points, index=frame.index, crs=CRS)
    return geopandas.GeoDataFrame(frame, geometry=shapes)


def check_claims(frame: pd.DataFrame) -> None:
    """Raise where a frame is no claims frame.

    Raises
    ------
    SchemaError
        With the column, and the row as a spreadsheet counts it (the header is row 1).
    """
    needed = [name for name in CLAIM_COLUMNS if name not in CLAIM_OPTIONAL]
    check_columns(frame, needed, "claims")
    check_values(frame, needed, CLAIM_NULLABLE | {"country_iso2"})
    duplicated = frame["claim_id"].duplicated()
    if duplicated.any():
        raise SchemaError(_at(duplicated, "claim_id", "this id stands twice; give each its own"))


def check_presence(frame: pd.DataFrame) -> None:
    """Raise where a frame is no presence frame.

    Raises
    ------
    SchemaError
        With the column and the row.
    """
    check_columns(frame, PRESENCE_COLUMNS, "presence")
    needed = {"actor_id", "actor_name", "status", "n_claims", "n_documents", "n_sources"}
    check_values(frame, PRESENCE_COLUMNS, frozenset(PRESENCE_COLUMNS) - needed)


def check_columns(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise `SchemaError` where a frame lacks a column."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise SchemaError(f"this is no {what} table: it lacks the column {', '.join(missing)}")


def check_values(frame: pd.DataFrame, columns: Iterable[str], nullable: frozenset[str]) -> None:
    """Raise `SchemaError` where a value is missing or out of its limits, naming the row."""
    for name in columns:
        column = frame[name]
        missing = column.isna()
        if name not in nullable and missing.any():
            raise SchemaError(_at(missing, name, "a value is needed here"))
        if name in LIMITS:
            low, high = LIMITS[name]
            outside = ((column < low) | (column > high)).fillna(value=False)
            if outside.any():
                raise SchemaError(_at(outside, name, f"is not between {low:g} and {high:g}"))


def _at(wrong: pd.Series, column: str, reason: str) -> str:
    """Say where the first wrong value stands; a header is row 1, as in a spreadsheet."""
    return f"row {int(wrong.to_numpy().argmax()) + 2}, {column}: {reason}"


def _encodable(text: object) -> str:
    """Return text that UTF-8 can hold: half a surrogate pair is shown as U+FFFD."""
    return _SURROGATE.sub("\ufffd", str(text))
