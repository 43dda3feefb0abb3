"""The forms that a date takes in English text, as regular expressions.

Every form is one named group of ``MOMENT``; its parts are groups named by the form's first
letters and one more: ``my_y`` is the year of a month and year.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Written out: the names of the standard library's calendar follow the locale.
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}
WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(DAY_NAMES)}
NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS, start=1)} | {"a": 1, "an": 1}
# First and last month; winter ends in the next year.
SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 2),
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0}


def _forms(names: Iterable[str]) -> str:
    """Return an alternation of the names and their short forms, as written and in capitals."""
    forms: set[str] = set()
    for name in names:
        short = {name[:3], "Sept" if name == "September" else name[:3]}
        forms |= {name, name.upper()}
        forms |= {rf"{form}\b\.?" for form in (*short, *map(str.upper, short))}
    return "(?:" + "|".join(sorted(forms, key=lambda form: (-len(form), form))) + ")"


_MONTH = _forms(MONTH_NAMES)
_WEEKDAY = "(?:" + "|".join((*DAY_NAMES, *(name.upper() for name in DAY_NAMES))) + ")"
_YEAR = r"(?:1[89]|20)\d\d(?![\d%]|[.,]\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
_JOIN = r"\s*(?:-|\u2013|/|\bto\b|\band\b|\bor\b)\s*"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_COUNT = r"(?:\d{1,3}|" + "|".join(NUMBERS) + ")"
# A number before one of these counts them and is no year ("in 2000 villages").
_COUNTED = (
    r"(?!\s+(?:people|civilians|fighters|militants|men|women|children|families|villages|houses"
    r"|soldiers|troops|members|rupees|dollars|afghanis|metres|meters|feet|km|miles)\b)"
)
_BEFORE_MONTH = (
    r"(?<=\b[Ii]n\s)|(?<=\b[Bb]y\s)|(?<=\b[Oo]f\s)|(?<=[Tt]he\s)|(?<=[Ff]rom\s)|(?<=[Ss]ince\s)"
    r"|(?<=[Uu]ntil\s)|(?<=[Tt]his\s)|(?<=[Aa]fter\s)|(?<=[Bb]efore\s)|(?<=[Dd]uring\s)"
    r"|(?<=[Ee]arly\s)|(?<=[Ll]ate\s)|(?<=[Mm]id[\s-])|(?<=\bto\s)|(?<=\band\s)|(?<=[Bb]etween\s)"
)
_BEFORE_YEAR = _BEFORE_MONTH + (
    r"|(?<=[Tt]hrough\s)|(?<=[Tt]hroughout\s)|(?<=\()|(?<=[Yy]ear\s)|(?<=\b[Aa]\s)|(?<=least\s)"
    r"|(?<=around\s)|(?<=about\s)"
)

_PATTERNS = {
    "iso": rf"(?P<iso_y>{_YEAR})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d)",
    "numeric": rf"(?P<nu_a>\d\d?)(?P<nu_mark>[./-])(?P<nu_b>\d\d?)(?P=nu_mark)(?P<nu_y>{_YEAR})",
    "day_month": rf"(?:(?P<dm_a>{_DAY}){_JOIN})?(?P<dm_b>{_DAY})\s+(?:of\s+)?(?P<dm_m>{_MONTH})"
    rf"(?!\w)(?:,?\s+(?P<dm_y>{_YEAR}))?",
    "month_day": rf"(?P<md_m>{_MONTH})\s+(?P<md_a>{_DAY})(?![\d%]|[.,]\d|\s+{_MONTH})"
    rf"(?:{_JOIN}(?P<md_b>{_DAY})(?![\d%]|\s+{_MONTH}))?(?:,?\s+(?P<md_y>{_YEAR}))?",
    "month_year": rf"(?P<my_m>{_MONTH})(?:\s+of)?,?\s+(?P<my_y>{_YEAR})",
    "season_year": rf"(?P<sy_s>{_SEASON})s?(?:\s+of)?\s+(?P<sy_y>{_YEAR})"
    rf"(?:(?<=\d)[-/\u2013]\d\d(?:\d\d)?|(?<=s\sof\s\d{{4}})\s+and\s+(?P<sy_z>{_YEAR}))?",
    "part_year": r"(?P<py_n>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast)"
    rf"\s+(?P<py_p>quarter|half)\s+of\s+(?P<py_y>{_YEAR})",
    "quarter": rf"Q(?P<qu_n>[1-4])\s+(?:of\s+)?(?P<qu_y>{_YEAR})",
    "decade": r"(?P<de_y>(?:1[89]|20)\d0)(?:\u2019|')?s\b",
    "years": rf"(?P<ys_a>{_YEAR})\s?[-/\u2013]\s?(?P<ys_b>\d\d(?:\d\d)?)(?![\d-])",
    "year": rf"(?:(?<=[Ii]n\s)(?!\d\d00)|(?:{_BEFORE_YEAR})(?=\d{{4}}{_COUNTED}))"
    rf"(?P<ye_y>{_YEAR})(?!-\d|/\d)",
    "last_month": rf"(?P<lm_w>[Ll]ast|[Nn]ext|[Tt]his(?:\s+past)?)\s+(?P<lm_m>{_MONTH})(?!\w)",
    "month": rf"(?:{_BEFORE_MONTH})(?P<mo_m>{_MONTH})(?!\w)",
    "weekday": rf"(?:(?P<wd_w>[Ll]ast|[Nn]ext|[Tt]his)\s+)?(?P<wd_d>{_WEEKDAY})"
    r"(?!\s+[Pp]rayer|\w)",
    "word": r"(?P<wo_w>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Ll]ast\s+(?:night|evening))\b",
    "relative": r"(?P<re_w>[Ll]ast|[Tt]his|[Nn]ext)\s+"
    rf"(?P<re_u>week|weekend|month|year|{_SEASON})\b",
    "ago": rf"(?P<ag_n>{_COUNT})\s+(?P<ag_u>day|week|month|year)s?\s+ago\b",
    "past": rf"(?:[Pp]ast|[Ll]ast)\s+(?P<pa_n>{_COUNT})\s+(?P<pa_u>day|week|month|year)s?\b",
}
# The words that a form can begin with; the many forms are tried only there.
_BEGINNINGS = "|".join(
    (
        *(rf"[{word[0].upper()}{word[0]}]{word[1:]}" for word in (*SEASONS, *ORDINALS)),
        *(rf"{word}\b" for word in NUMBERS),
        *("[Nn]ext", "[Tt]his", "[Yy]esterday", "[Tt]oday", "[Tt]onight", "[Tt]omorrow", "[Pp]ast"),
    )
)
MOMENT = re.compile(
    rf"(?<![\w.])(?=\d|[JFMASONDTWQ]|{_BEGINNINGS})(?:"
    + "|".join(f"(?P<{form}>{how})" for form, how in _PATTERNS.items())
    + ")"
)
# Quick to say that a sentence has no date at all: every form above holds one of these.
HINT = re.compile(
    r"[12]\d{3}|\d\d?[./]\d|day|DAY|ago\b|morrow|night"
    rf"|(?:ast|his|ext)\s+(?:evening|week|month|year|{_SEASON})|ast\s+{_COUNT}\s|"
    + "|".join(form for name in MONTH_NAMES for form in (name[:3], name[:3].upper()))
)
ANNOUNCED = re.compile(
    r"(?:\b(?:will|due|scheduled|planned|is to|are to|going to|set to|next)\b"
    r"(?:(?!\bsaid\b|\btold\b|\breported\b)[^.;:]){0,60}|\b(?:for|by|until|till|past)\s)$"
)
