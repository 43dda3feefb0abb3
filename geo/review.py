"""Claims corrected by hand: what reviewers changed in ``claims.csv``, applied to a build.

How it goes
-----------
A person edits ``claims.csv``: changes the actor, the place, relation, polarity, time, speaker
or confidence of a row, deletes the row or writes ``drop`` in its column ``review``, writes ``ok``
there where it is right, and initials and a note beside it. The next build takes the file with
``--review`` and applies it by ``claim_id`` to what it extracts from the texts, which may be more
by then. What was extracted is never lost: the column ``extracted`` keeps what stood in the
fields that were changed, and ``corrections.csv`` keeps every decision, the dropped claims too.

What a reviewer decided
-----------------------
A row that is as the program wrote it decides nothing, also where the program has come to read
the claim otherwise (:mod:`geo.stamps` tells). A row with initials or ``ok`` that is unchanged
confirms the claim; a note alone is shown and confirms nothing. A changed place or actor is looked
up again (:mod:`geo.review_places`), so that codes, names and coordinates agree; a correction is
made whole or not at all.

Confidence
----------
A claim that a reviewer confirmed or corrected has the confidence 0.99, or its own where that was
higher, or what the reviewer wrote: the doubt about the reading is gone, not the doubt about the
report. ``geocode_score`` is the same where the place was changed.

Conflicts
---------
Each is reported with file and row: the claim is not in this build (its text changed, is left out
or is read otherwise), reviewers disagree (the table named last stands), the correction is
impossible (an unknown actor or place, a province of another country), the program reads a claim
otherwise than when it was corrected (the correction stands), rows were deleted and it cannot be
told whose. Corrections that could not be made stay in ``corrections.csv``.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import CorrectionError
from geo.frames import claims_of
from geo.records import REVIEW, Verdict
from geo.review_files import read_table
from geo.review_places import Atlas, corrected_actor, corrected_place
from geo.review_rows import (
    MARKS,
    REVIEWED_CONFIDENCE,
    Conflict,
    Edit,
    Extraction,
    Table,
    before,
    reviewed_confidence,
)
from geo.schema import CLAIM_COLUMNS, CLAIM_DTYPES, CLAIM_OPTIONAL, check_claims
from geo.stamps import EDITABLE, PLACE_FIELDS, Stamp, stamped

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from geopandas import GeoDataFrame

    from geo.actors import Registry
    from geo.places import PlaceStore

_PLAIN = ("relation", "polarity", "time_status", "attributed_to", "event_start", "event_end")


class ReviewWarning(UserWarning):
    """A correction that could not be made, or was made against another."""


@dataclass(frozen=True)
class Reviewed:
    """Claims after their review.

    Attributes
    ----------
    claims
        The claims frame: corrected, without those dropped.
    corrections
        The decisions as the texts of a table in the form of ``claims.csv``, to be given to the
        next build; dropped claims and corrections that could not be made are in it.
    conflicts
        What could not be done as it was decided.
    notes
        What else is to be known, as ``(file, text)``.
    counts
        Claims that were ``corrected``, ``confirmed``, ``dropped`` and only ``noted``, and how
        many ``deleted`` rows there were among the dropped.
    """

    claims: GeoDataFrame
    corrections: pd.DataFrame
    conflicts: tuple[Conflict, ...]
    notes: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]


def review(
    claims: GeoDataFrame,
    *corrections: str | os.PathLike[str] | pd.DataFrame,
    registry: Registry | None = None,
    gazetteer: PlaceStore | None = None,
    on_conflict: Callable[[Conflict], None] | None = None,
) -> GeoDataFrame:
    """Apply what reviewers decided to claims.

    Parameters
    ----------
    claims
        A claims frame, as :func:`geo.pipeline.extract` gives it.
    *corrections
        Reviewed tables: files (``claims.csv`` edited, ``corrections.csv``) or frames.
    registry, gazetteer
        Where changed actors and places are looked up; the program's own where not given.
    on_conflict
        Is told of each conflict (its ``file``, ``row``, ``claim_id`` and ``reason``); a
        `ReviewWarning` where not given.

    Returns
    -------
    geopandas.GeoDataFrame
        The claims corrected, without those dropped; the columns ``review``, ``reviewer``,
        ``review_note`` and ``extracted`` tell which and how.

    Raises
    ------
    SchemaError
        Where a table cannot be read, with its file and row.

    Examples
    --------
    >>> import geo
    >>> claims = geo.extract([geo.Document("a", "The TTP has camps in Kunar.")])
    >>> mine = claims.assign(admin1_code="AF-NUR", reviewer="AB")
    >>> geo.review(claims, mine)[["place_name", "admin1_code", "extracted"]].iloc[0].tolist()[:2]
    ['Nuristan', 'AF-NUR']
    """
    tables = [
        ("table" if isinstance(one, pd.DataFrame) else str(one), read_table(one))
        for one in corrections
    ]
    reviewed = apply(claims, tables, Atlas(registry, gazetteer))
    for conflict in reviewed.conflicts:
        if on_conflict is None:
            warnings.warn(str(conflict), ReviewWarning, stacklevel=2)
        else:
            on_conflict(conflict)
    return reviewed.claims


def apply(
    claims: GeoDataFrame,
    tables: Iterable[tuple[str, pd.DataFrame]],
    atlas: Atlas,
    *,
    as_of: date | None = None,
) -> Reviewed:
    """Apply reviewed tables to claims.

    Parameters
    ----------
    claims
        As for :func:`review`.
    tables
        Names and tables, as :func:`geo.review_files.read_table` gives them; of those that
        disagree the later one stands.
    atlas
        Where changed actors and places are looked up.
    as_of
        The day up to which ``claims`` reach; that later ones are not there is no conflict.
    """
    extraction = Extraction(stamped(_extracted(claims)))
    ledger = _Ledger()
    notes: list[tuple[str, str]] = []
    for name, cells in tables:
        edits, conflicts, own = Table(name, cells, extraction).edits()
        ledger.conflicts += conflicts
        notes += [(name, note) for note in own]
        for edit in edits:
            ledger.add(edit)
    rows = ledger.settle(extraction, atlas, as_of)
    dropped = {edit.claim_id for edit in ledger.edits.values() if edit.verdict is Verdict.DROP}
    return Reviewed(
        claims=_patched(extraction, rows, dropped),
        corrections=_corrections(extraction, ledger, rows),
        conflicts=tuple(ledger.conflicts),
        notes=tuple(notes),
        counts=_counts(ledger, rows, dropped & extraction.position.keys()),
    )


class _Ledger:
    """One decision a claim, and what speaks against it."""

    def __init__(self) -> None:
        self.edits: dict[str, Edit] = {}
        self.conflicts: list[Conflict] = []

    def add(self, edit: Edit) -> None:
        """Enter a decision; one on the same claim gives way, and a note alone joins it."""
        known = self.edits.get(edit.claim_id)
        if known is None:
            self.edits[edit.claim_id] = edit
            return
        first, last = (edit, known) if edit.verdict is None else (known, edit)
        if first.verdict is not None and _outcome(first) != _outcome(last):
            same = first.reviewer and first.reviewer == last.reviewer
            if not same:
                self._report(last, f"{_said(last)}, but {_place(first)} {_said(first)}")
        joined = replace(
            last, note=edit.note or known.note, reviewer=last.reviewer or first.reviewer
        )
        self.edits[edit.claim_id] = joined

    def settle(
        self, extraction: Extraction, atlas: Atlas, as_of: date | None
    ) -> dict[str, dict[str, str]]:
        """Return the new rows of claims that are noted, confirmed or corrected."""
        rows = {}
        for claim_id, edit in self.edits.items():
            if claim_id not in extraction.position:
                if as_of is None or edit.cells.get("published", "") <= as_of.isoformat():
                    self._report(edit, _gone(edit, extraction))
            elif edit.verdict is not Verdict.DROP:
                try:
                    rows[claim_id] = _row(edit, extraction.row(claim_id), atlas)
                except CorrectionError as error:
                    self._report(edit, f"{error} (nothing of this row was applied)")
        return rows

    def _report(self, edit: Edit, reason: str) -> None:
        self.conflicts.append(Conflict(edit.file, edit.row, edit.claim_id, reason))


def _outcome(edit: Edit) -> tuple[Verdict | None, list[tuple[str, str]]]:
    return edit.verdict, sorted(edit.changes.items())


def _said(edit: Edit) -> str:
    changes = ", ".join(f"{name} {text}" for name, text in sorted(edit.changes.items()))
    what: dict[Verdict | None, str] = {
        Verdict.DROP: "drops the claim",
        Verdict.OK: "confirms it",
    }
    who = f"{edit.reviewer} " if edit.reviewer else ""
    return who + what.get(edit.verdict, f"sets {changes}")


def _place(edit: Edit) -> str:
    return f"in {edit.file}, row {edit.row}," if edit.row else f"in {edit.file}"


def _gone(edit: Edit, extraction: Extraction) -> str:
    """Say why a claim is not there, as far as it can be told."""
    document, quote = edit.cells.get("document_id", ""), edit.cells.get("quote", "")
    same = extraction.cells[extraction.cells["document_id"] == document]
    if same.empty:
        why = f"document {document} is left out, changed or read otherwise"
    elif quote in set(same["quote"]):
        why = "its sentence is read otherwise now"
    else:
        why = f"its sentence is none of document {document} now: the text changed"
    did = {None: "is noted", Verdict.OK: "is confirmed", Verdict.DROP: "is dropped"}
    what = did.get(edit.verdict, "is corrected")
    lost = "" if _is_whole(edit) else "; the row lacks columns, so corrections.csv does not keep it"
    return f"claim {edit.claim_id} {what} here and is not in this build: {why}{lost}"


def _is_whole(edit: Edit) -> bool:
    """Tell whether a row has all that can be corrected."""
    return set(EDITABLE) <= edit.cells.keys()


def _row(edit: Edit, old: dict[str, str], atlas: Atlas) -> dict[str, str]:
    """Return a claim as reviewed.

    Raises
    ------
    CorrectionError
        Where a change is impossible.
    """
    new = {name: text for name, text in edit.changes.items() if name in _PLAIN}
    new |= corrected_actor(edit.changes, atlas) | corrected_place(old, edit.changes, atlas)
    row = old | new
    if row["event_end"] and row["event_start"] > row["event_end"]:
        raise CorrectionError(f"event_end: {row['event_end']} is before {row['event_start']}")
    corrected = any(row[name] != old[name] for name in EDITABLE)
    if any(row[name] != old[name] for name in PLACE_FIELDS):
        row["geocode_score"] = str(REVIEWED_CONFIDENCE)
        row["geocode_source"] = REVIEW
    if edit.verdict is not None:
        row["confidence"] = edit.changes.get("confidence") or reviewed_confidence(old["confidence"])
        corrected |= "confidence" in edit.changes
        row["review"] = Verdict.CORRECTED if corrected else Verdict.OK
    kept = {name: text or None for name, text in old.items() if row[name] != text}
    kept.pop("review", None)
    row["extracted"] = json.dumps(kept, ensure_ascii=False) if kept else ""
    return row | {"reviewer": edit.reviewer, "review_note": edit.note}


def _extracted(claims: GeoDataFrame) -> GeoDataFrame:
    """Return a claims frame as it was extracted, whatever review it has been through."""
    check_claims(claims)
    lacking = {name: text or None for name, text in CLAIM_OPTIONAL.items() if name not in claims}
    frame = claims.assign(**lacking).astype({name: CLAIM_DTYPES[name] for name in lacking})
    frame = frame.reset_index(drop=True)
    seen = frame["review"].notna() | frame["reviewer"].notna() | frame["review_note"].notna()
    if not seen.any():
        return frame
    extraction = Extraction(frame)
    rows = {}
    for claim_id in frame.loc[seen, "claim_id"]:
        row = extraction.row(claim_id)
        rows[claim_id] = row | before(row) | dict.fromkeys((*MARKS, "extracted"), "")
    return _patched(extraction, rows, set())


def _patched(
    extraction: Extraction, rows: Mapping[str, Mapping[str, str]], dropped: set[str]
) -> GeoDataFrame:
    """Return the claims with some rows replaced and some left out, the others untouched."""
    claims, position = extraction.claims, extraction.position
    if rows:
        new = claims_of(pd.DataFrame(list(rows.values()), dtype=object)[list(CLAIM_COLUMNS)])
        new.index = pd.Index([position[one] for one in rows])
        claims = pd.concat([claims.drop(index=new.index), new[claims.columns]]).sort_index()
    gone = [position[one] for one in dropped if one in position]
    return claims.drop(index=gone).reset_index(drop=True) if gone else claims


def _corrections(
    extraction: Extraction, ledger: _Ledger, rows: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    last = len(extraction.position)
    order = sorted(
        ledger.edits.values(), key=lambda edit: extraction.position.get(edit.claim_id, last)
    )
    lines = []
    for edit in order:
        row = rows.get(edit.claim_id) or _undone(edit, extraction)
        if row is not None:
            lines.append({**row, "stamp": Stamp.of(row["stamp"]).alone})
    return pd.DataFrame(lines, columns=list(CLAIM_COLUMNS), dtype=object)


def _undone(edit: Edit, extraction: Extraction) -> dict[str, str] | None:
    """Return the row of a dropped claim, or of a decision that could not be carried out.

    A row that lacks columns cannot be kept without the claim that it is about.
    """
    here = edit.claim_id in extraction.position
    marks = {"reviewer": edit.reviewer, "review_note": edit.note}
    marks["review"] = str(edit.verdict or "")
    if here:
        old = extraction.row(edit.claim_id)
        return {**old, **({} if edit.verdict is Verdict.DROP else edit.changes), **marks}
    if not _is_whole(edit):
        return None
    blank = dict.fromkeys(CLAIM_COLUMNS, "")
    return {**blank, **edit.cells, **marks, "claim_id": edit.claim_id}


def _counts(
    ledger: _Ledger, rows: Mapping[str, Mapping[str, str]], dropped: set[str]
) -> dict[str, int]:
    verdicts = Counter(row["review"] for row in rows.values())
    return {
        "corrected": verdicts[Verdict.CORRECTED],
        "confirmed": verdicts[Verdict.OK],
        "dropped": len(dropped),
        "deleted": sum(not ledger.edits[one].row for one in dropped),
        "noted": verdicts[""],
    }
