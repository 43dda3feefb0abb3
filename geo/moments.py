"""Single dates in English text: days, months, seasons, years, decades and "last week".

One regular expression finds them, one small function a form turns each into its first and
last day. How several make a range, and what "since" and "until" do, is told in ``geo.dates``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.moment_patterns import (
    ANNOUNCED,
    HINT,
    MOMENT,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# A day or month without a year may lie so far ahead of the text's date: announced events do.
_AHEAD = timedelta(days=31)
# Stands in for the year of a date whose year is still unknown; a leap year, so 29 February fits.
_NO_YEAR = 2000

_COUNTING = re.compile(r"\b[Ii]n\s$")


class Grain(IntEnum):
    """How fine a date is."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    SEASON = 3
    YEAR = 4
    DECADE = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it stands in a text.

    Attributes
    ----------
    start, end
        Offsets in the sentence.
    first, last
        First and last day, both included.
    grain
        How fine it is.
    dated
        False where neither the text nor the document's date gives the year; the year of
        ``first`` and ``last`` then means nothing.
    own_year
        True where the words themselves give the year.
    """

    start: int
    end: int
    first: date
    last: date
    grain: Grain
    dated: bool = True
    own_year: bool = True

    def in_year_of(self, other: Moment) -> Moment:
        """Return the moment in the last year in which it does not begin after ``other`` ends."""
        for year in (other.last.year, other.last.year - 1):
            moved = self.moved_to(year)
            if moved and moved.first <= other.last:
                return replace(moved, own_year=True)
        return self

    def moved_to(self, year: int) -> Moment | None:
        """Return the moment in another year; None for 29 February in one that has none."""
        try:
            first = self.first.replace(year=year)
            if self.grain is Grain.MONTH:
                last = month_span(year, first.month)[1]
            else:
                last = self.last.replace(year=year + self.last.year - self.first.year)
        except ValueError:
            return None
        return replace(self, first=first, last=last, dated=True)


def find_moments(sentence: str, published: date | None) -> Iterator[Moment]:
    """Yield the dates of a sentence in order.

    Parameters
    ----------
    sentence
        English text.
    published
        The date that "yesterday" and "October 7" are read from; without it the first is not
        yielded and the second has ``dated`` false.
    """
    if HINT.search(sentence) is None:
        return
    for match in MOMENT.finditer(sentence):
        form = str(match.lastgroup)
        try:
            moment = _READERS[form](match, published)
        except (ValueError, OverflowError):  # 31 February: the words are no date
            continue
        if moment is not None:
            yield moment


def month_span(year: int, first: int, last: int | None = None) -> tuple[date, date]:
    """Return the first and last day of a month, or of several; the last may be next year's."""
    last = last or first
    end_year = year + (last < first)
    return date(year, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1])


def _made(
    match: re.Match[str], span: tuple[date, date], grain: Grain, *, own_year: bool = True
) -> Moment:
    start = match.start(str(match.lastgroup))
    return Moment(start, match.end(), *span, grain, own_year=own_year)


def _yearless(moment: Moment, published: date | None, ahead: timedelta = _AHEAD) -> Moment:
    """Return the moment in the latest year in which it begins at most ``ahead`` of the text."""
    moment = replace(moment, dated=False, own_year=False)
    if published is None:
        return moment
    for year in range(published.year + 1, published.year - 8, -1):
        moved = moment.moved_to(year)
        if moved and moved.first <= published + ahead:
            return moved
    return moment


def _month_number(name: str) -> int:
    return MONTHS[name[:3].lower()]


def _day_number(text: str) -> int:
    return int(text.rstrip("stndrh"))


