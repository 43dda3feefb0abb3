"""KML: presence and claims for Google Earth, a folder a group, in the colours of the map.

Every column stands in the ``ExtendedData`` of its Placemark, a missing value left out. Presence
has the span of its reports and a claim the day of publication as its time, which the time slider
takes. Reported presence is filled, hedged or conflicting presence faintly, denied or past presence
not at all. A claim without a point and a row no closer than a country have no geometry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely
from lxml import etree

from geo.records import Polarity
from geo.schema import Status
from maps.panels import TINT
from maps.safe import balloon, xml_text
from maps.style import HUES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from maps.flat import Layer
    from maps.style import ActorStyle

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_OPAQUE = 255
_FAINT = 0.12
#: Opacity of what an area's status, or a point's polarity, fills.
_FILLS: Mapping[str, float] = {
    Status.REPORTED: TINT,
    Status.HEDGED: _FAINT,
    Status.CONFLICTING: _FAINT,
    Status.DENIED: 0.0,
    Status.HISTORICAL: 0.0,
    Polarity.ASSERTED: 1.0,
    Polarity.HEDGED: 0.6,
    Polarity.DENIED: 0.3,
}
_SIGN = {"presence": "status", "claims": "polarity"}
_TIME = {"presence": ("first_reported", "last_reported"), "claims": ("published", "published")}
_BALLOON = {
    "presence": ("status", "n_sources", "n_documents", "first_reported", "last_reported"),
    "claims": ("quote", "polarity", "relation", "time_status", "publisher", "published", "url"),
}


def kml(layers: Sequence[Layer], actors: Sequence[ActorStyle]) -> bytes:
    """Return a KML document of the presence and claims layers.

    Parameters
    ----------
    layers
        The tables of a build; the provinces are left out.
    actors
        How the groups are drawn, in the order of their folders.
    """
    root = etree.Element("kml", nsmap={None: _NAMESPACE})
    document = _add(root, "Document")
    drawn = [layer for layer in layers if layer.name in _SIGN]
    for hue in sorted({actor.hue for actor in actors}):
        for sign, opacity in _FILLS.items():
            _style(document, _style_id(hue, sign), HUES[hue][1], opacity)
    for layer in drawn:
        _schema(document, layer)
    for layer in reversed(drawn):  # areas lie under points
        folder = _folder(document, layer.name)
        for actor in actors:
            rows = layer.frame[layer.frame["actor_id"] == xml_text(actor.actor_id)]
            if len(rows):
                own = _folder(folder, f"{actor.name}: {layer.name}")
                _placemarks(own, layer.name, rows, actor)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _placemarks(folder: Any, layer: str, rows: pd.DataFrame, actor: ActorStyle) -> None:
    columns = [name for name in rows.columns if name != "geometry"]
    for values, shape in zip(
        rows[columns].itertuples(index=False, name=None), rows["geometry"], strict=True
    ):
        known = {
            name: _written(value)
            for name, value in zip(columns, values, strict=True)
            if not pd.isna(value)
        }
        where = known.get("place_name") or known.get("admin1_name") or known.get("country_iso2", "")
        place = _add(folder, "Placemark")
        _add(place, "name", f"{actor.short}: {where}")
        title = f"{known['actor_name']}: {where}"
        shown = [f"{_words(name)}: {known[name]}" for name in _BALLOON[layer] if name in known]
        _add(place, "description", balloon([title, *shown]))
        _span(place, *(known.get(name) for name in _TIME[layer]))
        _add(place, "styleUrl", f"#{_style_id(actor.hue, known[_SIGN[layer]])}")
        data = _add(_add(place, "ExtendedData"), "SchemaData", schemaUrl=f"#{layer}")
        for name, text in known.items():
            _add(data, "SimpleData", text, name=name)
        if shape is not None:
            _geometry(place, shape)


def _span(place: Any, first: str | None, last: str | None) -> None:
    if first == last and first is not None:
        _add(_add(place, "TimeStamp"), "when", first)
    elif first is not None:
        span = _add(place, "TimeSpan")
        _add(span, "begin", first)
        _add(span, "end", last)


def _geometry(parent: Any, shape: BaseGeometry) -> None:
    if isinstance(shape, shapely.Point):
        _add(_add(parent, "Point"), "coordinates", _coordinates(shape))
    elif isinstance(shape, shapely.Polygon):
        polygon = _add(parent, "Polygon")
        for name, rings in (
            ("outerBoundaryIs", [shape.exterior]),
            ("innerBoundaryIs", shape.interiors),
        ):
            for ring in rings:
                line = _add(_add(polygon, name), "LinearRing")
                _add(line, "coordinates", _coordinates(ring))
    else:
        several = _add(parent, "MultiGeometry")
        for part in shapely.get_parts(shape):
            _geometry(several, part)


def _coordinates(shape: BaseGeometry) -> str:
    return " ".join(f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shape).tolist())


def _schema(document: Any, layer: Layer) -> None:
    schema = _add(document, "Schema", name=layer.name, id=layer.name)
    for name, dtype in layer.frame.dtypes.items():
        if name != "geometry":
            kind = {"Int64": "int", "float64": "double"}.get(str(dtype), "string")
            _add(schema, "SimpleField", type=kind, name=name)


def _style(document: Any, name: str, hue: str, opacity: float) -> None:
    style = _add(document, "Style", id=name)
    _add(_add(style, "IconStyle"), "color", _colour(hue, opacity))
    _add(_add(style, "LabelStyle"), "scale", "0.8")
    line = _add(style, "LineStyle")
    _add(line, "color", _colour(hue, 1.0))
    _add(line, "width", "2")
    area = _add(style, "PolyStyle")
    _add(area, "color", _colour(hue, opacity))
    _add(area, "fill", str(int(opacity > 0)))
    # Else Google Earth shows names and columns too, and as HTML.
    _add(_add(style, "BalloonStyle"), "text", "$[description]")


def _style_id(hue: int, sign: str) -> str:
    return f"hue-{hue}-{sign.replace(' ', '-')}"


def _colour(hue: str, opacity: float) -> str:
    """Return a colour as KML has it: opacity, blue, green, red."""
    red, green, blue = bytes.fromhex(hue.removeprefix("#"))
    return f"{round(_OPAQUE * opacity):02x}{blue:02x}{green:02x}{red:02x}"


def _folder(parent: Any, name: str) -> Any:
    folder = _add(parent, "Folder")
    _add(folder, "name", name)
    return folder


def _words(column: str) -> str:
    return column.removeprefix("n_").replace("_", " ")


def _written(value: object) -> str:
    """Return a value as text: a date as ISO 8601, a number so that it comes back the same."""
    return repr(value) if isinstance(value, float) else str(value)


def _add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    element = etree.SubElement(parent, tag, attributes)
    if text is not None:
        element.text = xml_text(text)
    return element
