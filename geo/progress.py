"""A progress bar on what takes longer than a second, where somebody is there to see it."""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.progress import Progress, ProgressColumn

Item = TypeVar("Item")

_DELAY = 1.0


def tracked(items: Iterable[Item], description: str) -> Iterator[Item]:
    """Yield the items, with a bar on standard error once a second has passed.

    Parameters
    ----------
    items
        What is worked through; its length is shown where it has one.
    description
        What is being done, in two or three words.

    Notes
    -----
    Nothing is shown where standard error is neither a terminal nor a notebook with ipywidgets.
    """
    if not _seen():
        yield from items
        return
    started, bar, task = time.monotonic(), None, None
    try:
        for done, item in enumerate(items):
            if bar is None and time.monotonic() - started > _DELAY:
                bar = _bar()
                task = bar.add_task(description, total=_length(items), completed=done)
            elif bar is not None and task is not None:
                bar.update(task, completed=done)
            yield item
    finally:
        if bar is not None:
            bar.stop()


def received(
    chunks: Iterable[bytes], description: str, *, done: int = 0, total: int | None = None
) -> Iterator[bytes]:
    """Yield the pieces of a download, with a bar of bytes once a second has passed.

    Parameters
    ----------
    chunks
        The pieces.
    description
        What is fetched.
    done, total
        Bytes that were there before, and of the whole, None where unknown.

    Notes
    -----
    Nothing is shown where standard error is neither a terminal nor a notebook.
    """
    if not _seen():
        yield from chunks
        return
    from rich.progress import DownloadColumn, TransferSpeedColumn  # noqa: PLC0415 - rich is slow to import

    started, bar, task = time.monotonic(), None, None
    try:
        for chunk in chunks:
            done += len(chunk)
            if bar is None and time.monotonic() - started > _DELAY:
                bar = _bar(DownloadColumn(), TransferSpeedColumn())
                task = bar.add_task(description, total=total, completed=done)
            elif bar is not None and task is not None:
                bar.update(task, completed=done)
            yield chunk
    finally:
        if bar is not None:
            bar.stop()


def _bar(*figures: ProgressColumn) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only where a bar is shown
    from rich.progress import (  # noqa: PLC0415 - only where a bar is shown
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), *(figures or (MofNCompleteColumn(),)))
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    bar.start()
    return bar


def _length(items: object) -> int | None:
    return len(items) if hasattr(items, "__len__") else None


def _seen() -> bool:
    kernel = sys.modules.get("ipykernel.kernelapp")
    if kernel is not None and kernel.IPKernelApp.initialized():
        # Rich shows its bars there by widgets, and warns where it has none.
        return find_spec("ipywidgets") is not None
    return sys.stderr is not None and sys.stderr.isatty()
