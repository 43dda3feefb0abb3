"""Offset-preserving text normalisation, sentences and clauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_HALF_PAIRS = "\ud800\udfff"
_APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u02bb\u02bf\u02be`\u00b4\u2032"


class _Fold(dict[int, str]):
    """Code point -> the one character it is compared as, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _DASHES or character.isspace():
            folded = " "
        elif character in _APOSTROPHES:
            folded = "'"
        elif _HALF_PAIRS[0] <= character <= _HALF_PAIRS[1]:
            folded = "\ufffd"  # half a surrogate pair, which no table and no file can hold
        else:
            folded = unicodedata.normalize("NFKD", character)[0].casefold()
            folded = folded if len(folded) == 1 else character
        self[code] = folded
        return folded


_FOLD = _Fold()
# Letters that Unicode does not decompose but that transliterations drop.
_FOLD.update({ord(a): b for a, b in zip("ıİøØđĐłŁħĦ", "iiooddllhh", strict=True)})


def fold(text: str) -> str:
    """Return the text as names are compared: same length, so offsets hold.

    Case and diacritics go, every dash and white space becomes a blank, every kind of
    apostrophe becomes ``'``.

    Examples
    --------
    >>> fold("Sar-e Pol\u2019s Ḩayratān")
    "sar e pol's hayratan"
    """
    return text.translate(_FOLD)


def name_key(name: str) -> str:
    """Return the key under which a name stands in the tables: folded, single blanks.

    Examples
    --------
    >>> name_key("  Mazār-i-Sharīf ")
    'mazar i sharif'
    """
    return " ".join(fold(name).split())


# Abbreviations after which a full stop ends no sentence, folded, without the stop.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col maj capt sgt brig adm cmdr cpl pvt sen rep gov st no nos vs art "
    "para paras fig vol pp ch sec jan feb mar apr jun jul aug sept sep oct nov dec inc ltd co corp "
    "approx eg ie cf al hon rev amb insp supt dist mt ft al-h sh est dept govt incl viz".split()
)

_PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*(?:\n[ \t\r\f\v]*)+")
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(
    r"[ \t]*(?:[-*\u2022\u2023\u25aa\u25cf\u25e6\u00b7\u2013\u2014\u2192]\s"
    r"|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|\(?[ivx]{1,4}[.)]\s)"
)
_STOP = re.compile(
    r"[.!?\u2026\u06d4\u061f\u3002](?:[\"'\u2019\u201d\u00bb)\]]*)(?=\s|$)|[\u3002\u06d4]"
)
_LAST_WORD = re.compile(r"([\w.'\u2019-]+)$")
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z])$")
_INITIALS = re.compile(r"(?:\w\.)+\w")
_LOWER_START = re.compile(r"[\"'\u2018\u201c(\[]*[a-z]")
_CELLS = re.compile(r"\s[|/]\s|\t")  # between the cells of a table
_GOES_ON = re.compile(r"\s*(?:[\"'\u2018\u201c(\[]*[a-z]|\Z)")
_LONGEST = 1000  # characters; the longest sentence of the annotated texts has 290
_WRAP_WIDTH = 60  # a shorter line without a final stop is a line of its own, not wrapped prose


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading, bullet or table line, as a run of the text.

    Attributes
    ----------
    start, end
        Offsets; no white space at either end.
    paragraph
        Number of the paragraph (block between blank lines) it stands in.
    opens
        True for the first sentence of its line.
    """

    start: int
    end: int
    paragraph: int
    opens: bool


def sentences(text: str) -> list[Sentence]:
    """Cut a text into sentences; offsets point into it.

    Abbreviations, initials, numbered paragraphs, bullets and wrapped lines are heeded.

    Examples
    --------
    >>> [t[s.start : s.end] for t in ["Gen. Ali fell. He was 40."] for s in sentences(t)]
    ['Gen. Ali fell.', 'He was 40.']
    """
    found: list[Sentence] = []
    begin = 0
    bounds = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(text)]
    for number, (stop, resume) in enumerate([*bounds, (len(text), len(text))]):
        for start, end in _lines(text, begin, stop):
            _split_line(text, (start, end), number, found)
        begin = resume
    return found


def _lines(text: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """Logical lines of a paragraph: wrapped ones joined."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, begin, stop):
        start, end = match.span()
        if lines and _continues(text, lines[-1], start, end):
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return lines


def _continues(text: str, previous: tuple[int, int], start: int, end: int) -> bool:
    line = text[start:end]
    if _BULLET.match(line):
        return False
    before = text[previous[0] : previous[1]].rstrip()
    if not before or before[-1] in ".!?:;":
        return bool(before) and bool(_LOWER_START.match(line.lstrip())) and before[-1] != ":"
    last_break = before.rfind("\n") + 1
    if _is_row(line) and _is_row(before[last_break:]):
        return False
    return len(before) - last_break >= _WRAP_WIDTH or bool(_LOWER_START.match(line.lstrip()))


def _is_row(line: str) -> bool:
    """Tell whether a line is a row of a table: three cells or more."""
    return len(_CELLS.findall(line)) > 1


def _split_line(text: str, line: tuple[int, int], paragraph: int, found: list[Sentence]) -> None:
    start, end = line
    first = True
    for match in _STOP.finditer(text, start, end):
        if _ends_sentence(text, start, match.start(), match.end(), end):
            first = _add(text, (start, match.end()), paragraph, found, opens=first)
            start = match.end()
    _add(text, (start, end), paragraph, found, opens=first)


def _add(
    text: str, run: tuple[int, int], paragraph: int, found: list[Sentence], *, opens: bool
) -> bool:
    """Append the trimmed run; return whether the next one still opens the line.

    What is longer than any sentence is cut at a blank, so that no line costs time without limit.
    """
    while run[1] - run[0] > _LONGEST:
        middle = run[0] + _LONGEST
        cut = max(text.rfind(mark, run[0] + 1, middle) for mark in " \t\n")
        cut = cut if cut > run[0] else middle
        opens = _add(text, (run[0], cut), paragraph, found, opens=opens)
        run = (cut, run[1])
    piece = text[run[0] : run[1]]
    stripped = piece.strip()
    if not stripped:
        return opens
    start = run[0] + piece.index(stripped)
    found.append(Sentence(start, start + len(stripped), paragraph, opens))
    return False


def _ends_sentence(text: str, start: int, stop: int, after: int, end: int) -> bool:
    if _GOES_ON.match(text, after, end):
        return False
    if text[stop] != ".":
        return True
    match = _LAST_WORD.search(text, max(start, text.rfind(" ", start, stop) + 1), stop)
    return match is None or not _abbreviates(match.group(1), text[start:stop])


def _abbreviates(word: str, before: str) -> bool:
    """Tell whether a full stop belongs to its word: a number, an initial, an abbreviation."""
    if (len(word) == 1 and word.isupper()) or fold(word).replace(".", "") in _ABBREVIATIONS:
        return True
    return bool(_NUMBERED.match(before) or _INITIALS.fullmatch(word))
