"""When a document was published, and when a sentence says that something happened."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geo.moments import Grain, Moment, find_moments, month_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_EARLY = r"(?:early|the\s+start\s+of|the\s+beginning\s+of|beginning\s+of|start\s+of)"
_MID = r"(?:mid|the\s+middle\s+of|middle\s+of)"
_LATE = r"(?:late|the\s+end\s+of|end\s+of)"
_PART = re.compile(
    rf"\b(?:(?P<early>{_EARLY})|(?P<mid>{_MID})|(?P<late>{_LATE}))[\s-]+(?:in\s+|the\s+)*$",
    re.IGNORECASE,
)
_FILL = r"(?:\s+(?:at\s+least|around|about|the|that|early|mid|late|(?:the\s+)?end\s+of))*[\s-]*$"
_SINCE = re.compile(
    rf"\b(?:since|after|starting\s+in|as\s+early\s+as|ever\s+since|beginning\s+in){_FILL}",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(?:until|till|up\s+to|through|by|before|prior\s+to){_FILL}", re.IGNORECASE)
_EXCLUSIVE = re.compile(rf"\b(?:before|prior\s+to){_FILL}", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_ONWARD = re.compile(r"\s+(?:onwards?|on)\b(?!\s+the)", re.IGNORECASE)
_TO = re.compile(
    r"\s*(?:\bto\b|\buntil\b|\btill\b|\bthrough\b|\band\b|[-\u2013\u2014])\s*"
    r"(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:\band\b|\bor\b|&|,|/)\s*(?:(?:early|mid|late)[\s-]+)?", re.IGNORECASE)
# As in: KABUL, March 12, 2025 (Agency) - and KABUL, Afghanistan (Aug. 24) - and Quetta, 9 May 2025:
_TOWN = r"[A-Z][\w'\u2019.-]*(?:[ /][A-Z][\w'\u2019.-]*){0,4}"
_DATELINE = re.compile(
    rf"\s*{_TOWN}(?:,\s*{_TOWN})?(?:,\s*(?P<date>[\w.,\s]{{3,24}}?)|(?=\s*\())"
    r"\s*(?:\((?P<inside>[^()]{2,40})\)\s*)?(?:[\u2014\u2013:]|-{1,2}\s)"
)
_DATELINE_LENGTH = 110
_MODIFIER = 40


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or a range of dates in a sentence.

    Attributes
    ----------
    start, end
        Offsets of the words in the sentence.
    first, last
        First and last day, both included.
    open_start, open_end
        True for "until 2001" (only ``last`` says anything) and for "since 2023" (only
        ``first`` does).
    grain
        How fine the words are; ``Grain.DAY`` is the finest.
    """

    start: int
    end: int
    first: date
    last: date
    open_start: bool = False
    open_end: bool = False
    grain: Grain = Grain.DAY

    @property
    def bounds(self) -> tuple[date | None, date | None]:
        """First and last day, None where the words leave it open."""
        return None if self.open_start else self.first, None if self.open_end else self.last


def find_dates(sentence: str, published: date | None = None) -> list[DateMention]:
    """Return the dates of an English sentence in order, ranges as one.

    Parameters
    ----------
    sentence
        The sentence.
    published
        The document's date, from which "yesterday" and "October 7" are read; without it they
        are left out. A day or month without a year is the latest one that begins no more
        than 31 days after it.

    Examples
    --------
    >>> [mention.bounds for mention in find_dates("from March to May 2024")]
    [(datetime.date(2024, 3, 1), datetime.date(2024, 5, 31))]
    """
    moments = list(find_moments(sentence, published))
    return list(_mentions(sentence, moments)) if moments else []


def event_dates(
    sentence: str, published: date | None, *, near: int | None = None
) -> tuple[date | None, date | None]:
    """Return the first and last day that a sentence gives for what it reports.

    Parameters
    ----------
    sentence
        The sentence.
    published
        The document's date or None, see `find_dates`.
    near
        Offset in the sentence (of a verb, say): of several dates the nearest is taken. Without
        it the finest, and of those the first.

    Returns
    -------
    tuple
        Either may be None: "since 2023" gives a start alone, "until 2001" an end alone. The
        date of a dateline is that of the report and is left out.

    Examples
    --------
    >>> event_dates("They have sheltered there since 2023.", None)
    (datetime.date(2023, 1, 1), None)
    """
    mentions = find_dates(sentence, published)
    if mentions and (header := dateline_end(sentence)):
        mentions = [mention for mention in mentions if mention.start >= header]
    if not mentions:
        return None, None
    if near is None:
        return min(mentions, key=lambda mention: mention.grain).bounds
    return min(
        mentions,
        key=lambda mention: max(mention.start - near, near - mention.end, 0),
    ).bounds


