"""Reads news and finds which armed group is reported in which place.

::

    import geo, maps

    documents = geo.read("articles/")
    claims = geo.extract(documents)
    presence = geo.presence(claims)
    maps.draw(presence, claims)

Names are loaded when they are first used, so that ``import geo`` costs next to nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.actors import Actor, Registry
    from geo.boundaries import Boundaries
    from geo.claims import Extractor
    from geo.documents import ReadOptions, read
    from geo.errors import PresenceMapperError
    from geo.frames import read_claims, read_presence
    from geo.gazetteer import Gazetteer
    from geo.geoparse import geoparse
    from geo.online.chain import Chain
    from geo.online.settings import Online
    from geo.pipeline import Result, extract, run
    from geo.presence import presence
    from geo.records import Claim, Document, Place, Polarity, Relation, Resolution, Span, TimeStatus
    from geo.resolve import resolve
    from geo.review import review

_HOMES = {
    "Actor": "geo.actors",
    "Boundaries": "geo.boundaries",
    "Chain": "geo.online.chain",
    "Claim": "geo.records",
    "Document": "geo.records",
    "Extractor": "geo.claims",
    "Gazetteer": "geo.gazetteer",
    "Online": "geo.online.settings",
    "Place": "geo.records",
    "Polarity": "geo.records",
    "PresenceMapperError": "geo.errors",
    "ReadOptions": "geo.documents",
    "Registry": "geo.actors",
    "Relation": "geo.records",
    "Resolution": "geo.records",
    "Result": "geo.pipeline",
    "Span": "geo.records",
    "TimeStatus": "geo.records",
    "extract": "geo.pipeline",
    "geoparse": "geo.geoparse",
    "presence": "geo.presence",
    "read": "geo.documents",
    "read_claims": "geo.frames",
    "read_presence": "geo.frames",
    "resolve": "geo.resolve",
    "review": "geo.review",
    "run": "geo.pipeline",
}

__all__ = [
    "Actor",
    "Boundaries",
    "Chain",
    "Claim",
    "Document",
    "Extractor",
    "Gazetteer",
    "Online",
    "Place",
    "Polarity",
    "PresenceMapperError",
    "ReadOptions",
    "Registry",
    "Relation",
    "Resolution",
    "Result",
    "Span",
    "TimeStatus",
    "extract",
    "geoparse",
    "presence",
    "read",
    "read_claims",
    "read_presence",
    "resolve",
    "review",
    "run",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps ``geo.presence`` the function: importing the module of that name would hide it."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
