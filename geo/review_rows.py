"""The rows of a reviewed table -> what its reviewer decided, held against the extraction."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.frames import cells_of
from geo.records import Verdict
from geo.review_files import may_be
from geo.schema import CLAIM_COLUMNS
from geo.stamps import EDITABLE, Stamp, deleted, row_sum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    from geopandas import GeoDataFrame

#: The confidence of a claim that a person has read and let stand, where it was below. A
#: convention, not a measurement: people err too, so it is short of 1.
REVIEWED_CONFIDENCE = 0.99
MARKS = ("review", "reviewer", "review_note")
# The text's own words; the other fields that are not corrected follow from those that are.
_TEXTS_OWN = (
    "actor_surface",
    "place_surface",
    "published",
    "quote",
    "document_id",
    "title",
    "publisher",
    "url",
)
_FEW = 5


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a review says and a build could not do, or did against another review.

    Attributes
    ----------
    file, row
        Where it stands; rows are counted as a spreadsheet does, 0 where no one row is meant.
    claim_id
        The claim; empty where no one claim is meant.
    reason
        What is wrong and what was done.
    """

    file: str
    row: int
    claim_id: str
    reason: str

    @property
    def source(self) -> str:
        """The file and the row."""
        return f"{self.file}, row {self.row}" if self.row else self.file

    def __post_init__(self) -> None:
        """Keep the reason on one line, whatever a cell holds."""
        plain = (one if one.isprintable() else "\ufffd" for one in " ".join(self.reason.split()))
        object.__setattr__(self, "reason", "".join(plain))

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Edit:
    """What one row of a reviewed table decides.

    Attributes
    ----------
    file, row, claim_id
        As in :class:`Conflict`.
    verdict
        ``ok``, ``corrected`` or ``drop``; None where the reviewer only left a note.
    changes
        Fields that the reviewer changed -> their new texts.
    reviewer, note
        Initials and words; empty where there are none.
    cells
        The row as it stands in the table.
    """

    file: str
    row: int
    claim_id: str
    verdict: Verdict | None
    changes: Mapping[str, str] = field(default_factory=dict)
    reviewer: str = ""
    note: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


class Extraction:
    """The claims of a build as the program extracted them, as texts.

    Parameters
    ----------
    claims
        A stamped claims frame.
    """

    def __init__(self, claims: GeoDataFrame) -> None:
        self.claims = claims
        self.cells = cells_of(claims)
        self.position = {one: at for at, one in enumerate(self.cells["claim_id"])}
        self._by_sum: dict[str, str] = {
            Stamp.of(stamp).row: one
            for one, stamp in zip(self.cells["claim_id"], self.cells["stamp"], strict=True)
        }

    def row(self, claim_id: str) -> dict[str, str]:
        """Return the cells of a claim of this build."""
        row = self.cells.iloc[self.position[claim_id]]
        return {str(name): str(text) for name, text in row.items()}

    def id_of(self, claim_id: str, stamp: Stamp) -> str:
        """Return the id of a row's claim; its stamp tells where a spreadsheet rewrote the id."""
        if claim_id in self.position:
            return claim_id
        return self._by_sum.get(stamp.row, claim_id)


