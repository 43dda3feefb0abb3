"""The straight way: documents -> claims -> provinces -> presence. The composition, nothing else."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from geo.errors import UsageError
from geo.online.settings import Online
from geo.online.settings import online as settings
from geo.presence import presence, until
from geo.progress import tracked
from geo.review import apply
from geo.review_places import Atlas
from geo.schema import claims_frame
from geo.stamps import stamped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from geo.actors import Registry
    from geo.boundaries import Boundaries
    from geo.online.settings import Asks
    from geo.records import Claim, Document
    from geo.review import Reviewed


class Extracts(Protocol):
    """What finds the claims of one document (:class:`geo.claims.Extractor`)."""

    def extract(self, document: Document) -> list[Claim]:
        """Return the claims of a document, in the order of its text."""


@dataclass(frozen=True)
class Result:
    """What one run found.

    Attributes
    ----------
    claims, presence
        The two tables.
    documents
        How many documents were read.
    seconds
        Stage -> seconds of wall-clock time.
    reviewed
        What was corrected by hand; None where there was no review.
    """

    claims: GeoDataFrame
    presence: GeoDataFrame
    documents: int
    seconds: Mapping[str, float] = field(default_factory=dict)
    reviewed: Reviewed | None = None


def extract(
    documents: Iterable[Document],
    *,
    extractor: Extracts | None = None,
    registry: Registry | None = None,
    online: Online | str | Asks | None = None,
) -> GeoDataFrame:
    """Find the claims of documents.

    Parameters
    ----------
    documents
        Any number; they are read one at a time.
    extractor
        What finds the claims; the program's own rules where not given.
    registry
        The groups that those rules look for; the shipped ones where not given.
    online
        ``nominatim``, ``photon``, ``geonames``, their settings, or who asks them
        (:class:`geo.online.asker.Asker`, which then knows what came of it): asked for places
        that the text names and no table has. The service is told the toponym and the province
        or country that it should lie in, never more of the text. Nobody is asked where None.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a claim, the columns of :data:`geo.schema.CLAIM_COLUMNS` and ``geometry``
        (EPSG:4326), in the order of the documents.

    Raises
    ------
    UsageError
        Where an extractor is given, which has a registry and an asker of its own, and another
        registry or a service; or where the service's settings lack something.
    """
    if extractor is not None and not (registry is None and online is None):
        raise UsageError("an extractor has its registry and its asker: give one of the two")
    found = extractor if extractor is not None else _own_rules(registry, online)
    claims = [
        claim for document in tracked(documents, "Reading") for claim in found.extract(document)
    ]
    return stamped(claims_frame(claims))


def run(
    documents: Iterable[Document],
    *,
    extractor: Extracts | None = None,
    registry: Registry | None = None,
    boundaries: Boundaries | None = None,
    as_of: date | None = None,
    reviews: Sequence[tuple[str, DataFrame]] = (),
) -> Result:
    """Take documents the whole way to the presence table.

    Parameters
    ----------
    documents, extractor
        As in :func:`extract`; an extractor may have an asker of its own.
    registry
        The groups that reviewers speak of and, where no extractor is given, that are looked for.
    boundaries
        The provinces; those of ``as_of``, or today's, where not given.
    as_of
        Leaves out what was published later, and counts in the provinces of that day.
    reviews
        Tables that were corrected by hand and their names, as :func:`geo.review.apply` takes
        them.
    """
    started = time.perf_counter()
    read = _Counted(documents)
    found = extract(read, extractor=extractor, registry=None if extractor else registry)
    claims = found if as_of is None else stamped(until(found, as_of))
    reviewed = apply(claims, reviews, Atlas(registry), as_of=as_of) if reviews else None
    if reviewed is not None:
        claims = reviewed.claims
    extracted = time.perf_counter()
    table = presence(claims, boundaries=boundaries, as_of=as_of)
    seconds = {"claims": extracted - started, "presence": time.perf_counter() - extracted}
    return Result(claims, table, read.count, seconds, reviewed)


class _Counted:
    """An iterable that knows how much of it was read."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents
        self.count = 0

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            self.count += 1
            yield document


def _own_rules(registry: Registry | None, online: Online | str | Asks | None) -> Extracts:
    from geo.claims import Extractor  # noqa: PLC0415 - loads the lexicons; not where one is given

    asker = _asker(online) if isinstance(online, Online | str) else online
    extractor: Extracts = Extractor.load(registry=registry, asker=asker)
    return extractor


def _asker(online: Online | str) -> Asks:
    from geo.online.asker import Asker  # noqa: PLC0415 - loads geopy

    return Asker(settings(online))
