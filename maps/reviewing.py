"""The reviews of a build: the tables given with ``--review``, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import UsageError
from maps.inputs import file_sum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pandas import DataFrame

    from geo.review import Reviewed

CORRECTIONS = "corrections.csv"


@dataclass(frozen=True)
class Reviews:
    """Reviewed tables, read before the work begins.

    Attributes
    ----------
    tables
        Name and cells of each, in the order given.
    sums
        The files as ``run.json`` names them; a build may write over them.
    notes
        What is to be known besides, as ``(source, text)``.
    """

    tables: tuple[tuple[str, DataFrame], ...] = ()
    sums: tuple[Mapping[str, str | None], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, files: Sequence[Path], folder: Path) -> Reviews:
        """Read the tables for a build into a folder.

        Raises
        ------
        SchemaError
            Where one cannot be read, with the row.
        UsageError
            Where the folder has corrections of earlier builds that would be lost.
        """
        kept = folder / CORRECTIONS
        if not files:
            told = f"is of an earlier build and not applied: give it with --review {kept}"
            return cls(notes=((str(kept), told),) if kept.exists() else ())
        from geo.review_files import read_table  # noqa: PLC0415 - pandas is slow to import

        if kept.exists() and not any(one.exists() and one.samefile(kept) for one in files):
            raise UsageError(
                f"{kept} has the corrections of earlier builds and would be written over: give "
                f"--review {kept} first, or move it"
            )
        tables = tuple((str(path), read_table(path)) for path in files)
        return cls(tables, tuple(file_sum(path) for path in files))

    def record(self, reviewed: Reviewed) -> dict[str, Any]:
        """Return what ``run.json`` says of them."""
        return {
            "files": list(self.sums),
            "counts": dict(reviewed.counts),
            "conflicts": [
                {
                    "file": one.file,
                    "row": one.row or None,
                    "claim_id": one.claim_id or None,
                    "reason": one.reason,
                }
                for one in reviewed.conflicts
            ],
            "notes": [{"source": name, "text": text} for name, text in reviewed.notes],
        }


def summary(reviewed: Reviewed) -> str:
    """Return what was done, in one line."""
    counts = reviewed.counts
    deleted = f" ({counts['deleted']} by deleting the row)" if counts["deleted"] else ""
    return (
        f"review: {counts['corrected']} claims corrected, {counts['confirmed']} confirmed, "
        f"{counts['dropped']} dropped{deleted}, {counts['noted']} noted, "
        f"{len(reviewed.conflicts)} conflicts"
    )
