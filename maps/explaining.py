"""What the command ``explain`` prints: a text with its marks, its claims and its refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from geo.actors import Registry
from geo.claims import Extractor
from geo.explain import explain
from geo.records import Document
from maps.inputs import strictly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.explain import Explanation

_STYLES = {"actor": "bold red", "place": "bold blue", "trigger": "green", "cue": "yellow"}


def explanations(given: str, actors: Path | None = None) -> Iterator[Explanation]:
    """Yield how each sentence that names an actor is read.

    Parameters
    ----------
    given
        A file, where there is one of that name; else the text itself.
    actors
        A CSV file of groups to look for beside those of the program, or None.
    """
    extractor = Extractor.load(registry=Registry.load().with_file(actors))
    for document in _documents(given):
        yield from explain(document, extractor)


def as_json(found: Iterable[Explanation]) -> str:
    """Return the explanations as a JSON array."""
    return json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2)


def show(found: Iterable[Explanation]) -> int:
    """Print the explanations, coloured where standard output is a terminal; return how many."""
    console = Console(highlight=False, soft_wrap=True)
    count = 0
    for one in found:
        count += 1
        console.print(_marked(one))
        for line in _lines(one):
            console.print(Text(f"  {line}"))
        console.print()
    return count


def _marked(one: Explanation) -> Text:
    sentence = Text(one.sentence)
    for mark in one.marks:
        sentence.stylize(_STYLES.get(mark.kind, "underline"), mark.start, mark.end)
    return sentence


def _lines(one: Explanation) -> Iterator[str]:
    for mark in one.marks:
        yield f"{mark.kind:8} {one.sentence[mark.start : mark.end]!r}: {mark.note}"
    yield from (f"claim    {line}" for line in one.made)
    yield from (f"no claim {line}" for line in one.refused)


def _documents(given: str) -> Iterator[Document]:
    try:
        is_file = Path(given).is_file()
    except (OSError, ValueError):  # a text too long, or otherwise no name of a file
        is_file = False
    return strictly(given) if is_file else iter([Document(document_id="text", text=given)])
