"""Every error that the program raises on purpose.

::

    PresenceMapperError
    ├── UsageError (ValueError)          a wrong argument or option
    │   └── DatabaseError                a database that cannot be reached or written
    ├── NoInputError (ValueError)        nothing usable in what was given
    ├── DocumentError (ValueError)       one input that cannot be read; the rest goes on
    ├── SourceFileError (ValueError)     an editable table that is wrong, with its line
    ├── TableError (OSError)             a data table that is missing or damaged
    ├── FetchError (OSError)             a download that failed, or is not what it should be
    ├── BoundaryError (ValueError)       a boundary set that cannot be used
    ├── CorrectionError (ValueError)     a correction by hand that cannot be made
    ├── ServiceError (OSError)           an online service that does not answer; the rest goes on
    └── SchemaError (ValueError)         a frame that is no claims or presence frame

A message says what is wrong, where, and what to do about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class PresenceMapperError(Exception):
    """Base of every error raised on purpose."""


class UsageError(PresenceMapperError, ValueError):
    """A wrong argument or option."""


class DatabaseError(UsageError):
    """A database that cannot be reached or written; it is then as it was."""


class NoInputError(PresenceMapperError, ValueError):
    """Nothing usable in what was given."""


class DocumentError(PresenceMapperError, ValueError):
    """One input that cannot be read.

    Parameters
    ----------
    source
        The file, or the file and the record in it (``news.jsonl:17``).
    reason
        What is wrong, and what to do, in one sentence without a full stop.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class SourceFileError(PresenceMapperError, ValueError):
    """An editable table that is wrong.

    Parameters
    ----------
    path
        The file.
    line
        The line, counted from 1; 0 where the whole file is meant.
    reason
        What is wrong and what is allowed there.
    """

    def __init__(self, path: Path, line: int, reason: str) -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class TableError(PresenceMapperError, OSError):
    """A data table that is missing or damaged."""


class FetchError(PresenceMapperError, OSError):
    """A download that failed, or is not what it should be."""


class BoundaryError(PresenceMapperError, ValueError):
    """A boundary set that cannot be used."""


class CorrectionError(PresenceMapperError, ValueError):
    """A correction by hand that cannot be made."""


class ServiceError(PresenceMapperError, OSError):
    """An online service that does not answer, or not in its own form.

    Parameters
    ----------
    service
        Its name.
    reason
        What is wrong.
    final
        True where another try is no use: wrong credentials, a ban, a quota used up.
    """

    def __init__(self, service: str, reason: str, *, final: bool = False) -> None:
        super().__init__(f"{service}: {reason}")
        self.service = service
        self.reason = reason
        self.final = final


class SchemaError(PresenceMapperError, ValueError):
    """A frame that lacks what a claims or presence frame has."""
