"""Claims -> the presence table: one row an actor and province, and one an actor and country.

What a row says
---------------
``status``
    Read off the claims about the present, of which a denial is one. ``reported``: at least one
    is asserted and none is denied; ``hedged only``: hedged ones alone; ``conflicting``: asserted
    or hedged on one side, denied on the other; ``denied only``: denials alone (whatever is said
    of the past); ``historical only``: nothing about the present, only that the actor was there.
``n_claims``, ``n_documents``, ``relations``
    Counts over all claims of the row; ``relations`` is a JSON object of counts by relation.
``n_sources``, ``first_reported``, ``last_reported``
    Over the claims that support the status: those about the present that are not denied; else
    the denials; else the historical ones. Sources are independent (:mod:`geo.syndication`). The
    dates are those of publication.
``confidence``
    ``1 - product(1 - c)`` over the independent sources of the supporting claims, ``c`` the best
    confidence among one source's claims: a further source can only raise it, a copy of a known
    story cannot, and neither can a denial; 0 where there are denials alone.

Plans and threats are no presence: claims that are ``planned`` stay in the claims table and enter
no row, count or date here. Claims no closer than a country, or a region across provinces, make a
row without a province; they are never shared out to provinces.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.records import Polarity, Relation, TimeStatus
from geo.schema import PRESENCE_COLUMNS, Status, check_claims, presence_frame
from geo.syndication import Report, Sentence, sources

if TYPE_CHECKING:
    from datetime import date

    from geopandas import GeoDataFrame

    from geo.boundaries import Boundaries

_KEY = ["actor_id", "country_iso2", "admin1_code"]


def presence(
    claims: GeoDataFrame, *, boundaries: Boundaries | None = None, as_of: date | None = None
) -> GeoDataFrame:
    """Count claims by actor and province.

    Parameters
    ----------
    claims
        A claims frame (:data:`geo.schema.CLAIM_COLUMNS`).
    boundaries
        The provinces to count in; today's, or those of ``as_of``, where not given.
    as_of
        Leaves out what was published later. Claims of no date are kept.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`geo.schema.PRESENCE_COLUMNS` and ``geometry`` (EPSG:4326): the province's
        outline; None for rows no closer than a country, whose ``admin1_code`` is missing.
        Sorted by actor, country and province.

    Raises
    ------
    SchemaError
        Where ``claims`` is no claims frame.
    """
    check_claims(claims)
    provinces = boundaries if boundaries is not None else _default_boundaries(as_of)
    counted = _in_units(_counted(claims, as_of), provinces)
    sentences = {quote: Sentence.of(quote) for quote in counted["quote"].unique()}
    groups = counted.groupby(_KEY, dropna=False, sort=True)
    rows = pd.DataFrame(
        [_row(group, sentences) for _, group in groups],
        columns=list(PRESENCE_COLUMNS),
        dtype=object,
    )
    shapes = [provinces.shape(code) if pd.notna(code) else None for code in rows["admin1_code"]]
    return presence_frame(rows, shapes)


def with_countries(provinces: GeoDataFrame, claims: GeoDataFrame) -> GeoDataFrame:
    """Add to rows of provinces the rows no closer than a country.

    Parameters
    ----------
    provinces
        A presence frame as ``presence.geojson`` has it, without those rows.
    claims
        The claims frame from which they are counted.
    """
    wide = claims[claims["admin1_code"].isna()]
    return pd.concat([provinces, presence(wide)], ignore_index=True)


def _default_boundaries(as_of: date | None) -> Boundaries:
    from geo.boundaries import Boundaries  # noqa: PLC0415 - read where none is given

    return Boundaries.load(as_of=as_of)


def _counted(claims: GeoDataFrame, as_of: date | None) -> GeoDataFrame:
    keep = claims["time_status"] != TimeStatus.PLANNED
    if as_of is not None:
        keep &= ~(claims["published"] > pd.Timestamp(as_of))
    return claims.loc[keep]


def _in_units(claims: GeoDataFrame, boundaries: Boundaries) -> pd.DataFrame:
    """Give claims the provinces of the boundaries, whatever day their codes are of.

    A code of another day is that of the province that is there now. A point counts to a province
    that has since been dissolved where it lies in one: Miran Shah in 2016 to the tribal areas.
    """
    codes = claims["admin1_code"].dropna().unique()
    units = {code: unit for code in codes if (unit := boundaries.by_code(code)) is not None}
    names = {unit.admin1_code: unit.admin1_name for unit in units.values()}
    now = {code: unit.admin1_code for code, unit in units.items()}
    moved = claims["admin1_code"].map(lambda code: now.get(code, code), na_action="ignore")
    frame = boundaries.frame
    dissolved = frame.loc[frame["valid_to"].notna(), "admin1_code"].dropna()
    if not dissolved.empty:
        at = boundaries.join(claims.geometry)["admin1_code"]
        moved = moved.mask(at.isin(dissolved), at)
        names |= frame.set_index("admin1_code")["admin1_name"].loc[dissolved].to_dict()
    named = moved.map(names).astype("string").fillna(claims["admin1_name"])
    plain = pd.DataFrame(claims.drop(columns=claims.geometry.name))
    return plain.assign(admin1_code=moved.astype("string"), admin1_name=named)


def _weigh(claims: pd.DataFrame) -> tuple[Status | None, pd.Series]:
    """Return the status of a row and which of its claims support it."""
    denied = claims["polarity"] == Polarity.DENIED
    current = claims["time_status"] == TimeStatus.CURRENT
    live = current & ~denied
    past = ~current & ~denied
    if live.any():
        asserted = (live & (claims["polarity"] == Polarity.ASSERTED)).any()
        if (denied & current).any():
            return Status.CONFLICTING, live
        return (Status.REPORTED if asserted else Status.HEDGED), live
    if denied.any():
        return Status.DENIED, denied
    if past.any():
        return Status.HISTORICAL, past
    return None, past


def _row(claims: pd.DataFrame, sentences: dict[str, Sentence]) -> dict[str, Any]:
    status, supports = _weigh(claims)
    support = claims[supports]
    source = support["document_id"].map(sources(_reports(support, sentences)))
    sure = 0.0 if status is Status.DENIED else _combined(support["confidence"], source)
    first = claims.iloc[0]
    return {
        **{name: first[name] for name in (*_KEY, "actor_name", "admin1_name")},
        "status": status,
        "n_claims": len(claims),
        "n_documents": claims["document_id"].nunique(),
        "n_sources": source.nunique(),
        "relations": _relations(claims["relation"]),
        "first_reported": support["published"].min(),
        "last_reported": support["published"].max(),
        "confidence": sure,
    }


def _reports(claims: pd.DataFrame, sentences: dict[str, Sentence]) -> list[Report]:
    reports = []
    for document_id, rows in claims.groupby("document_id", sort=False):
        first = rows.iloc[0]
        reports.append(
            Report(
                document_id=str(document_id),
                published=None if pd.isna(first["published"]) else first["published"].date(),
                publisher=first["publisher"],
                title=first["title"],
                sentences=frozenset(sentences[quote] for quote in rows["quote"]),
            )
        )
    return reports


def _combined(confidence: pd.Series, source: pd.Series) -> float:
    best = confidence.groupby(source).max()
    return float(1.0 - math.prod(1.0 - best))


def _relations(relations: pd.Series) -> str:
    counts = relations.value_counts()
    return json.dumps({kind.value: int(counts[kind]) for kind in Relation if counts.get(kind, 0)})