def _iso(match: re.Match[str], _published: date | None) -> Moment:
    day = date(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
    return _made(match, (day, day), Grain.DAY)


def _numeric(match: re.Match[str], _published: date | None) -> Moment | None:
    day, month = int(match["nu_a"]), int(match["nu_b"])
    if match["nu_mark"] != ".":
        if day <= 12 and month <= 12 and day != month:  # noqa: PLR2004 - months of the year
            return None  # British or American: nobody can tell
        if month > 12:  # noqa: PLR2004 - months of the year
            day, month = month, day
    found = date(int(match["nu_y"]), month, day)
    return _made(match, (found, found), Grain.DAY)


def _days(
    match: re.Match[str], month: str, days: tuple[str, str | None], year: str | None
) -> tuple[date, date]:
    number = int(year) if year else _NO_YEAR
    first = date(number, _month_number(month), _day_number(days[0]))
    last = first.replace(day=_day_number(days[1])) if days[1] else first
    if last < first:
        raise ValueError(match[0])
    return first, last


def _day_month(match: re.Match[str], published: date | None) -> Moment:
    days = (match["dm_a"], match["dm_b"]) if match["dm_a"] else (match["dm_b"], None)
    span = _days(match, match["dm_m"], days, match["dm_y"])
    moment = _made(match, span, Grain.DAY)
    return moment if match["dm_y"] else _yearless(moment, published)


def _month_day(match: re.Match[str], published: date | None) -> Moment:
    year = match["md_y"]
    if not year and _COUNTING.search(match.string, max(match.start() - 4, 0), match.start()):
        # "In March 12 people died": the number counts what follows.
        span = month_span(_NO_YEAR, _month_number(match["md_m"]))
        moment = Moment(match.start(), match.end("md_m"), *span, Grain.MONTH)
        return _yearless(moment, published)
    span = _days(match, match["md_m"], (match["md_a"], match["md_b"]), year)
    moment = _made(match, span, Grain.DAY)
    return moment if year else _yearless(moment, published)


def _month_year(match: re.Match[str], _published: date | None) -> Moment:
    span = month_span(int(match["my_y"]), _month_number(match["my_m"]))
    return _made(match, span, Grain.MONTH)


def _season_year(match: re.Match[str], _published: date | None) -> Moment:
    season = SEASONS[match["sy_s"].lower()]
    first, last = month_span(int(match["sy_y"]), *season)
    if match["sy_z"]:
        last = max(last, month_span(int(match["sy_z"]), *season)[1])
    return _made(match, (first, last), Grain.SEASON)


def _part_year(match: re.Match[str], _published: date | None) -> Moment | None:
    months = 3 if match["py_p"] == "quarter" else 6
    number = ORDINALS[match["py_n"].lower()] or 12 // months
    if number * months > 12:  # noqa: PLR2004 - months of the year
        return None
    span = month_span(int(match["py_y"]), (number - 1) * months + 1, number * months)
    return _made(match, span, Grain.SEASON)


def _quarter(match: re.Match[str], _published: date | None) -> Moment:
    last = 3 * int(match["qu_n"])
    return _made(match, month_span(int(match["qu_y"]), last - 2, last), Grain.SEASON)


def _decade(match: re.Match[str], _published: date | None) -> Moment:
    year = int(match["de_y"])
    return _made(match, (date(year, 1, 1), date(year + 9, 12, 31)), Grain.DECADE)


def _years(match: re.Match[str], _published: date | None) -> Moment | None:
    first = int(match["ys_a"])
    last = int(match["ys_a"][: 4 - len(match["ys_b"])] + match["ys_b"])
    if not first < last < first + 100:
        return None
    return _made(match, (date(first, 1, 1), date(last, 12, 31)), Grain.YEAR)


def _year(match: re.Match[str], _published: date | None) -> Moment:
    year = int(match["ye_y"])
    return _made(match, (date(year, 1, 1), date(year, 12, 31)), Grain.YEAR)


def _last_month(match: re.Match[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    month, word = _month_number(match["lm_m"]), match["lm_w"].lower()
    if word == "next":
        year = published.year + (month <= published.month)
    else:
        year = published.year - (month > published.month - (word == "last"))
    return _made(match, month_span(year, month), Grain.MONTH, own_year=False)


def _month(match: re.Match[str], published: date | None) -> Moment:
    span = month_span(_NO_YEAR, _month_number(match["mo_m"]))
    ahead = _AHEAD if _is_announced(match) else timedelta(0)
    return _yearless(_made(match, span, Grain.MONTH), published, ahead)


def _is_announced(match: re.Match[str]) -> bool:
    """Whether the words before the date put it into the future."""
    return ANNOUNCED.search(match.string, max(match.start() - 80, 0), match.start()) is not None


def _weekday(match: re.Match[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    word = (match["wd_w"] or "").lower()
    back = (published.weekday() - WEEKDAYS[match["wd_d"][:3].lower()]) % 7
    if word == "last" and back == 0:
        back = 7
    elif word == "next" or (not word and _is_announced(match)):
        back -= 7
    day = published - timedelta(days=back)
    return _made(match, (day, day), Grain.DAY, own_year=False)


def _word(match: re.Match[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    first = match["wo_w"].split()[0].lower()
    offset = {"yesterday": -1, "last": -1, "tomorrow": 1}.get(first, 0)
    day = published + timedelta(days=offset)
    return _made(match, (day, day), Grain.DAY, own_year=False)


def _relative(match: re.Match[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[match["re_w"].lower()]
    unit = match["re_u"].lower()
    if unit in SEASONS:
        return _made(match, _season_near(unit, step, published), Grain.SEASON, own_year=False)
    return _made(match, *_unit_near(unit, step, published), own_year=False)


def _unit_near(unit: str, step: int, published: date) -> tuple[tuple[date, date], Grain]:
    if unit == "year":
        year = published.year + step
        return (date(year, 1, 1), date(year, 12, 31)), Grain.YEAR
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return month_span(months // 12, months % 12 + 1), Grain.MONTH
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    first = monday + timedelta(days=5) if unit == "weekend" else monday
    return (first, monday + timedelta(days=6)), Grain.WEEK


def _season_near(season: str, step: int, published: date) -> tuple[date, date]:
    """Return the season of this year, the last one that is over, or the next to begin."""
    spans = [
        month_span(year, *SEASONS[season]) for year in range(published.year - 2, published.year + 2)
    ]
    if step < 0:
        return [span for span in spans if span[1] < published][-1]
    if step > 0:
        return next(span for span in spans if span[0] > published)
    return [span for span in spans if span[0] <= published + _AHEAD][-1]


def _back(published: date, number: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return published - timedelta(days=number * (7 if unit == "week" else 1))
    months = published.year * 12 + published.month - 1 - number * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(published.day, calendar.monthrange(year, month)[1]))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text.lower()]


def _ago(match: re.Match[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    unit = match["ag_u"]
    day = _back(published, _number(match["ag_n"]), unit)
    if unit == "day":
        span, grain = (day, day), Grain.DAY
    else:
        span, grain = _unit_near(unit, 0, day)
    return _made(match, span, grain, own_year=False)


def _past(match: re.Match[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    first = _back(published, _number(match["pa_n"]), match["pa_u"])
    return _made(match, (first, published), Grain.YEAR, own_year=False)


_READERS: Mapping[str, Callable[[re.Match[str], date | None], Moment | None]] = MappingProxyType(
    {
        "iso": _iso,
        "numeric": _numeric,
        "day_month": _day_month,
        "month_day": _month_day,
        "month_year": _month_year,
        "season_year": _season_year,
        "part_year": _part_year,
        "quarter": _quarter,
        "decade": _decade,
        "years": _years,
        "year": _year,
        "last_month": _last_month,
        "month": _month,
        "weekday": _weekday,
        "word": _word,
        "relative": _relative,
        "ago": _ago,
        "past": _past,
    }
)
