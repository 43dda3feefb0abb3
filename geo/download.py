"""One file from the network: resumed where a part is there, checked, and whole or not at all."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import FetchError
from geo.fetched import sha256
from geo.progress import received

if TYPE_CHECKING:
    from pathlib import Path

    from requests import Response

_CHUNK = 1 << 12  # less than this is lost where a connection is cut
_TRIES = 3
# Seconds to connect, and between two pieces.
_TIMEOUT = (10.0, 60.0)
_PAUSE = 1.0
# The whole file, as it is: a part of a packed one cannot be gone on from.
_HEADERS = {"User-Agent": "presence-mapper", "Accept-Encoding": "identity"}
_NOT_FOUND, _PARTIAL, _BEYOND, _ERRORS = 404, 206, 416, 400


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was fetched: its SHA-256, its size in bytes, and the server's word on it.

    ``mark`` is the ETag or the date; ``dated`` the date (``2026-11-24``), or empty.
    """

    sha256: str
    size: int
    mark: str
    dated: str


def download(url: str, target: Path, parts: Path, *, expected: str | None = None) -> Received:
    """Fetch a file.

    Parameters
    ----------
    url
        Where it is.
    target
        The file to write.
    parts
        A folder on the same disk; what came of a download that was cut waits there.
    expected
        The SHA-256 that the file has to have.

    Raises
    ------
    FetchError
        Where it cannot be had or is not the one expected.
    OSError
        Where it cannot be written.
    """
    import pooch  # noqa: PLC0415 - only a fetch needs it
    import requests  # noqa: PLC0415 - only a fetch needs it

    pooch.get_logger().setLevel("WARNING")
    fetcher = _Resuming(parts / f"{target.name}.part", url)
    try:
        parts.mkdir(parents=True, exist_ok=True)
        pooch.retrieve(
            url,
            known_hash=f"sha256:{expected}" if expected else None,
            fname=target.name,
            path=target.parent,
            downloader=fetcher,
        )
    except requests.RequestException as error:
        raise FetchError(_reason(url, error)) from error
    except ValueError as error:  # pooch's word for another checksum
        raise FetchError(
            f"{url}: not the file that was recorded (another SHA-256 than {expected}): fetch it"
            " with --update to take what the publisher has now"
        ) from error
    return Received(
        sha256(target), target.stat().st_size, mark(fetcher.headers), _date(fetcher.headers)
    )


def current_mark(url: str) -> str:
    """Return what the server says of a file now, empty where it says nothing.

    Raises
    ------
    FetchError
        Where it cannot be asked.
    """
    import requests  # noqa: PLC0415 - only a fetch needs it

    try:
        answer = requests.head(url, headers=_HEADERS, timeout=_TIMEOUT, allow_redirects=True)
        answer.raise_for_status()
    except requests.RequestException as error:
        raise FetchError(_reason(url, error)) from error
    return mark(answer.headers)


def get_json(url: str) -> dict[str, Any]:
    """Return a small JSON object.

    Raises
    ------
    FetchError
        Where it cannot be had or is none.
    """
    import requests  # noqa: PLC0415 - only a fetch needs it

    try:
        answer = requests.get(url, headers=_HEADERS, timeout=_TIMEOUT)
        answer.raise_for_status()
        found = answer.json()
    except requests.JSONDecodeError as error:
        raise FetchError(f"{url}: no JSON came back; try again later") from error
    except requests.RequestException as error:
        raise FetchError(_reason(url, error)) from error
    if not isinstance(found, dict):
        raise FetchError(f"{url}: no JSON object came back: its format has changed")
    return found


def mark(headers: Any) -> str:
    """Return what tells one version of a file from the next."""
    return str(headers.get("ETag") or headers.get("Last-Modified") or "")


class _Resuming:
    """A pooch downloader that goes on from the part that an earlier one left."""

    def __init__(self, part: Path, url: str) -> None:
        self._part = part
        self._note = part.with_suffix(".json")  # which version of which file the part is of
        self._url = url
        self.headers: Any = {}

    def __call__(self, url: str, output_file: str, _pooch: object, **_: object) -> None:
        import requests  # noqa: PLC0415 - only a fetch needs it

        lost = (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
        )
        for attempt in range(_TRIES):
            try:
                self._stream(url)
                break
            except lost:
                if attempt == _TRIES - 1 or not self._size():
                    raise
                time.sleep(_PAUSE)
        self._note.unlink(missing_ok=True)
        self._part.replace(output_file)

    def _stream(self, url: str) -> None:
        import requests  # noqa: PLC0415 - only a fetch needs it

        begun = self._size()
        headers = _HEADERS | self._range(begun)
        with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as answer:
            if answer.status_code == _BEYOND:  # the part is longer than the file: begin anew
                self._part.unlink()
                self._stream(url)
                return
            answer.raise_for_status()
            self._keep(answer, begun if answer.status_code == _PARTIAL else 0)

    def _keep(self, answer: Response, begun: int) -> None:
        self.headers = answer.headers
        version = mark(answer.headers)
        self._note.write_text(json.dumps([self._url, version]), encoding="utf-8")
        length = answer.headers.get("Content-Length")
        total = begun + int(length) if length else None
        pieces = received(answer.iter_content(_CHUNK), self._part.stem, done=begun, total=total)
        with self._part.open("ab" if begun else "wb") as file:
            for piece in pieces:
                file.write(piece)

    def _size(self) -> int:
        return self._part.stat().st_size if self._part.is_file() else 0

    def _range(self, begun: int) -> dict[str, str]:
        """Ask for the rest, if the server still has the file that the part is of."""
        if not begun or not self._note.is_file():
            return {}
        url, version = json.loads(self._note.read_text(encoding="utf-8"))
        # Without the server's word on it nothing tells whether two parts fit.
        if url != self._url or not version:
            return {}
        return {"Range": f"bytes={begun}-", "If-Range": version}


def _date(headers: Any) -> str:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - only a fetch needs it

    try:
        return parsedate_to_datetime(headers["Last-Modified"]).date().isoformat()
    except (KeyError, ValueError):
        return ""


def _reason(url: str, error: Exception) -> str:
    """Return what went wrong and what to do."""
    if isinstance(error, ValueError):
        return f"{url}: no address of a server: http://... or https://... is wanted"
    answer = getattr(error, "response", None)
    if answer is None:
        return (
            f"{url}: no connection, or it was cut: what came is kept, and the same command goes on"
            " from there. Check the network, or name a mirror with --mirror"
        )
    if answer.status_code == _NOT_FOUND:
        return f"{url}: the publisher has no such file: check country and level"
    return f"{url}: the server answers {answer.status_code} {answer.reason}: try again later"
