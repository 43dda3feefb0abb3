"""How Sphinx builds the pages: warnings are errors (``make docs``), and nothing is fetched.

Where a page says ``<!-- generated: NAME -->``, what :mod:`generated` makes of the program itself
stands in the built page: the fields of a claim, the data tables, the commands.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import version as installed
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generated import PARTS
from sphinx.util.logging import getLogger

import geo
import maps

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "presence-mapper"
author = "the presence-mapper authors"
version = release = installed("presence-mapper")
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
suppress_warnings: list[str] = []

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_google_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = "presence-mapper"
html_show_sphinx = False
html_copy_source = False

_PLACE = re.compile(r"<!-- generated: (.*?) -->")
_TOGETHER = re.compile(r"^(\w+(?:, \w+)+)\n((?:    .*\n)+)", re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Fill the places of generated parts while the pages are read."""
    app.connect("source-read", _fill)
    app.connect("missing-reference", _by_public_name)
    app.connect("autodoc-process-docstring", _one_by_one, priority=400)  # before Napoleon


def _fill(_: Sphinx, __: str, source: list[str]) -> None:
    source[0] = _PLACE.sub(lambda match: PARTS[match[1]](), source[0])


def _one_by_one(*arguments: Any) -> None:
    """Give attributes that are described together (``latitude, longitude``) an entry each."""
    lines: list[str] = arguments[-1]
    text = "\n".join(lines) + "\n"
    lines[:] = _TOGETHER.sub(
        lambda match: "".join(f"{name}\n{match[2]}" for name in match[1].split(", ")), text
    ).splitlines()


def _by_public_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element
) -> Element | None:
    """Link ``geo.pipeline.extract`` to ``geo.extract``; warn of a name that does not exist."""
    parts = node.get("reftarget", "").split(".")
    for package in (geo, maps):
        for depth, part in enumerate(parts):
            if part in package.__all__ and parts[0] == package.__name__:
                public = ".".join((package.__name__, *parts[depth:]))
                return env.domains["py"].resolve_xref(
                    env, node["refdoc"], app.builder, node["reftype"], public, node, content
                )
    if parts[0] in {"geo", "maps"} and not _exists(parts):
        getLogger(__name__).warning("no such name: %s", node["reftarget"], location=node)
    return None


def _exists(parts: list[str]) -> bool:
    try:
        return resolve_name(".".join(parts)) is not None
    except (AttributeError, ImportError):
        return False
