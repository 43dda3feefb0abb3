"""From what a user names (files, folders, globs, ``-``) to files, and their bytes."""

from __future__ import annotations

import glob
import gzip
import os
import stat
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import DocumentError
from geo.files.raw import Note

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator

STANDARD_INPUT = "-"
SUFFIXES = frozenset(
    {
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".html",
        ".htm",
        ".xhtml",
        ".pdf",
        ".docx",
        ".eml",
        ".jsonl",
        ".ndjson",
        ".csv",
        ".tsv",
        ".parquet",
        ".xml",
        ".rss",
        ".atom",
    }
)

_READ = "text, Markdown, HTML, PDF, Word, mail, JSON Lines, CSV, Parquet and feeds are"
# What to do with the kinds that people have instead.
_INSTEAD = MappingProxyType(
    {
        ".doc": "save it as .docx",
        ".odt": "save it as .docx",
        ".rtf": "save it as .docx",
        ".json": "write it as .jsonl, one record a line",
        ".xls": "save it as .csv",
        ".xlsx": "save it as .csv",
        ".zip": "unpack it",
        ".tar": "unpack it",
        ".tgz": "unpack it",
        ".mbox": "split it into .eml files",
        ".epub": "save it as .html",
    }
)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read.

    Attributes
    ----------
    path
        Where it is; ``-`` for standard input.
    source
        How it is named to the user.
    suffix
        What kind it is, in lower case and without ``.gz``.
    packed
        Whether it is compressed with gzip.
    """

    path: Path
    source: str
    suffix: str
    packed: bool

    @classmethod
    def of(cls, path: Path) -> InputFile:
        """Describe a file by its name."""
        suffixes = [suffix.lower() for suffix in path.suffixes]
        packed = bool(suffixes) and suffixes[-1] == ".gz"
        named = suffixes[:-1] if packed else suffixes
        return cls(path, shown(path), named[-1] if named else "", packed)


def shown(path: Path) -> str:
    """Return a path as text that can be printed whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def expand(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[InputFile | DocumentError | Note]:
    """Find the files of the inputs, in order; folders are walked, sorted by name.

    Yields
    ------
    InputFile, DocumentError or Note
        A file to read; an input or a folder in it that cannot be; or that something was passed
        over because it had been met before. Hidden files and folders of a walk are passed over.
    """
    walk = _Walk()
    for given in inputs:
        text = os.fspath(given)
        if text == STANDARD_INPUT:
            yield InputFile(Path(STANDARD_INPUT), STANDARD_INPUT, ".txt", packed=False)
            continue
        path = Path(text)
        if os.path.lexists(path) or not glob.has_magic(text):
            yield from walk.named(path)
            continue
        matches = sorted(glob.glob(text, recursive=True))  # noqa: PTH207 - takes absolute patterns
        if not matches:
            yield DocumentError(text, "no file matches; quote the pattern or check the folder")
        for match in matches:
            yield from walk.named(Path(match))


class _Walk:
    """One walk over all inputs, which knows what it has met."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def named(self, path: Path) -> Iterator[InputFile | DocumentError | Note]:
        """Yield what a user's path leads to."""
        if not path.is_dir():
            yield self._file(path)
            return
        found = False
        for item in self._folder(path):
            found = True
            yield item
        if not found:
            yield DocumentError(shown(path), "the folder has no files")

    def _folder(self, top: Path) -> Iterator[InputFile | DocumentError | Note]:
        waiting = [top]
        while waiting:
            path = waiting.pop()
            real = os.path.realpath(path)
            if real in self._met:
                yield Note(shown(path), "leads to a folder that was read already; read once")
                continue
            self._met.add(real)
            try:
                with os.scandir(path) as entries:
                    names = sorted(entry.name for entry in entries if entry.name[0] != ".")
            except OSError as error:
                yield DocumentError(shown(path), f"the folder cannot be read ({why(error)})")
                continue
            below = [path / name for name in names]
            folders = {child for child in below if child.is_dir()}
            yield from (self._file(child) for child in below if child not in folders)
            waiting += [child for child in reversed(below) if child in folders]

    def _file(self, path: Path) -> InputFile | DocumentError | Note:
        try:
            mode = path.stat().st_mode
        except OSError as error:
            if path.is_symlink():
                reason = f"a link that leads nowhere ({why(error)})"
            elif isinstance(error, FileNotFoundError):
                reason = "there is no such file or folder"
            else:
                reason = f"cannot be opened ({why(error)})"
            return DocumentError(shown(path), reason)
        except ValueError:
            return DocumentError(shown(path), "is no name of a file")
        if not stat.S_ISREG(mode):
            return DocumentError(shown(path), "is no regular file; pipe a text to - instead")
        file = InputFile.of(path)
        if file.suffix not in SUFFIXES:
            return DocumentError(file.source, _unknown(file.suffix))
        real = os.path.realpath(path)
        if real in self._met:
            return Note(file.source, "was given twice; read once")
        self._met.add(real)
        return file


def _unknown(suffix: str) -> str:
    kind = f"files of the kind {suffix}" if suffix else "files without a suffix"
    return f"{kind} are not read; {_INSTEAD.get(suffix, _READ)}"


def load(file: InputFile, limit: int) -> bytes:
    """Return the content of a file, unpacked.

    Parameters
    ----------
    file
        The file.
    limit
        The most bytes that are taken.

    Raises
    ------
    DocumentError
        Where it is empty, larger than the limit (known before it is read), or cannot be read.
    """
    if file.source == STANDARD_INPUT:
        data = _standard_input(limit + 1)
    else:
        if not file.packed:
            _check_size(file, file.path.stat().st_size, limit)
        data = _unpacked(file, limit + 1)
    _check_size(file, len(data), limit)
    return data


def opened(file: InputFile) -> gzip.GzipFile | io.BufferedReader:
    """Open a file as a stream of unpacked bytes.

    Raises
    ------
    DocumentError
        Where it cannot be opened.
    """
    try:
        return gzip.open(file.path, "rb") if file.packed else file.path.open("rb")
    except OSError as error:
        raise DocumentError(file.source, f"cannot be opened ({why(error)})") from error


def why(error: Exception) -> str:
    """Return the reason that an error gives, never empty."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _unpacked(file: InputFile, most: int) -> bytes:
    with opened(file) as stream:
        try:
            return stream.read(most)
        except (OSError, EOFError, zlib.error) as error:
            raise DocumentError(file.source, f"cannot be read ({why(error)})") from error


def _standard_input(most: int) -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise DocumentError(STANDARD_INPUT, "there is no standard input")
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read(most) if stream else sys.stdin.read(most).encode()


def _check_size(file: InputFile, size: int, limit: int) -> None:
    if size == 0:
        raise DocumentError(file.source, "is empty")
    if size > limit:
        much = "it has more" if file.packed else f"it has {size / 1e6:,.0f} MB"
        raise DocumentError(
            file.source, f"a text may have up to {limit / 1e6:g} MB and {much}; split it"
        )
