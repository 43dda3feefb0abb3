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

Examples
--------
>>> import geo
>>> texts = "ETIM has camps in Balkh, officials said.", "Kabul denies that ETIM has camps in Balkh."
>>> claims = geo.extract(geo.Document(str(rank), text) for rank, text in enumerate(texts))
>>> table = geo.presence(claims)
>>> table[["actor_id", "admin1_code", "status", "n_claims"]].to_dict("records")
[{'actor_id': 'etim', 'admin1_code': 'AF-BAL', 'status': 'conflicting', 'n_claims': 2}]
>>> table.crs.to_epsg(), table.geom_type.tolist()
(4326, ['Polygon'])
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geo.areas import in_areas, in_units
from geo.records import Polarity, Relation, TimeStatus
from geo.schema import PRESENCE_COLUMNS, Status, check_claims, presence_frame
from geo.syndication import Report, Sentence, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from geopandas import GeoDataFrame

    from geo.boundaries import Boundaries

# Sorts the rows without a province behind those of provinces.
_LAST = "\U0010ffff"


class _Line(NamedTuple):
    """What the table is counted from: some columns of a claim, plain values."""

    actor_id: str
    actor_name: str
    country_iso2: str
    admin1_code: str | None
    admin1_name: str | None
    relation: str
    polarity: str
    time_status: str
    document_id: str
    title: str
    publisher: str
    published: date | None
    confidence: float
    quote: str


def presence(
    claims: GeoDataFrame, *, boundaries: Boundaries | None = None, as_of: date | None = None
) -> GeoDataFrame:
    """Count claims by actor and province.

    Parameters
    ----------
    claims
        A claims frame (:data:`geo.schema.CLAIM_COLUMNS`).
    boundaries
        The provinces to count in; today's, or those of ``as_of``, where not given. Areas of the
        user's own take their place (:mod:`geo.areas`).
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
    groups: dict[tuple[str, str, str], list[_Line]] = defaultdict(list)
    for line in _lines(in_units(_counted(claims, as_of), provinces)):
        groups[line.actor_id, line.country_iso2, line.admin1_code or _LAST].append(line)
    sentences = {quote: Sentence.of(quote) for quote in claims["quote"].unique()}
    rows = [_row(groups[key], sentences) for key in sorted(groups)]
    frame = pd.DataFrame(rows, columns=list(PRESENCE_COLUMNS), dtype=object)
    codes = (row["admin1_code"] for row in rows)
    return presence_frame(frame, [provinces.shape(code) if code else None for code in codes])


def until(claims: GeoDataFrame, as_of: date | None) -> GeoDataFrame:
    """Leave out claims published after a day; those of no date are kept."""
    if as_of is None:
        return claims
    return claims[~(claims["published"] > pd.Timestamp(as_of))]


def with_countries(
    provinces: GeoDataFrame, claims: GeoDataFrame, boundaries: Boundaries | None = None
) -> GeoDataFrame:
    """Add to rows of provinces the rows no closer than a country.

    Parameters
    ----------
    provinces
        A presence frame as ``presence.geojson`` has it, without those rows.
    claims
        The claims frame from which they are counted.
    boundaries
        What the rows were counted in; areas of the user's own may hold fewer claims.
    """
    if boundaries is not None and boundaries.is_own:
        claims, _ = in_areas(claims, boundaries)
    wide = claims[claims["admin1_code"].isna()]
    return pd.concat([provinces, presence(wide)], ignore_index=True)


def _default_boundaries(as_of: date | None) -> Boundaries:
    from geo.boundaries import Boundaries  # noqa: PLC0415 - read where none is given

    return Boundaries.load(as_of=as_of)


def _counted(claims: GeoDataFrame, as_of: date | None) -> GeoDataFrame:
    return until(claims[claims["time_status"] != TimeStatus.PLANNED], as_of)


def _lines(claims: pd.DataFrame) -> Iterator[_Line]:
    columns = []
    for name in _Line._fields:
        column = claims[name]
        days = pd.api.types.is_datetime64_any_dtype(column)
        values = (column.dt.date if days else column).astype(object)
        columns.append(values.where(column.notna(), None))
    return map(_Line._make, zip(*columns, strict=True))


def _weigh(lines: Sequence[_Line]) -> tuple[Status, list[_Line]]:
    """Return the status of a row and the claims that support it; none of them is planned."""
    denied = [line for line in lines if line.polarity == Polarity.DENIED]
    claimed = [line for line in lines if line.polarity != Polarity.DENIED]
    live = [line for line in claimed if line.time_status == TimeStatus.CURRENT]
    if live and any(line.time_status == TimeStatus.CURRENT for line in denied):
        return Status.CONFLICTING, live
    if any(line.polarity == Polarity.ASSERTED for line in live):
        return Status.REPORTED, live
    if live:
        return Status.HEDGED, live
    return (Status.DENIED, denied) if denied else (Status.HISTORICAL, claimed)


def _row(lines: Sequence[_Line], sentences: Mapping[str, Sentence]) -> dict[str, Any]:
    status, support = _weigh(lines)
    source_of = sources(_reports(support, sentences))
    days = [line.published for line in support if line.published]
    relations = Counter(line.relation for line in lines)
    first = min(lines, key=lambda line: (line.actor_name, line.admin1_name or ""))
    return {
        "actor_id": first.actor_id,
        "actor_name": first.actor_name,
        "country_iso2": first.country_iso2,
        "admin1_code": first.admin1_code,
        "admin1_name": first.admin1_name,
        "status": status.value,
        "n_claims": len(lines),
        "n_documents": len({line.document_id for line in lines}),
        "n_sources": len(set(source_of.values())),
        "relations": json.dumps({kind: relations[kind] for kind in Relation if relations[kind]}),
        "first_reported": min(days, default=None),
        "last_reported": max(days, default=None),
        "confidence": 0.0 if status is Status.DENIED else _combined(support, source_of),
    }


def _reports(lines: Sequence[_Line], sentences: Mapping[str, Sentence]) -> list[Report]:
    documents: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        documents[line.document_id].append(line)
    return [
        Report(
            document_id=document_id,
            published=own[0].published,
            publisher=own[0].publisher,
            title=own[0].title,
            sentences=frozenset(sentences[line.quote] for line in own),
        )
        for document_id, own in documents.items()
    ]


def _combined(lines: Sequence[_Line], source_of: Mapping[str, str]) -> float:
    best: dict[str, float] = defaultdict(float)
    for line in lines:
        source = source_of[line.document_id]
        best[source] = max(best[source], line.confidence)
    return 1.0 - math.prod(1.0 - value for value in sorted(best.values()))
