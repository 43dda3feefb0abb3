"""What a row of ``claims.csv`` remembers of the extraction that it came from.

People edit ``claims.csv``: they change cells and delete rows, and later the program, the texts
or the corpus are others. The column ``stamp`` lets a later build tell these apart:

``ROW-CLAIMS.SET-DOCUMENTS.SET``, for example
``5d0f3c9a11-3.9c41d00b7d0e52aa-40.e0cc6f31bd94a7d2``

``ROW``
    A checksum of the fields that can be corrected, as extracted. A row that still has it was
    not edited, whatever the program extracts today.
``CLAIMS.SET``
    How many claims the program found in the document, and a checksum of their ids. Where the
    file has fewer rows of it, some were deleted; those are the claims of today's extraction
    whose ids make up the rest of the checksum. A claim that a later version of the program
    finds in the document is no part of it, so it is not taken for deleted.
``DOCUMENTS.SET``
    The same for the documents with claims, so that a document all of whose rows were deleted
    is told from one that is new.

In ``corrections.csv``, which is no whole table, a stamp is ``ROW-`` alone. A hyphen keeps
spreadsheets from taking it for a number.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import comb
from operator import xor
from typing import TYPE_CHECKING

from geo.frames import cells_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd
    from geopandas import GeoDataFrame

#: The fields that say where a claim is.
PLACE_FIELDS = (
    "place_name",
    "geonameid",
    "country_iso2",
    "admin1_code",
    "admin1_name",
    "where_prec",
    "latitude",
    "longitude",
)
#: The fields of a claim that a reviewer can correct; the others are the text's own.
EDITABLE = (
    "actor_id",
    "actor_name",
    *PLACE_FIELDS,
    "relation",
    "polarity",
    "time_status",
    "attributed_to",
    "event_start",
    "event_end",
    "confidence",
)
_STAMP = re.compile(r"([0-9a-f]{10})-(?:(\d+\.[0-9a-f]{16})-(\d+\.[0-9a-f]{16}))?")
# How many ways to make up a checksum are tried; beyond, it stays open what was deleted.
_MOST_TRIED = 1_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in its parts; an empty one for what is none.

    ``claims`` and ``documents`` are empty in a file of corrections, which is no whole table.
    """

    row: str = ""
    claims: str = ""
    documents: str = ""

    @classmethod
    def of(cls, text: str) -> Stamp:
        """Take a cell apart; what is no stamp (edited, an earlier version) gives an empty one."""
        found = _STAMP.fullmatch(text.strip())
        return cls(*(part or "" for part in found.groups())) if found else cls()

    @property
    def alone(self) -> str:
        """The stamp without what it tells of other rows."""
        return f"{self.row}-" if self.row else ""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted from a reviewed table.

    Attributes
    ----------
    claims
        Ids of claims of this build that were.
    unclear
        Documents some of whose rows were deleted, where it cannot be told which.
    unclear_documents
        How many documents lost all their rows, where it cannot be told which.
    """

    claims: tuple[str, ...]
    unclear: tuple[str, ...]
    unclear_documents: int


def stamped(claims: GeoDataFrame) -> GeoDataFrame:
    """Return a claims frame as extracted with its stamps."""
    rows = row_sums(cells_of(claims, ("claim_id", *EDITABLE)))
    parts = _parts(claims)
    whole = _set_sum(parts.values())
    return claims.assign(
        stamp=[
            f"{row}-{parts[document]}-{whole}"
            for row, document in zip(rows, claims["document_id"], strict=True)
        ]
    ).astype({"stamp": "string"})


def row_sums(cells: pd.DataFrame) -> list[str]:
    """Return a checksum of each row's id and correctable fields, given as texts.

    Blanks count as one, as spreadsheets change them.
    """
    columns = (cells[name] for name in ("claim_id", *EDITABLE))
    return [row_sum(row) for row in zip(*columns, strict=True)]


def row_sum(values: Iterable[str]) -> str:
    """Return the checksum of one row: its id and the fields of :data:`EDITABLE`."""
    text = "\x1f".join(" ".join(value.split()) for value in values)
    return hashlib.blake2b(text.encode(), digest_size=5).hexdigest()


def deleted(rows: Sequence[tuple[str, Stamp]], claims: GeoDataFrame) -> Deleted:
    """Return which claims of a build were deleted from a table.

    Parameters
    ----------
    rows
        Id and stamp of each row of the table.
    claims
        The claims frame as extracted in this build.
    """
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim_id, stamp in rows:
        if stamp.claims:
            groups[stamp.documents, stamp.claims].add(claim_id)
    pairs = zip(claims["claim_id"], claims["document_id"], strict=True)
    document_of: dict[str, str] = dict(pairs)
    ids_of: dict[str, list[str]] = defaultdict(list)
    for claim_id, document in document_of.items():
        ids_of[document].append(claim_id)
    gone: list[str] = []
    unclear: list[str] = []
    covered: set[str] = set()
    for (_, part), kept in groups.items():
        documents = sorted({document_of[one] for one in kept if one in document_of})
        covered.update(documents)
        others = [one for document in documents for one in ids_of[document] if one not in kept]
        found = _missing(part, kept, others)
        if found is None:
            unclear += documents
        else:
            gone += found
    whole, open_documents = _whole_documents(groups, claims, covered)
    gone += [one for document in whole for one in ids_of[document]]
    return Deleted(tuple(gone), tuple(unclear), open_documents)


def _whole_documents(
    groups: Iterable[tuple[str, str]], claims: GeoDataFrame, covered: Collection[str]
) -> tuple[list[str], int]:
    """Return the documents that lost all their rows, and how many did that cannot be told."""
    kept: dict[str, set[str]] = defaultdict(set)
    for documents, part in groups:
        kept[documents].add(part)
    others = {part: one for one, part in _parts(claims).items() if one not in covered}
    gone: list[str] = []
    unclear = 0
    for whole, parts in kept.items():
        found = _missing(whole, parts, list(others))
        if found is None:
            unclear += int(whole.partition(".")[0]) - len(parts)
        else:
            gone += [others[part] for part in found]
    return gone, unclear


def _missing(part: str, kept: Collection[str], others: Sequence[str]) -> Sequence[str] | None:
    """Return which of the others make up a set with those kept; None where none do.

    Where nothing is left that could have been deleted, nothing was.
    """
    count, total = part.split(".")
    size = int(count) - len(kept)
    if size <= 0 or not others:
        return ()
    if size > len(others) or comb(len(others), size) > _MOST_TRIED:
        return None
    target = reduce(xor, map(_mark, kept), int(total, 16))
    marks = {one: _mark(one) for one in others}
    tries = combinations(others, size)
    return next((few for few in tries if reduce(xor, (marks[o] for o in few)) == target), None)


def _parts(claims: GeoDataFrame) -> Mapping[str, str]:
    """Return document id -> the part of a stamp that tells its claims."""
    ids: dict[str, list[str]] = defaultdict(list)
    for claim_id, document in zip(claims["claim_id"], claims["document_id"], strict=True):
        ids[document].append(claim_id)
    return {document: _set_sum(own) for document, own in ids.items()}


def _set_sum(members: Collection[str]) -> str:
    """Return how many members a set has and a checksum in which their order has no part."""
    return f"{len(members)}.{reduce(xor, map(_mark, members), 0):016x}"


def _mark(member: str) -> int:
    return int.from_bytes(hashlib.blake2b(member.encode(), digest_size=8).digest())
