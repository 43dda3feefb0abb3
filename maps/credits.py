"""Who made the data and the code that a page holds."""

from __future__ import annotations

import tomllib

from geo import tables
from geo.errors import TableError

_CODE = ("Map library: Leaflet (BSD-2-Clause), drawn with Folium (MIT)",)


def credit_lines() -> tuple[str, ...]:
    """Return the attribution lines of the shipped tables and of the map library."""
    return (*data_credits(), *_CODE)


def data_credits() -> tuple[str, ...]:
    """Return the attribution lines of the shipped tables; none where there is no manifest."""
    try:
        manifest = tables.table("manifest.toml").read_text(encoding="utf-8")
    except TableError:
        return ()
    entries = tomllib.loads(manifest).get("table", [])
    lines = dict.fromkeys(
        f"{entry['attribution']} \N{EM DASH} {entry['licence']}; version {entry['version']}"
        for entry in entries
    )
    return tuple(lines)