def dateline_end(sentence: str) -> int:
    """Return where a dateline with a date ends (``KABUL, March 12 (Agency) -``), 0 without one."""
    match = _DATELINE.match(sentence, 0, _DATELINE_LENGTH)
    if match is None:
        return 0
    inside = f"{match['date'] or ''} ({match['inside'] or ''})"
    return match.end() if any(find_moments(inside, date(2000, 1, 1))) else 0


def _mentions(sentence: str, moments: Sequence[Moment]) -> Iterator[DateMention]:
    index = 0
    after = 0
    while index < len(moments):
        moment = moments[index]
        before = sentence[max(after, moment.start - _MODIFIER) : moment.start]
        following = moments[index + 1] if index + 1 < len(moments) else None
        after = moment.end
        index += 1
        if following and (joined := _joined(sentence, before, moment, following)):
            yield joined
            after = following.end
            index += 1
            continue
        if moment.dated:
            yield _single(_narrowed(moment, before), before, sentence)


def _joined(sentence: str, before: str, moment: Moment, following: Moment) -> DateMention | None:
    """Return the range of two dates: "from A to B", "between A and B", "in A and B"."""
    between = sentence[moment.end : following.start]
    ranged = _FROM.search(before) is not None or "between" in before[-_MODIFIER:].lower()
    if not (_TO.fullmatch(between) if ranged else _AND.fullmatch(between)):
        return None
    last = _narrowed(following, between)
    first = moment
    if not moment.own_year and following.own_year and not _is_relative(moment):
        first = moment.in_year_of(last)
    elif not ranged and not moment.grain is following.grain is Grain.YEAR:
        return None
    first = _narrowed(first, before)
    if not (first.dated and last.dated) or first.first > last.last:
        return None
    grain = max(first.grain, last.grain)
    return DateMention(moment.start, following.end, first.first, last.last, grain=grain)


def _is_relative(moment: Moment) -> bool:
    """Whether the moment stands on the document's date and not on a month's name."""
    return moment.dated and moment.grain in {Grain.WEEK, Grain.SEASON, Grain.YEAR}


def _single(moment: Moment, before: str, sentence: str) -> DateMention:
    onward = _ONWARD.match(sentence, moment.end) if _FROM.search(before) else None
    since = onward is not None or _SINCE.search(before) is not None
    until = not since and _UNTIL.search(before) is not None
    last = moment.last
    if until and _EXCLUSIVE.search(before):
        last = moment.first - timedelta(days=1)
    return DateMention(
        moment.start,
        moment.end,
        min(moment.first, last),
        last,
        open_start=until,
        open_end=since,
        grain=moment.grain,
    )


def _narrowed(moment: Moment, before: str) -> Moment:
    """Return the part of the moment that "early", "mid" or "late" before it means."""
    part = _PART.search(before)
    if part is None or moment.grain is Grain.DAY:
        return moment
    which = 0 if part["early"] else 1 if part["mid"] else 2
    first, last = _part_of(moment, which)
    return replace(moment, first=first, last=last)


def _part_of(moment: Moment, which: int) -> tuple[date, date]:
    year, month = moment.first.year, moment.first.month
    if moment.grain is Grain.MONTH:
        days = ((1, 10), (11, 20), (21, calendar.monthrange(year, month)[1]))[which]
        return moment.first.replace(day=days[0]), moment.first.replace(day=days[1])
    if moment.grain is Grain.YEAR and moment.last.year == year:
        return month_span(year, *((1, 4), (5, 8), (9, 12))[which])
    if moment.grain is Grain.DECADE:
        first, last = ((0, 3), (4, 6), (7, 9))[which]
        return date(year + first, 1, 1), date(year + last, 12, 31)
    return moment.first, moment.last
