"""Which runs of a text are no part of its article: links, bylines, bars, comments, notices.

The words stand in ``data/sources/boilerplate.toml``; here are the few rules that apply them.
They work line by line on text of any origin, because pages are also pasted into text files
and records. A claim never comes from a run that is set aside, and body text that is set
aside is lost, so a line is only taken by words that name what it is, or by its form at a
place where such lines stand.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.boilerplate_rules import Rules, load_rules
from geo.records import Span
from geo.tables import source

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKUP = " \t#*_>•·\u2013—-[]()|»→▸▶➤\u200e\u200f\ufeff"
_LINK = re.compile(r"\s*[»→▸▶➤]\s*\S")  # marks of links, which bullets of a report seldom are
# A headline may ask; a sentence that closes a paragraph seldom does.
_SENTENCE_END = re.compile(r"[.!…\u06d4।。][\"'”\u2019»)\]*_]*$")
_TWO_SENTENCES = re.compile(
    r"[.!?؟\u06d4][\"'”\u2019»)\]]*\s+[\"'“\u2018«(\[]?\w.*[.!?؟\u06d4]", re.DOTALL
)
_MORE = ("more from", "more on", "more in", "more about")  # "More from this region", and bullets
_ITEM = re.compile(r"\s*(?:[•·*▪►»‣●-]|\d{1,2}[.)])\s+\S")
_CELL_BREAK = re.compile(r"\s*[|·•]\s*|\s+[>»\u203a\u25b8/]\s+|[ \xa0]{2,}|\t+")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s")
_NAME = r"(?:[^\W\d_a-z][\w.'\u2019-]*|al-\w+|bin|ul|ur|de|von|van)"
_BYLINE = re.compile(
    rf"(?:by|BY|By|Par|Von|Por)\s+(?:(?:our|Our|a|A)\s+)?(?:{_NAME}|staff|correspondent|reporter)"
    rf"(?:\s+(?:{_NAME}|staff|correspondent|reporter|writer)){{0,3}}"
    rf"(?:(?:,|\s+and|\s+&|\s+in|\s+for)\s+{_NAME}(?:\s+{_NAME}){{0,3}}){{0,3}}\.?"
)
_CELL_MARKS = (
    "|",
    "\u00b7",
    "\u2022",
    "  ",
    "\t",
    " > ",
    " \u00bb ",
    " \u203a ",
    " \u25b8 ",
    " / ",
    "\xa0\xa0",
)
_SHORT = 160
_OPENING = 80
_PROSE = 100
_HEAD_LINES = 8
_BAR_CELLS = 3
_BAR_CELL_LENGTH = 28
_META_CELL_LENGTH = 64


class _Kind(Enum):
    """What a line is, and so how far the run that begins with it reaches."""

    BODY = auto()
    LINE = auto()
    LEAD = auto()  # "Read more" alone: the headline in the next line goes with it
    LIST = auto()
    END = auto()


class _Line(NamedTuple):
    """A line that is not blank; ``gap`` says that a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool

    @property
    def ends_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text.rstrip()) is not None

    @property
    def is_prose(self) -> bool:
        return len(self.text) >= _PROSE and self.ends_sentence

    @property
    def is_paragraph(self) -> bool:
        return len(self.text) >= _PROSE and _TWO_SENTENCES.search(self.text) is not None


def set_aside(text: str) -> tuple[Span, ...]:
    """Return the runs of a text that make no claims, in order and disjoint.

    Parameters
    ----------
    text
        The document's text.

    Returns
    -------
    tuple of Span
        Offsets in code points; a run takes whole lines, or the end of one from an inline
        "Read more: ..." on.

    Raises
    ------
    SourceFileError
        Where ``boilerplate.toml`` is wrong.
    """
    return _merge(text, _runs(_lines(text), rules()))


@cache
def rules() -> Rules:
    """Return the words and patterns of ``boilerplate.toml``, read once."""
    return load_rules(source("boilerplate.toml"))


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    after, gap = 0, False
    for line in text.split("\n"):
        start = after
        after += len(line) + 1
        if not line or line.isspace():
            gap = True
            continue
        bare = line.rstrip("\r")
        lines.append(_Line(start, start + len(bare), bare, gap))
        gap = False
    return lines


