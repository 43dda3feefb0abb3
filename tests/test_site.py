"""The built documentation: complete, without a warning, and without a request to anybody."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

import geo
import maps
from geo import schema, tables

ROOT = Path(__file__).resolve().parent.parent
# Links that a reader may follow are no requests; what a browser fetches by itself is.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)[^>]+src=["']?(?:https?:)?//"""
    r"""|<link(?![^>]+rel=["']?(?:canonical|index|search|next|prev))[^>]+href=["']?(?:https?:)?//"""
    r"""|(?:@import|url\()\s*["']?(?:https?:)?//"""
)
# Sphinx in a process in which no socket connects to another machine.
BUILD = """\
import sys
import pytest_socket
from sphinx.cmd.build import main

pytest_socket.socket_allow_hosts([])
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, "--fail-on-warning", "--keep-going", "-q", "-d",
         folder / "doctrees", ROOT / "docs", folder / "html"],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    assert len(files) > 15
    assert not [path for path in files if FETCHED.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/a.js">',
        '<link rel="stylesheet" href="//fonts.example/css">',
        "src: url(https://fonts.example/a.woff2)",
        '@import "https://a.example/a.css"',
    ],
)
def test_what_would_be_fetched_is_recognised(text: str) -> None:
    assert FETCHED.search(text)


def test_every_public_name_has_an_entry(site: Path) -> None:
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="")
    known = {
        name for kind, names in inventory.data.items() if kind.startswith("py:") for name in names
    }
    for package in (geo, maps):
        assert not {f"{package.__name__}.{one}" for one in package.__all__} - known


def test_the_generated_parts_stand_in_the_pages(site: Path) -> None:
    model = (site / "claim-model.html").read_text(encoding="utf-8")
    for column in schema.CLAIM_COLUMNS:
        assert f'<span class="pre">{column}</span>' in model
    files = (site / "reference" / "files.html").read_text(encoding="utf-8")
    for column in schema.PRESENCE_COLUMNS:
        assert f'<span class="pre">{column}</span>' in files
    data = (site / "data.html").read_text(encoding="utf-8")
    for entry in tables.manifest():
        assert f'<span class="pre">{entry.name}</span>' in data
    commands = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    assert 'id="presence-mapper-data-list"' in commands
    assert "--map-column" in commands
