"""Draws claims and presence as an offline, layered Folium map, or as a sheet for print.

Names are loaded when they are first used (PEP 562), for Folium and pandas are slow to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.formats import write_tables
    from maps.multiples import StaticMap, static
    from maps.render import MapOptions, PresenceMap, draw, render_html

__all__ = [
    "MapOptions",
    "PresenceMap",
    "StaticMap",
    "draw",
    "render_html",
    "static",
    "write_tables",
]

_HOMES = {
    "MapOptions": "maps.render",
    "PresenceMap": "maps.render",
    "StaticMap": "maps.multiples",
    "draw": "maps.render",
    "render_html": "maps.render",
    "static": "maps.multiples",
    "write_tables": "maps.formats",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
