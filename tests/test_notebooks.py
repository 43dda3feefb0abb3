"""The notebooks run from top to bottom without a network, warn of nothing, and show their point."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from notebooks import of_cells, run, shown

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# What each shows when it has run.
SHOWN = {
    "1-articles-to-map": ["iframe", "image/png"],
    "2-one-group-over-time": ["Badakhshan"],
    "3-two-months": ["never before"],
    "4-own-boundaries-and-actors": ["North-east", "unlisted:", "iframe"],
    "5-correcting-claims": ["corrected", "is not in this build"],
    "6-reports-and-events": ["reports alone"],
}


def stem(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_a_notebook_runs_and_shows_what_it_promises(path: Path, tmp_path: Path) -> None:
    done = run(nbformat.read(path, as_version=4), folder=FOLDER, profile=tmp_path)
    text = shown(done)
    for wanted in SHOWN[path.stem]:
        assert wanted in text
    outputs = [output for cell in done.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert not cell.metadata


def test_every_notebook_is_on_its_page() -> None:
    page = (FOLDER.parent / "docs" / "notebooks.md").read_text(encoding="utf-8")
    assert {path.name for path in NOTEBOOKS} == set(re.findall(r"`([\w-]+\.ipynb)`", page))


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import socket\nsocket.create_connection(('192.0.2.1', 80), 1)", "SocketConnectBlocked"),
        ("import urllib.request\nurllib.request.urlopen('http://192.0.2.1', timeout=1)", "Blocked"),
        ("import warnings\nwarnings.warn('old')", r"UserWarning\S*: old"),
        ("import geo\nlist(geo.read('none.txt'))", "DocumentWarning"),
        ("1 / 0", "ZeroDivisionError"),
    ],
    ids=["socket", "request", "warning", "input", "error"],
)
def test_a_cell_that_calls_out_or_warns_fails(source: str, error: str, tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError, match=error):
        run(of_cells(source), folder=tmp_path, profile=tmp_path)


def test_a_cell_may_call_this_machine(tmp_path: Path) -> None:
    source = (
        "import socket\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname(), 1).close()\n"
        "server.close()\n"
        "'called'"
    )
    assert "called" in shown(run(of_cells(source), folder=tmp_path, profile=tmp_path))


@pytest.mark.parametrize("widgets", [True, False])
def test_a_bar_is_shown_by_widgets_and_nothing_without(tmp_path: Path, *, widgets: bool) -> None:
    done = run(
        of_cells(
            "import sys",
            "pass" if widgets else "sys.modules['ipywidgets'] = None",
            "from geo import progress\n"
            "progress._DELAY = 0\n"
            "sum(progress.tracked(range(9), 'Counting'))",
        ),
        folder=tmp_path,
        profile=tmp_path,
    )
    assert "36" in shown(done)
    assert ("widget-view" in shown(done)) == widgets
