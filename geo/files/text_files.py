"""Plain text and Markdown -> raw documents."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import DocumentError
from geo.files.decoding import decode
from geo.files.headlines import described
from geo.files.markup import html_text
from geo.files.raw import RawDocument
from geo.files.wrapping import unwrap

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def read_text(source: str, data: bytes) -> Iterator[RawDocument]:
    """Yield a plain text; hard-wrapped lines are joined, every character keeps its offset.

    Raises
    ------
    DocumentError
        Where the bytes are no text.
    """
    raw = described(_decoded(source, data))
    yield replace(raw, text=unwrap(raw.text))


def read_markdown(source: str, data: bytes) -> Iterator[RawDocument]:
    """Yield the text of a Markdown file, its marks taken away; its title is the first heading.

    Raises
    ------
    DocumentError
        Where the bytes are no text.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where such a file comes

    raw = described(_decoded(source, data))
    page = MarkdownIt("commonmark").enable("table").render(raw.text)
    heading = _FIRST_HEADING.search(page)
    title = html_text(heading[1]) if heading else ""
    yield replace(raw, text=html_text(page), title=raw.title or title)


def _decoded(source: str, data: bytes) -> RawDocument:
    try:
        decoded = decode(data)
    except ValueError as error:
        raise DocumentError(source, str(error)) from error
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    return RawDocument(source, text, notes=(decoded.note,) if decoded.note else ())
