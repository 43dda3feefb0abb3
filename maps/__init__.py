"""Draws claims and presence as an offline, layered Folium map, or as a sheet for print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.multiples import StaticMap, static
    from maps.render import MapOptions, PresenceMap, draw, render_html

__all__ = ["MapOptions", "PresenceMap", "StaticMap", "draw", "render_html", "static"]

_PICTURES = ("StaticMap", "static")


def __getattr__(name: str) -> object:
    """Load the drawing, and Folium with it, when it is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    if name in _PICTURES:
        from maps import multiples  # noqa: PLC0415 - pandas takes half a second to import

        return getattr(multiples, name)
    from maps import render  # noqa: PLC0415 - Folium takes half a second to import

    return getattr(render, name)


def __dir__() -> list[str]:
    return sorted(__all__)
