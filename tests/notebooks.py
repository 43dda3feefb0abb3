"""Runs notebooks as a reader would, from top to bottom, in a kernel that reaches nobody.

The kernel is started with a profile whose one start-up file lets sockets connect to this machine
alone and makes every warning an error.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

STARTUP = """\
import warnings
import pytest_socket

pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
warnings.simplefilter("error")
warnings.filterwarnings("default", module="ipykernel")  # the kernel's own, when it shuts down
"""
SECONDS = 120


def run(notebook: NotebookNode, *, folder: Path, profile: Path) -> NotebookNode:
    """Run a notebook and return it with its outputs.

    Parameters
    ----------
    notebook
        The notebook; it is changed.
    folder
        The folder in which it runs.
    profile
        A folder of its own for IPython.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        Where a cell raises or warns.
    """
    startup = profile / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "00-rules.py").write_text(STARTUP, encoding="utf-8")
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env={**os.environ, "IPYTHONDIR": str(profile)})
    return notebook


def of_cells(*sources: str) -> NotebookNode:
    """Return a notebook of code cells."""
    new = nbformat.v4
    return new.new_notebook(cells=[new.new_code_cell(source) for source in sources])


def shown(notebook: NotebookNode) -> str:
    """Return everything that a notebook shows, as text."""
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            texts.append(output.get("text", ""))
            texts += [f"{kind}\n{value}" for kind, value in output.get("data", {}).items()]
    return "\n".join(texts)
