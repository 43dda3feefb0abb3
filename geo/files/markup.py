"""HTML of any origin -> text with a blank line between its blocks."""

from __future__ import annotations

import re
from typing import Any

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section
    summary table tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_DROPPED = frozenset(
    ("head", "script", "style", "template", "noscript", "iframe", "object", "svg", "math")
)
_CELLS = frozenset(("td", "th"))
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_SPACE_RUN = re.compile(r" {2,}")
_LINE_MARKS = re.compile(r"[ ]*\n[ ]*")
_GAPS = re.compile(r"\n{3,}")


def html_text(markup: str) -> str:
    """Return the text of some HTML: blocks apart, list items with a bullet, cells with bars.

    Scripts and styles are left out. Whatever is given, nothing is raised: HTML has no errors.
    """
    from lxml import etree  # noqa: PLC0415 - only where markup comes

    # As bytes: lxml refuses a string that names an encoding.
    data = markup.encode("utf-8", "replace")
    root = etree.fromstring(
        data, etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    )
    if root is None:
        return ""
    parts: list[str] = []
    dropped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if event == "start":
            dropped += tag in _DROPPED
            if not dropped:
                parts += (_before(tag, element), _SPACE.sub(" ", element.text or ""))
            continue
        if not dropped:
            parts.append("\n\n" if tag in _BLOCKS and tag != "tr" else "")
        dropped -= tag in _DROPPED
        if not dropped:
            parts.append(_SPACE.sub(" ", element.tail or ""))
    text = _LINE_MARKS.sub("\n", _SPACE_RUN.sub(" ", "".join(parts)))
    return _GAPS.sub("\n\n", text).strip()


def _before(tag: str, element: Any) -> str:
    if tag == "li":
        return "\n\n\u2022 "
    if tag in {"tr", "br"}:
        return "\n"
    if tag in _CELLS:
        return " | " if element.getprevious() is not None else ""
    return "\n\n" if tag in _BLOCKS else ""
