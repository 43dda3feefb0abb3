"""What a plain text says of itself: front matter, header lines, and its headline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.boilerplate import set_aside
from geo.files.published import is_date_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.files.raw import RawDocument
    from geo.records import Span

_FENCE = re.compile(
    r"\ufeff?\s*---[ \t]*\n(?P<inside>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w -]{0,24}?)\s*:(?:\s+(?P<value>.*?))?\s*$")
_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "date published": "published",
    "pubdate": "published",
    "publisher": "publisher",
    "source": "publisher",
    "site": "publisher",
    "newspaper": "publisher",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "permalink": "url",
    "id": "record_id",
    "author": "",
    "by": "",
    "byline": "",
    "language": "",
    "section": "",
    "tags": "",
}
_KICKER = re.compile(r"[^.!?\n]{1,30}:|(?:BREAKING|EXCLUSIVE|UPDATED?|NEWSFLASH|ANALYSIS|OPINION)")
_NO_HEADLINE_END = re.compile(r"[.:;,…][\"'\u201d\u2019)\]]*$")
_SHORTEST_WORDS = 3
_LONGEST_HEADLINE = 160
_LINES_BEFORE = 8


@dataclass(frozen=True, slots=True)
class _Head:
    fields: Mapping[str, str]
    rest: str


def described(raw: RawDocument) -> RawDocument:
    """Return the text without its front matter or header lines, and what they say.

    What the file says elsewhere wins. Front matter is a block between two lines ``---``;
    header lines are ``Title: ...``, ``Date: ...``, ``Source: ...``, ``URL: ...`` at the top,
    a blank line after them.
    """
    head = _front_matter(raw.text) or _header_lines(raw.text)
    if head is None:
        return raw
    given = head.fields
    return replace(
        raw,
        text=head.rest,
        title=raw.title or given.get("title", ""),
        published=raw.published if raw.published is not None else given.get("published"),
        publisher=raw.publisher or given.get("publisher", ""),
        url=raw.url or given.get("url", ""),
        record_id=raw.record_id or given.get("record_id", ""),
    )


def headline(text: str, aside: Sequence[Span] | None = None) -> str:
    """Return the headline that a text begins with, or an empty string.

    It is the first line that is no kicker ("Newsflash:"), date or navigation, where it is
    short, has no final stop, and text follows it.

    Parameters
    ----------
    text
        The text.
    aside
        Its runs that are set aside, where they are known.
    """
    runs = set_aside(text) if aside is None else aside
    position = 0
    for count, line in enumerate(text.split("\n", _LINES_BEFORE + 1)):
        start, position = position, position + len(line) + 1
        bare = line.strip().lstrip("#").strip(" *_")
        if count > _LINES_BEFORE:
            break
        if not bare or any(run.start <= start < run.end for run in runs):
            continue
        if _KICKER.fullmatch(bare) or is_date_line(bare):
            continue
        return bare if _is_headline(bare) and text[position:].strip() else ""
    return ""


def _is_headline(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADLINE
        and len(line.split()) >= _SHORTEST_WORDS
        and not line[0].islower()
        and _NO_HEADLINE_END.search(line) is None
    )


def _front_matter(text: str) -> _Head | None:
    block = _FENCE.match(text)
    if block is None:
        return None
    fields: dict[str, str] = {}
    for line in block["inside"].split("\n"):
        field = _FIELD.match(line)
        if field is None and line.strip() and not line.startswith((" ", "\t", "-", "#")):
            return None  # a rule between two paragraphs, not a block of fields
        if field:
            _add(fields, field)
    return _Head(fields, text[block.end() :].lstrip("\n"))


def _header_lines(text: str) -> _Head | None:
    fields: dict[str, str] = {}
    position = 0
    for line in text.lstrip("\ufeff").split("\n", _LINES_BEFORE + 1)[: _LINES_BEFORE + 1]:
        field = _FIELD.match(line)
        known = field is not None and field["key"].lower() in _FIELDS
        if known and field is not None:
            _add(fields, field)
        elif fields and not line.strip():
            return _Head(fields, text[position:].lstrip("\n"))
        else:
            return None
        position += len(line) + 1
    return None


def _add(fields: dict[str, str], field: re.Match[str]) -> None:
    name = _FIELDS.get(field["key"].lower())
    value = (field["value"] or "").strip().strip("\"'")
    if name and value:
        fields.setdefault(name, value)