class Table:
    """A reviewed table beside the extraction.

    Parameters
    ----------
    name
        The file, as the user named it.
    cells
        As :func:`geo.review_files.read_table` gives it.
    extraction
        The claims of this build.
    """

    def __init__(self, name: str, cells: pd.DataFrame, extraction: Extraction) -> None:
        self.name = name
        self._extraction = extraction
        columns = {str(column): cells[column].astype(str).tolist() for column in cells}
        self.is_whole = set(EDITABLE) <= columns.keys()
        self.rows: list[dict[str, str]] = [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        ]
        self.numbers = cells.index.tolist()
        self.stamps = [Stamp.of(row.get("stamp", "")) for row in self.rows]
        self.ids = [
            extraction.id_of(row["claim_id"], stamp)
            for row, stamp in zip(self.rows, self.stamps, strict=True)
        ]

    def edits(self) -> tuple[list[Edit], list[Conflict], list[str]]:
        """Return the decisions of the table, what stands against them, and what else to know."""
        edits, conflicts, unknown = [], [], 0
        for at, now in enumerate(self._now()):
            row = self.rows[at]
            told = self.is_whole and self.stamps[at].row
            if now is None and not told and not self._marked(row):
                unknown += 1
                continue
            edit, doubt = self._edit(at, now)
            if edit is not None:
                edits.append(edit)
                if doubt:
                    conflicts.append(Conflict(self.name, edit.row, edit.claim_id, doubt))
        if unknown:
            conflicts.append(Conflict(self.name, 0, "", _of_unknown(unknown)))
        gone, lost = self._deleted()
        return [*edits, *gone], [*conflicts, *lost], [*self._untold(), *self._touched_texts()]

    def _now(self) -> Iterator[dict[str, str] | None]:
        """Yield each row's claim as this build extracts it, None where it does not."""
        extraction = self._extraction
        names = ("claim_id", *EDITABLE, "stamp")
        columns = [extraction.cells[name].tolist() for name in names]
        for one in self.ids:
            at = extraction.position.get(one)
            yield (
                None
                if at is None
                else {name: column[at] for name, column in zip(names, columns, strict=True)}
            )

    @staticmethod
    def _marked(row: Mapping[str, str]) -> bool:
        return any(row.get(name, "").strip() for name in MARKS)

    def _edit(self, at: int, now: Mapping[str, str] | None) -> tuple[Edit | None, str]:
        """Return what a row decides, None where nothing, and what is doubtful about it."""
        row, claim_id, seen = self.rows[at], self.ids[at], self.stamps[at].row
        filled = {**(now or dict.fromkeys(EDITABLE, "")), **row, "claim_id": claim_id}
        changes, doubt = _changes(filled, seen, now)
        drop = row.get("review", "") == Verdict.DROP
        judged = bool(changes or row.get("review") or row.get("reviewer", "").strip())
        note = row.get("review_note", "").strip()
        if not judged and not note:
            return None, ""
        verdict = Verdict.CORRECTED if changes else Verdict.OK if judged else None
        edit = Edit(
            file=self.name,
            row=self.numbers[at],
            claim_id=claim_id,
            verdict=Verdict.DROP if drop else verdict,
            changes={} if drop else changes,
            reviewer=row.get("reviewer", "").strip(),
            note=note,
            cells=row,
        )
        return edit, "" if drop else doubt

    def _deleted(self) -> tuple[list[Edit], list[Conflict]]:
        found = deleted(list(zip(self.ids, self.stamps, strict=True)), self._extraction.claims)
        gone = [
            Edit(self.name, 0, one, Verdict.DROP, cells=self._extraction.row(one))
            for one in found.claims
        ]
        reasons = [
            f"rows of document {one} were deleted and the program finds other claims in it now: "
            "none was dropped; write drop in the column review of those meant"
            for one in found.unclear
        ]
        if found.unclear_documents:
            reasons.append(
                f"all rows of {found.unclear_documents} documents were deleted and it cannot be "
                "told of which: their claims were not dropped; write drop in the column review"
            )
        return gone, [Conflict(self.name, 0, "", reason) for reason in reasons]

    def _untold(self) -> list[str]:
        """Say where a table does not tell what was deleted from it."""
        if not self.rows:
            return ["has no rows: nothing is corrected or dropped by it"]
        if any(stamp.row for stamp in self.stamps):
            return []
        own = self._extraction.claims[["claim_id", "document_id"]]
        here = own["claim_id"].isin(self.ids)
        count = int((own["document_id"].isin(own["document_id"][here]) & ~here).sum())
        told = f"has no stamps, and {count} claims of its documents are not in it: they are kept"
        return [f"{told}; write drop in the column review to drop one"] if count else []

    def _touched_texts(self) -> list[str]:
        """Say which of the text's own words differ here; they are no matter of correction."""
        named = [name for name in _TEXTS_OWN if self.rows and name in self.rows[0]]
        columns = {name: self._extraction.cells[name].tolist() for name in named}
        found: dict[str, list[int]] = {}
        for number, row, one in zip(self.numbers, self.rows, self.ids, strict=True):
            if (at := self._extraction.position.get(one)) is None:
                continue
            for name in named:
                own = columns[name][at]
                if not _alike(row[name], own) and not may_be(row[name], own):
                    found.setdefault(name, []).append(number)
        return [
            f"{name} differs from the document's own in row{'s'[: len(rows) > 1]} "
            f"{', '.join(map(str, rows[:_FEW]))}{' ...'[: 4 * (len(rows) > _FEW)]}: "
            "it cannot be corrected here and stays"
            for name, rows in found.items()
        ]


def _alike(cell: str, own: str) -> bool:
    """Tell whether two texts are the same but for blanks."""
    return cell == own or cell.split() == own.split()


def _of_unknown(count: int) -> str:
    return (
        f"{count} rows are of claims that this build does not have, and lack the columns that "
        "tell whether they were edited"
    )


def _changes(
    row: Mapping[str, str], seen: str, now: Mapping[str, str] | None
) -> tuple[dict[str, str], str]:
    """Return which fields a reviewer changed.

    Parameters
    ----------
    row
        The row of the table.
    seen
        The checksum of the row as the reviewer got it; empty where it has none.
    now
        The claim as it is extracted today, or None.
    """
    if seen and _sum(row) == seen:
        return {}, ""
    first = {**row, **before(row)}
    if seen and _sum(first) == seen:
        names, doubt = [name for name in EDITABLE if first[name] != row[name]], ""
    else:
        names = [name for name in EDITABLE if now is None or not _alike(row[name], now[name])]
        anew = now is not None and bool(seen) and Stamp.of(now["stamp"]).row != seen
        doubt = (
            "the program reads this claim otherwise than when it was reviewed: the reviewed row "
            f"stands ({', '.join(names)})"
        )
        doubt = doubt if anew and names else ""
    own = (now or first)["confidence"]
    if own and row["confidence"] == reviewed_confidence(own) != own:
        names = [name for name in names if name != "confidence"]  # set by an earlier build
    return {name: row[name].strip() for name in names}, doubt


def _sum(row: Mapping[str, str]) -> str:
    return row_sum(row[name] for name in ("claim_id", *EDITABLE))


def before(row: Mapping[str, str]) -> dict[str, str]:
    """Return what was extracted in the fields that an earlier build corrected."""
    try:
        kept = json.loads(row.get("extracted") or "{}")
    except ValueError:
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: str(kept[name] or "") for name in CLAIM_COLUMNS if name in kept}


def reviewed_confidence(confidence: str) -> str:
    """Return the confidence of a claim that a reviewer has let stand."""
    return str(max(float(confidence), REVIEWED_CONFIDENCE))
