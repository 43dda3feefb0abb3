from __future__ import annotations

import io
import sys

import pytest

from geo import progress
from geo.progress import received, tracked


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(progress, "_DELAY", 0.0)
    assert list(tracked([1, 2, 3], "Counting")) == [1, 2, 3]
    assert sys.stderr.getvalue() == ""


@pytest.mark.parametrize(("delay", "shown"), [(0.0, True), (60.0, False)])
def test_a_bar_comes_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch, *, delay: float, shown: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_DELAY", delay)
    monkeypatch.setenv("TERM", "xterm")
    assert list(tracked(range(500), "Counting")) == list(range(500))
    assert ("Counting" in terminal.getvalue()) == shown


@pytest.mark.parametrize(("delay", "shown"), [(0.0, True), (60.0, False)])
def test_a_download_shows_its_bytes_after_a_while(
    monkeypatch: pytest.MonkeyPatch, *, delay: float, shown: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_DELAY", delay)
    monkeypatch.setenv("TERM", "xterm")
    pieces = [b"a" * 1000] * 300
    assert list(received(iter(pieces), "AF.zip", done=1000, total=301_000)) == pieces
    assert ("AF.zip" in terminal.getvalue()) == shown
    assert ("kB" in terminal.getvalue()) == shown


def test_a_download_shows_nothing_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(progress, "_DELAY", 0.0)
    assert list(received([b"a", b"b"], "AF.zip")) == [b"a", b"b"]
    assert sys.stderr.getvalue() == ""


def test_the_bar_is_gone_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(progress, "_DELAY", 0.0)

    def failing() -> object:
        yield from range(3)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        list(tracked(failing(), "Counting"))
    assert list(tracked([1], "Counting")) == [1]
