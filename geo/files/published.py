"""The date of publication, from a field of a file or from the text's own lines."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.dates import dateline_end, find_dates
from geo.moments import Grain

if TYPE_CHECKING:
    from collections.abc import Iterator

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?|[a-z]{3})[/-](\d\d?)(?=[/-]|$)", re.IGNORECASE)
_CELLS = re.compile(r"\s*[|·•]\s*|\s{3,}|\t")
# What may stand beside the date in a line that only dates the text.
_BESIDE = re.compile(
    r"\b(?:(?:first\s+|last\s+)?(?:published|posted|updated|modified|created)|dated?|follow|on|at"
    r"|from|print\s+edition|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}|a\.?m\.?|p\.?m\.?"
    r"|UTC|GMT|PKT|PST|IST|AFT|MSK|CET|EST|EDT|gmt\s*[+-]\d+|hrs?)\b"
    r"|\d{1,2}[:.]\d\d(?::\d\d)?|[\s,.:;()\[\]/\u2013\u2014-]",
    re.IGNORECASE,
)
# "New York, " before a date that has a line of its own; a headline may begin like that.
_SEAT = re.compile(r"^(?:[A-Z][\w.'\u2019-]+ ?){1,4}, ?(?=\d|[A-Z])")
_IMPRINT = re.compile(r"(?:first |originally )?published in ", re.IGNORECASE)
_FIRST_LINES = 15
_LAST_LINES = 8
_LONGEST_LINE = 120
# Seconds and milliseconds since 1970 that fall between 1990 and 2100.
_SECONDS = (631_152_000, 4_102_444_800)


def publication_date(text: str, given: str | float | date | None = None) -> date | None:
    """Return when a text was published.

    Parameters
    ----------
    text
        The text; its first lines may hold a date of their own, or a dateline with a year, and
        its last ones "Published in ...".
    given
        What the file says of it, in any form; it wins.
    """
    found = parse_date(given) if given is not None else None
    return found if found is not None else _in_lines(text)


def parse_date(value: str | float | date) -> date | None:
    """Read a date in any usual form, or return None where there is none or it is ambiguous.

    Takes dates, seconds or milliseconds since 1970, ISO 8601, mail headers (RFC 5322), English
    ("December 12, 2025", "12 Dec 2025 10:30 PKT"), and what dateparser knows of other languages.
    ``05/06/2024`` is British or American, and so None.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return _from_number(value)
    text = " ".join(value.split())
    if not text or len(text) > _LONGEST_LINE:
        return None
    return _parsed(text)


def url_date(url: str) -> date | None:
    """Return the day that stands in a web address (``/2025/03/12/``), or None."""
    match = _IN_URL.search(url)
    if match is None:
        return None
    year, month, day = match.groups()
    return _parsed(f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month.title()} {year}")


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing else than words that belong to it."""
    return _lone_date(line) is not None


def _from_number(value: float) -> date | None:
    low, high = _SECONDS
    for seconds in (value, value / 1000):
        if low <= seconds <= high:
            return datetime.fromtimestamp(seconds, UTC).date()
    return _parsed(str(value)) if isinstance(value, int) and not isinstance(value, bool) else None


@lru_cache(maxsize=1024)
def _parsed(text: str) -> date | None:
    if iso := _ISO.match(text):
        year, month, day = (int(part) for part in iso.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            return None
    if any(character.isdigit() for character in text) and text[:1] not in "<{[":
        return _in_english(text) or _in_mail(text) or _in_any_language(text)
    return None


def _in_english(text: str) -> date | None:
    days = {
        mention.first
        for mention in find_dates(text)
        if mention.grain is Grain.DAY and mention.first == mention.last
    }
    return days.pop() if len(days) == 1 else None


def _in_mail(text: str) -> date | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - brings sockets with it

    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def _in_any_language(text: str) -> date | None:
    if text.isascii() and not re.search(r"[a-z]{3}", text, re.IGNORECASE):
        return None  # figures alone: their order is a guess
    import dateparser  # noqa: PLC0415 - takes 0.2 s to import and is seldom needed

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY",
        "PARSERS": ["absolute-time"],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser uses deprecated calls of its own
        try:
            found = dateparser.parse(text, settings=settings)
        except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
            return None
    return found.date() if found else None


def _in_lines(text: str) -> date | None:
    lines = list(_lines(text))
    for number, line in enumerate(lines[:_FIRST_LINES]):
        if number and (found := _lone_date(_SEAT.sub("", line.strip("*_")))) is not None:
            return found
        for cell in _CELLS.split(line) if len(line) <= _LONGEST_LINE else ():
            if (found := _lone_date(cell)) is not None:
                return found
        if (end := dateline_end(line)) and (found := _in_english(line[:end])):
            return found
    for line in lines[-_LAST_LINES:]:
        if _IMPRINT.match(line) and (found := _in_english(line[:_LONGEST_LINE])):
            return found
    return None


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def _lone_date(line: str) -> date | None:
    if not any(character.isdigit() for character in line) or len(line) > _LONGEST_LINE:
        return None
    mentions = [mention for mention in find_dates(line) if mention.grain is Grain.DAY]
    if len(mentions) != 1 or mentions[0].first != mentions[0].last:
        return None
    beside = line[: mentions[0].start] + " " + line[mentions[0].end :]
    return None if _BESIDE.sub("", beside) else mentions[0].first
