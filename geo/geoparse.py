"""Documents -> toponyms: every place mention, what it may be and what it is taken for."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo.context import precision
from geo.progress import tracked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geopandas import GeoDataFrame

    from geo.readings import Reader
    from geo.records import Document, Place, PlaceMention, Resolution

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("document_id", "title", "publisher"), "string"),
        "published": "datetime64[ms]",
        **dict.fromkeys(("url", "source", "part"), "string"),
        **dict.fromkeys(("start", "end"), "Int64"),
        "surface": "string",
        "resolved": "bool",
        "score": "float64",
        "where_prec": "Int64",
        **dict.fromkeys(("place_id", "name", "kind", "feature_code"), "string"),
        "geonameid": "Int64",
        **dict.fromkeys(("country_iso2", "admin1_code", "admin1_name"), "string"),
        **dict.fromkeys(("latitude", "longitude"), "float64"),
        **dict.fromkeys(("table", "note"), "string"),
        "candidates": "object",
    }
)
"""The fields of a toponym, and the dtypes that they have in a frame."""
_OF_PLACE = (
    *("place_id", "name", "kind", "feature_code", "geonameid", "country_iso2", "admin1_code"),
    *("admin1_name", "latitude", "longitude"),
)


@dataclass(frozen=True, slots=True)
class Toponym:
    """One place mention of a document.

    Attributes
    ----------
    document
        Where it stands.
    part
        ``text``, or ``title`` where the text does not hold its title: what the mention's
        offsets point into.
    mention, resolution
        How it stands there, and what it is taken for.
    """

    document: Document
    part: str
    mention: PlaceMention
    resolution: Resolution

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, the fields of :data:`COLUMNS`; None where there is none.

        ``latitude`` and ``longitude`` (degrees, WGS 84) are those of the place's reference
        point, an area's too: ``where_prec`` tells how much ground it stands for.
        """
        document, mention, chosen = self.document, self.mention, self.resolution
        weighed = zip(chosen.candidates, chosen.candidate_scores, strict=True)
        values = {
            "document_id": document.document_id,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published.isoformat() if document.published else None,
            "url": document.url,
            "source": document.source,
            "part": self.part,
            "start": mention.start,
            "end": mention.end,
            "surface": mention.surface,
            "resolved": chosen.is_resolved,
            "score": chosen.score,
            "where_prec": chosen.where_prec,
            **_place(chosen.place),
            "table": chosen.source or None,
            "note": chosen.note,
            "candidates": [_candidate(place, score) for place, score in weighed],
        }
        return {name: values[name] for name in COLUMNS}


def toponyms(documents: Iterable[Document], *, reader: Reader | None = None) -> Iterator[Toponym]:
    """Yield every place mention of documents, in their order; one document is held at a time.

    Parameters
    ----------
    documents
        Any number. Link lists, bylines and notices in them are passed over.
    reader
        What reads them; the program's own rules where not given.
    """
    reads = reader if reader is not None else _own_rules()
    for document in documents:
        for unit, (mention, resolution) in reads.places(document):
            yield Toponym(document, "text" if unit.is_body else "title", mention, resolution)


def geoparse(documents: Iterable[Document], *, reader: Reader | None = None) -> GeoDataFrame:
    """Find every place mention of documents and what it is taken for.

    Parameters
    ----------
    documents, reader
        As in :func:`toponyms`.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a mention, the columns of :data:`COLUMNS` and ``geometry`` (EPSG:4326): a point
        where ``where_prec`` is 1 to 3 and the place has one, else None. ``candidates`` is a list
        of dicts, best first.
    """
    import pandas as pd  # noqa: PLC0415 - takes half a second, and a stream of lines needs it not

    from geo.schema import typed, with_points  # noqa: PLC0415 - pandas takes half a second

    found = toponyms(tracked(documents, "Reading"), reader=reader)
    rows = pd.DataFrame([one.as_json() for one in found], columns=list(COLUMNS), dtype=object)
    return with_points(typed(rows, COLUMNS))


def _place(place: Place | None) -> dict[str, Any]:
    values = {name: getattr(place, name) if place else None for name in _OF_PLACE}
    return values | {"kind": place.kind.value if place else None}


def _candidate(place: Place, score: float) -> dict[str, Any]:
    return _place(place) | {"where_prec": precision(place), "score": score}


def _own_rules() -> Reader:
    from geo.claims import Extractor  # noqa: PLC0415 - loads the lexicons; not where one is given

    return Extractor.load().reader
