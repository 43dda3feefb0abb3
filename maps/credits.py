"""Who made the data and the code that a page holds."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from typing import TYPE_CHECKING

from geo import fetched, tables
from geo.errors import TableError
from geo.online.settings import attribution

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = "words.trie"  # of it nothing is in a map
_CODE = ("Map library: Leaflet (BSD-2-Clause), drawn with Folium (MIT)",)


def credit_lines(sources: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the attribution lines of the shipped tables, of services and of the map library.

    Parameters
    ----------
    sources
        Where the places on the map come from, as the claims say it in ``geocode_source``.
    """
    return (*data_credits(), *service_credits(sources), *_CODE)


def service_credits(sources: Iterable[str]) -> tuple[str, ...]:
    """Return the attribution lines of the online services among sources."""
    return tuple(filter(None, map(attribution, sorted(set(sources)))))


def data_credits() -> tuple[str, ...]:
    """Return the attribution lines of the tables in use; none where there is no manifest."""
    try:
        manifest = tables.table("manifest.toml").read_text(encoding="utf-8")
    except TableError:
        return ()
    entries = [
        entry for entry in tomllib.loads(manifest).get("table", []) if entry["name"] != _WORDS
    ]
    entries += map(asdict, fetched.entries_in_use())
    lines = dict.fromkeys(
        f"{entry['attribution']} \N{EM DASH} {entry['licence']}; version {entry['version']}"
        for entry in entries
    )
    return tuple(lines)
