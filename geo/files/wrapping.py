"""Lines that were broken to fit a page, joined to paragraphs again."""

from __future__ import annotations

import re
from itertools import pairwise

_SENTENCE_END = re.compile(r"[.!?:;…][\"'\u201d\u2019)\]]*\s*$")
_ITEM = re.compile(r"\s*(?:[-*•·▪‣\u2013\u2014>|#]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_HYPHEN = re.compile(r"[a-z]-$")
# No page is set wider than this, and a line of a wrapped text is seldom shorter than half of it.
_WIDEST = 100
_NARROWEST = 45
_WRAPPED_LINES = 3


def unwrap(text: str) -> str:
    r"""Return a hard-wrapped text with its line breaks as blanks; any other text as it is.

    Every character keeps its offset. Blank lines, list items and lines that plainly end before
    the margin keep their breaks.

    Examples
    --------
    >>> unwrap("Short lines\nstay as they are.")
    'Short lines\nstay as they are.'
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    running = sum(
        len(line) >= _NARROWEST and bool(after.strip()) and not _SENTENCE_END.search(line)
        for line, after in pairwise(lines)
    )
    if width > _WIDEST or running < _WRAPPED_LINES:
        return text
    parts: list[str] = []
    for line, after in pairwise(lines):
        parts += (line, " " if _goes_on(line, after, width) else "\n")
    return "".join((*parts, lines[-1]))


def paragraphs(lines: list[str]) -> str:
    """Return the lines of a printed page as paragraphs with a blank line between them.

    Words that were divided at the margin are joined.
    """
    lines = [line.strip() for line in lines]
    width = max(map(len, lines), default=0)
    text = ""
    for line, after in pairwise((*lines, "")):
        text += line
        if not _goes_on(line, after, width):
            text += "\n\n"
        elif _HYPHEN.search(line) and after[:1].islower():
            text = text[:-1]
        else:
            text += " "
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _goes_on(line: str, after: str, width: int) -> bool:
    """Whether the paragraph of a line goes on in the next one."""
    if not line.strip() or not after.strip() or _ITEM.match(after):
        return False
    if after[:1].islower():
        return True
    # The next line's first word would have fitted: the break was meant.
    first_word = after.split(maxsplit=1)[0]
    return len(line) + 1 + len(first_word) > 0.85 * width
