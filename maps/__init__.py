"""Draws claims and presence as an offline, layered Folium map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.render import MapOptions, PresenceMap, draw, render_html

__all__ = ["MapOptions", "PresenceMap", "draw", "render_html"]


def __getattr__(name: str) -> object:
    """Load the drawing, and Folium with it, when it is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    from maps import render  # noqa: PLC0415 - Folium takes half a second to import

    return getattr(render, name)


def __dir__() -> list[str]:
    return sorted(__all__)
