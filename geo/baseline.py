"""The extractor to beat: every actor with every place of its sentence, without any grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.evaluation import COMPARED
from geo.records import Polarity, Relation, TimeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.readings import Reader
    from geo.records import Document


def all_pairs(documents: Iterable[Document], reader: Reader) -> pd.DataFrame:
    """Return the pairs of each sentence as asserted, current presence.

    Parameters
    ----------
    documents
        The texts.
    reader
        Finds the mentions and resolves the places, as it does for the real extractor.

    Returns
    -------
    pandas.DataFrame
        The columns that :func:`geo.evaluation.score` compares.
    """
    rows = [pair for document in documents for pair in _pairs(document, reader)]
    return pd.DataFrame(rows, columns=list(COMPARED))


def _pairs(document: Document, reader: Reader) -> Iterator[tuple[str | None, ...]]:
    said = (Relation.PRESENCE.value, Polarity.ASSERTED.value, TimeStatus.CURRENT.value)
    for reading in reader.read(document):
        for actor in reading.actors:
            for resolution in reading.resolutions:
                place = resolution.place
                if place is not None and place.country_iso2:
                    where = (place.country_iso2, place.admin1_code)
                    for actor_id in actor.actor_ids:
                        yield document.document_id, actor_id, *where, *said