def _runs(lines: Sequence[_Line], rule: Rules) -> list[tuple[int, int]]:
    head = _head_length(lines)
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        kind = _kind(lines, index, rule, in_head=index < head)
        if kind is _Kind.BODY:
            tail = rule.inline.search(line.text) if ":" in line.text else None
            if tail:
                runs.append((line.start + tail.start("tail"), line.end))
            index += 1
            continue
        after = _reach(lines, index, kind, rule, in_head=index < head)
        runs.append((line.start, lines[after - 1].end))
        index = after
    return runs


def _head_length(lines: Sequence[_Line]) -> int:
    """Return how many lines stand before the first one of running text."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if line.is_prose:
            return index
    return min(len(lines), _HEAD_LINES)


def _kind(lines: Sequence[_Line], index: int, rule: Rules, *, in_head: bool) -> _Kind:
    line = lines[index]
    short = len(line.text) <= _SHORT
    head = line.text if short else line.text[:_OPENING]
    head = " ".join(head.lower().replace("\u2019", "'").split())
    key = head.strip(_MARKUP).rstrip(": ")
    ends = short and any(rule.end_pattern.fullmatch(words) for words in (key, head.strip()))
    if key in rule.end_headings or ends:  # the key of "Comments (3)" has lost its bracket
        # A count of comments above the text is a link to them.
        return _Kind.LINE if in_head else _Kind.END
    if (key[:3] in rule.beginnings or head[:3] in rule.beginnings) and (
        kind := _by_words(line, head.lstrip(_MARKUP), key, rule)
    ):
        listed = kind is _Kind.LINE and key.startswith(_MORE) and not line.ends_sentence
        below = lines[index + 1 : index + 2]
        bullets = listed and bool(below) and _ITEM.match(below[0].text) is not None
        return _Kind.LIST if bullets else kind
    if not short:
        return _Kind.BODY
    return _by_form(lines, index, key, rule, in_head=in_head)


def _by_words(line: _Line, head: str, key: str, rule: Rules) -> _Kind | None:
    if key in rule.list_headings:
        return _Kind.LIST
    if key in rule.lead_ins:
        return _Kind.LEAD
    if key in rule.labels:
        return _Kind.LINE
    heading, _, rest = head.partition(":")
    bar = heading in rule.list_headings and " | " in rest  # "Top stories: one | another"
    if bar or rule.notice.match(head) or (rule.prompt.match(head) and not line.ends_sentence):
        return _Kind.LINE
    lead = rule.lead_in.match(head)
    if lead is None or lead.end() == len(head):
        return None
    # One word and a colon also opens a sentence: "Listen: they are in the valley."
    return None if " " not in lead["words"] and line.ends_sentence else _Kind.LINE


def _by_form(lines: Sequence[_Line], index: int, key: str, rule: Rules, *, in_head: bool) -> _Kind:
    if key in rule.cells or rule.cell_pattern.fullmatch(key):
        return _Kind.LINE
    if (key and rule.share.issuperset(key.split())) or any(words in key for words in rule.anywhere):
        return _Kind.LINE
    text = lines[index].text.strip()
    if _LINK.match(text) and not lines[index].ends_sentence:
        return _Kind.LINE
    if in_head and _BYLINE.fullmatch(text):
        return _Kind.LINE
    if any(mark in text for mark in _CELL_MARKS):
        cells = _cells(text)
        if len(cells) > 1 and _is_bar(lines, index, cells, rule, in_head=in_head):
            return _Kind.LINE
    return _Kind.BODY


def _cells(text: str) -> list[str]:
    return [cell for cell in _CELL_BREAK.split(text) if cell]


def _is_bar(
    lines: Sequence[_Line], index: int, cells: list[str], rule: Rules, *, in_head: bool
) -> bool:
    if max(map(len, cells)) > _META_CELL_LENGTH or any(map(_SENTENCE_END.search, cells)):
        return False
    known = sum(
        key in rule.cells
        or rule.cell_pattern.fullmatch(key) is not None
        or (in_head and _BYLINE.fullmatch(cell) is not None)
        for cell, key in ((cell, cell.lower().strip(_MARKUP)) for cell in cells)
    )
    if known > 1:
        return True
    if _in_table(lines, index, len(cells)):
        return False
    if known:
        return True
    return in_head and len(cells) >= _BAR_CELLS and max(map(len, cells)) <= _BAR_CELL_LENGTH


def _in_table(lines: Sequence[_Line], index: int, width: int) -> bool:
    """Whether a line beside this one has as many cells: rows of a table do."""
    if lines[index].text.lstrip().startswith("|"):
        return True
    beside = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    return any(len(_cells(line.text.strip())) == width for line in beside)


def _reach(lines: Sequence[_Line], index: int, kind: _Kind, rule: Rules, *, in_head: bool) -> int:
    """Return the index of the first line after the run that begins at ``index``."""
    after = index + 1
    if kind is _Kind.LINE or after == len(lines):
        return after
    if kind is _Kind.LEAD:
        return after if in_head else _end_of_lead(lines, after)
    own = _MARKDOWN_HEADING.match(lines[index].text)
    level = len(own[1]) if own else 2
    if kind is _Kind.END:
        return next((n for n in range(after, len(lines)) if _opens(lines[n], level)), len(lines))
    section = _section(lines, after, level, rule)
    return after + _length_of_list(section, in_head=in_head)


def _opens(line: _Line, level: int) -> bool:
    """Whether the line is a Markdown heading of that level or a higher one."""
    heading = _MARKDOWN_HEADING.match(line.text)
    return heading is not None and len(heading[1]) <= level


def _section(
    lines: Sequence[_Line], first: int, level: int, rule: Rules
) -> list[tuple[_Line, _Kind]]:
    """Return the lines with their kinds up to the next heading of any sort."""
    section: list[tuple[_Line, _Kind]] = []
    for index in range(first, len(lines)):
        kind = _kind(lines, index, rule, in_head=False)
        if kind in {_Kind.END, _Kind.LIST} or _opens(lines[index], level):
            break
        section.append((lines[index], kind))
    return section


def _end_of_lead(lines: Sequence[_Line], first: int) -> int:
    """Return where the links below "Read more" end: one headline, and those right below it."""
    if lines[first].ends_sentence or len(lines[first].text) > _SHORT:
        return first
    after = first + 1
    while after < len(lines) and not (lines[after].gap or lines[after].ends_sentence):
        after += 1
    return after


def _length_of_list(section: Sequence[tuple[_Line, _Kind]], *, in_head: bool) -> int:
    """Return how many lines a list of links takes: it goes on as it began.

    Bullets go on as bullets, headlines as lines without a full stop, teasers up to a blank
    line. Where the article does not come back, everything left belongs to the list; above
    the article, a list ends at a blank line.
    """
    rest = [line for line, _ in section]
    if not rest or rest[0].is_paragraph:
        return 0
    if in_head:
        return next((n for n, line in enumerate(rest[1:], start=1) if line.gap), len(rest))
    bullets = _ITEM.match(rest[0].text) is not None
    if not bullets and rest[0].ends_sentence and _is_tail(rest):
        return len(rest)
    stop = _end_of_shape(rest, bullets=bullets)
    after = [line for line, kind in section[stop:] if kind is _Kind.BODY]
    if bullets or rest[0].ends_sentence or _comes_back(after, stop):
        return stop
    return len(rest)


def _end_of_shape(rest: Sequence[_Line], *, bullets: bool) -> int:
    for offset, line in enumerate(rest[1:], start=1):
        item = _ITEM.match(line.text) is not None if bullets else not line.ends_sentence
        if not item and (line.gap or line.is_paragraph):
            return offset
    return len(rest)


def _is_tail(rest: Sequence[_Line]) -> bool:
    """Whether single sentences below a heading of links are teasers: less text, no paragraph."""
    length = rest[-1].end - rest[0].start
    return length < rest[0].start and not any(line.is_paragraph for line in rest)


def _comes_back(after: Sequence[_Line], items: int) -> bool:
    """Whether the article goes on below some headlines, or sentences are their teasers.

    Teasers alternate with headlines; in the article sentences follow each other.
    """
    if any(line.is_paragraph for line in after) or any(
        one.ends_sentence and other.ends_sentence for one, other in pairwise(after)
    ):
        return True
    return items > 1 and all(line.ends_sentence for line in after)


def _merge(text: str, runs: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    merged: list[tuple[int, int]] = []
    for start, end in runs:
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(Span(start, end) for start, end in merged)
