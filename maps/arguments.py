"""What a command's arguments mean, once they are more than a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def pictures(*wanted: tuple[Path | None, str]) -> tuple[Path, ...]:
    """Return the files asked for; a wrong ending is found before any work is done.

    Raises
    ------
    UsageError
        Where a file's name has another ending than the one it is paired with.
    """
    for path, ending in wanted:
        if path is not None and path.suffix.lower() != ending:
            raise UsageError(f"{path}: the name of this picture has to end in {ending}")
    return tuple(path for path, _ in wanted if path is not None)


def columns(pairs: list[str]) -> tuple[tuple[str, str], ...]:
    """Return ``FIELD=COLUMN`` as pairs.

    Raises
    ------
    UsageError
        Where one is no such pair.
    """
    found = []
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not (field and equals and column) or "=" in column:
            raise UsageError(
                f"--map-column {pair}: write FIELD=COLUMN, for example text=body, once a field"
            )
        found.append((field, column))
    return tuple(found)
