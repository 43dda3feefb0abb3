"""What a GeoJSON file breaks of RFC 7946, written from the RFC and not from the exporter."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_TOO_FINE = re.compile(r"-?\d+\.\d{6,}")


def problems(document: Any, text: str = "") -> list[str]:
    """Return what is wrong with a FeatureCollection, section by section of the RFC."""
    found = []
    if document.get("type") != "FeatureCollection":
        found.append("3.3: the root is no FeatureCollection")
    if "crs" in document:
        found.append("4: a crs member")
    if not isinstance(document.get("features"), list):
        return [*found, "3.3: features is no array"]
    for number, feature in enumerate(document["features"]):
        found += [f"feature {number}: {problem}" for problem in _feature(feature)]
    points = [p for f in document["features"] for p in _positions(f.get("geometry"))]
    found += _box(document.get("bbox"), points)
    for line in text.splitlines():
        geometry = line.partition('"geometry":')[2]
        if _TOO_FINE.search(geometry):
            found.append("11.2: more than five decimals")
    return found


def _feature(feature: Any) -> Iterator[str]:
    if feature.get("type") != "Feature":
        yield "3.2: its type is not Feature"
    if "properties" not in feature or "geometry" not in feature:
        yield "3.2: properties or geometry is missing"
        return
    if not isinstance(feature["properties"], dict | None):
        yield "3.2: properties is no object"
    geometry = feature["geometry"]
    if geometry is None:
        return
    if geometry.get("type") not in _DEPTH:
        yield "3.1: no such geometry type"
        return
    if not list(_positions(geometry)):
        yield "3.1: empty coordinates"
    for position in _positions(geometry):
        if len(position) != 2 or not (abs(position[0]) <= 180 and abs(position[1]) <= 90):
            yield f"4: {position} is no longitude and latitude"
    for polygon in _polygons(geometry):
        yield from _polygon(polygon)


def _polygon(rings: Any) -> Iterator[str]:
    for number, ring in enumerate(rings):
        if len(ring) < 4 or ring[0] != ring[-1]:
            yield "3.1.6: a ring is not closed or has fewer than four positions"
        area = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in itertools.pairwise(ring))
        if (area > 0) == (number == 0):
            yield "3.1.6: a ring turns the wrong way"
        if any(abs(a[0] - b[0]) > 180 for a, b in itertools.pairwise(ring)):
            yield "3.1.9: a ring crosses the antimeridian"


def _polygons(geometry: Any) -> list[Any]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else []


def _positions(geometry: Any) -> Iterator[list[float]]:
    if geometry is None:
        return

    def walk(value: Any, depth: int) -> Iterator[list[float]]:
        if depth == 0:
            yield value
        else:
            for one in value:
                yield from walk(one, depth - 1)

    yield from walk(geometry["coordinates"], _DEPTH[geometry["type"]])


def _box(box: Any, points: list[list[float]]) -> Iterator[str]:
    if not points:
        if box is not None:
            yield "5: a bbox around nothing"
        return
    if not isinstance(box, list) or len(box) != 4:
        yield "5: no bbox of four numbers"
        return
    west, south, east, north = box
    for x, y in points:
        inside = west <= x <= east if west <= east else (x >= west or x <= east)
        if not (inside and south <= y <= north):
            yield f"5: {x}, {y} lies outside the bbox"
