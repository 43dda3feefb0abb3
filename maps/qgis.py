"""The signs of the map as QGIS styles (QML): a rule a group, and under it one a status.

Colours and angles of stripes are the map's own (:mod:`maps.style`). Presence that is reported has
a tint, stripes and a solid edge; hedged only, stripes and a dashed edge; conflicting, stripes and
a dotted edge; denied or past, an edge alone; each the fainter the fewer independent sources there
are. Asserted claims are filled circles, hedged ones hollow, denied ones crosses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from lxml import etree

from geo.records import Polarity
from geo.schema import Status
from maps.panels import BORDER, SUPPORT, TINT
from maps.safe import xml_text
from maps.style import HUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from maps.style import ActorStyle

# The properties are written as ``prop``, which every QGIS 3 reads.
_VERSION = "3.22"
_OPAQUE = 255
# Millimetres: an edge, a stripe, the distance of stripes, and a point's size.
_EDGE, _STRIPE, _APART, _DOT = "0.5", "0.3", "3.4", "2.6"
_EDGES: Mapping[Status, str] = {
    Status.REPORTED: "solid",
    Status.HEDGED: "dash",
    Status.CONFLICTING: "dot",
    Status.DENIED: "dash dot",
    Status.HISTORICAL: "dash dot",
}
_STRIPED = (Status.REPORTED, Status.HEDGED, Status.CONFLICTING)
# Percent, by the number of independent sources.
_SUPPORT = (
    'CASE WHEN "n_sources" > 2 THEN {2:.0f} WHEN "n_sources" = 2 THEN {1:.0f} ELSE {0:.0f} END'
).format(*(100 * share for share in SUPPORT))


@dataclass(frozen=True, slots=True)
class _Ink:
    """One layer of a symbol: QGIS's class of it, and its properties."""

    kind: str
    properties: Mapping[str, str]
    inner: _Symbol | None = None


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A symbol, from its lowest layer up; its opacity in percent may be an expression."""

    kind: str
    layers: tuple[_Ink, ...]
    opacity: str = ""


def presence_style(actors: Iterable[ActorStyle], rows: pd.DataFrame) -> str:
    """Return the QML of the presence layer: a rule for each group and status that a row has."""
    return _by_rules(actors, rows, "status", {one: partial(_area, status=one) for one in Status})


def claims_style(actors: Iterable[ActorStyle], rows: pd.DataFrame) -> str:
    """Return the QML of the claims layer: a rule for each group and polarity that a row has."""
    return _by_rules(
        actors, rows, "polarity", {one: partial(_dot, polarity=one) for one in Polarity}
    )


def provinces_style() -> str:
    """Return the QML of the provinces layer: outlines alone."""
    edge = {"style": "no", "outline_color": _colour(BORDER), "outline_width": "0.2"}
    root, symbols = _renderer("singleSymbol")
    _add(symbols, "0", _Symbol("fill", (_Ink("SimpleFill", edge),)))
    return _text(root)


def _area(actor: ActorStyle, status: Status) -> _Symbol:
    hue = HUES[actor.hue][1]
    fill = {
        "color": _colour(hue, TINT),
        "style": "solid" if status is Status.REPORTED else "no",
        "outline_color": _colour(hue),
        "outline_style": _EDGES[status],
        "outline_width": _EDGE,
    }
    stripe = {"line_color": _colour(hue), "line_width": _STRIPE}
    stripes = _Ink(
        "LinePatternFill",
        {"angle": f"{actor.angle:g}", "distance": _APART, "line_width": _STRIPE},
        _Symbol("line", (_Ink("SimpleLine", stripe),)),
    )
    layers = (_Ink("SimpleFill", fill), *([stripes] if status in _STRIPED else []))
    return _Symbol("fill", layers, opacity=_SUPPORT)


def _dot(actor: ActorStyle, polarity: Polarity) -> _Symbol:
    hue = HUES[actor.hue][1]
    marker = {
        "name": "cross2" if polarity is Polarity.DENIED else "circle",
        "color": _colour("#ffffff" if polarity is Polarity.HEDGED else hue),
        "outline_color": _colour("#ffffff" if polarity is Polarity.ASSERTED else hue),
        "outline_width": "0.2" if polarity is Polarity.ASSERTED else _EDGE,
        "size": _DOT,
    }
    return _Symbol("marker", (_Ink("SimpleMarker", marker),))


def _by_rules(
    actors: Iterable[ActorStyle],
    rows: pd.DataFrame,
    field: str,
    signs: Mapping[Any, Callable[[ActorStyle], _Symbol]],
) -> str:
    known = set(zip(rows["actor_id"], rows[field], strict=True))
    root, symbols = _renderer("RuleRenderer")
    rules = etree.Element("rules", key="root")
    symbols.addprevious(rules)
    for rank, actor in enumerate(actors):
        shown = [sign for sign in signs if (xml_text(actor.actor_id), sign.value) in known]
        if not shown:
            continue
        group = etree.SubElement(rules, "rule", key=f"{rank}", label=xml_text(actor.name))
        group.set("filter", f'"actor_id" = {_literal(actor.actor_id)}')
        for sign in shown:
            name = f"{rank}-{sign.name.lower()}"
            rule = etree.SubElement(group, "rule", key=name, label=sign.value, symbol=name)
            rule.set("filter", f'"{field}" = {_literal(sign.value)}')
            _add(symbols, name, signs[sign](actor))
    return _text(root)


def _renderer(kind: str) -> tuple[Any, Any]:
    """Return the root of a style and the element that holds its symbols."""
    root = etree.Element("qgis", version=_VERSION, styleCategories="Symbology")
    renderer = etree.SubElement(root, "renderer-v2", type=kind, symbollevels="0", forceraster="0")
    return root, etree.SubElement(renderer, "symbols")


def _add(parent: Any, name: str, symbol: _Symbol) -> None:
    element = etree.SubElement(parent, "symbol", name=name, type=symbol.kind, alpha="1")
    if symbol.opacity:
        _expression(element, "alpha", symbol.opacity)
    for rank, layer in enumerate(symbol.layers):
        ink = etree.SubElement(element, "layer", {"class": layer.kind}, enabled="1", locked="0")
        for key, value in layer.properties.items():
            etree.SubElement(ink, "prop", k=key, v=value)
        if layer.inner:
            _add(ink, f"@{name}@{rank}", layer.inner)


def _expression(symbol: Any, name: str, text: str) -> None:
    """Let an expression over a row set a property of a symbol."""
    outer = etree.SubElement(etree.SubElement(symbol, "data_defined_properties"), "Option")
    outer.set("type", "Map")
    etree.SubElement(outer, "Option", name="name", value="", type="QString")
    etree.SubElement(outer, "Option", name="type", value="collection", type="QString")
    listed = etree.SubElement(outer, "Option", name="properties", type="Map")
    one = etree.SubElement(listed, "Option", name=name, type="Map")
    etree.SubElement(one, "Option", name="active", value="true", type="bool")
    etree.SubElement(one, "Option", name="expression", value=text, type="QString")
    etree.SubElement(one, "Option", name="type", value="3", type="int")


def _literal(text: str) -> str:
    """Return text as a string of QGIS's expressions."""
    escaped = xml_text(text).replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _colour(hue: str, opacity: float = 1.0) -> str:
    red, green, blue = bytes.fromhex(hue.removeprefix("#"))
    return f"{red},{green},{blue},{round(_OPAQUE * opacity)}"


def _text(root: Any) -> str:
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
    return str(etree.tostring(root, encoding="unicode", doctype=doctype, pretty_print=True))
