"""One panel of a printed map: the ground, and one group's provinces on it.

The signs are those of the page: a tint and stripes where presence is reported, stripes alone
and a dashed edge where it is hedged only, an edge alone where it is denied or past.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.style import HUES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from maps.geometry import Bounds

INK, INK_2, COUNTRY = "#1d2125", "#535a61", "#8a7f66"
_SEA, _LAND = "#dde5e8", "#f6f3ec"
_PROVINCE, BORDER = "#cfc9bb", "#8f897b"
#: Opacity for one, two, and three or more independent sources, and that of the tint, as on the
#: page.
SUPPORT = (0.55, 0.78, 1.0)
TINT = 0.3
#: Status -> dashes of the edge in points; none is a solid line.
_DASHES: Mapping[str, tuple[float, ...]] = {
    "hedged only": (3.2, 2.0),
    "conflicting": (0.8, 1.8),
    "denied only": (6.0, 2.0, 1.4, 2.0),
    "historical only": (6.0, 2.0, 1.4, 2.0),
}
_TINTED = ("reported",)
_STRIPED = ("reported", "hedged only", "conflicting")
# Stripes across the longer side of the view.
_STRIPES = 85
_LONGEST_LABEL = 22
# Points of a name's letters; inches of a letter's width and of a line, about.
_LABEL_SIZE = 5.8
_LETTER, _LINE = 0.052, 0.11


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under every panel; degrees in EPSG:4326.

    Attributes
    ----------
    view
        The extent that all panels share.
    provinces, borders, disputed
        The provinces in it, borders of countries, and disputed lines.
    names
        Country -> its name and a longitude and latitude in the view.
    shapes, countries
        Code -> outline, as far as it is in the view.
    """

    view: Bounds
    provinces: Sequence[Any] = ()
    borders: Sequence[Any] = ()
    disputed: Sequence[Any] = ()
    names: Mapping[str, tuple[str, float, float]] = field(default_factory=dict)
    shapes: Mapping[str, Any] = field(default_factory=dict)
    countries: Mapping[str, Any] = field(default_factory=dict)

    @property
    def aspect(self) -> float:
        """Width of a panel by its height."""
        return self.view.width * _squeeze(self.view) / self.view.height


@dataclass(frozen=True, slots=True)
class Sign:
    """A province and how one group is reported there."""

    name: str
    status: str
    sources: int
    shape: Any


def draw_ground(axes: Axes, ground: Ground) -> None:
    """Draw land, provinces and borders, and fix the extent."""
    view = ground.view
    axes.set_xlim(view.west, view.east)
    axes.set_ylim(view.south, view.north)
    axes.set_aspect(1 / _squeeze(view))
    axes.set_facecolor(_SEA)
    axes.tick_params(bottom=False, left=False, labelbottom=False, labelleft=False)
    for spine in axes.spines.values():
        spine.set(color=BORDER, linewidth=0.6)
    fill(axes, ground.provinces, facecolor=_LAND, edgecolor=_PROVINCE, linewidth=0.45, zorder=2)
    lines(axes, ground.borders, colors=BORDER, linewidths=0.65, zorder=3)
    draw_disputed(axes, ground.disputed, _LAND)


def draw_disputed(axes: Axes, borders: Sequence[Any], colour: str) -> None:
    """Dash lines, on the page's land colour over a border so that it shows as broken."""
    dashes = (0, (2.0, 2.6))
    lines(axes, borders, colors=colour, linewidths=1.0, linestyles=[dashes], zorder=4)


def draw_sign(axes: Axes, sign: Sign, hue: int, angle: float, view: Bounds) -> None:
    """Draw one province with the sign of its status, and its name."""
    colour = HUES[hue][1]
    support = SUPPORT[min(max(sign.sources, 1), len(SUPPORT)) - 1]
    style = (0, _DASHES[sign.status]) if sign.status in _DASHES else "solid"
    if sign.status in _TINTED:
        fill(axes, [sign.shape], facecolor=colour, alpha=TINT * support, zorder=6)
    if sign.status in _STRIPED:
        look: dict[str, Any] = {"colors": colour, "linewidths": 0.7, "alpha": support, "zorder": 7}
        lines(axes, stripes(sign.shape, angle, view), **look)
    lines(axes, [sign.shape.boundary], colors=colour, linewidths=1.2, linestyles=[style], zorder=8)


def draw_names(axes: Axes, ground: Ground, signs: Sequence[Sign], inches: float) -> None:
    """Write the names of provinces, largest first, then of countries; none over another.

    ``inches`` is the width of the panel.
    """
    wanted = [
        (plain(sign.name, _LONGEST_LABEL), _inside(sign.shape), INK)
        for sign in sorted(signs, key=lambda sign: (-sign.shape.area, sign.name))
    ]
    wanted += [
        (plain(name, _LONGEST_LABEL).upper(), (x, y), BORDER)
        for name, x, y in ground.names.values()
    ]
    per_inch = ground.view.width / inches
    squeeze = _squeeze(ground.view)
    taken: list[Any] = []
    for text, (x, y), colour in wanted:
        half = len(text) * _LETTER / 2 * per_inch
        tall = _LINE / 2 * per_inch * squeeze
        box = shapely.box(x - half, y - tall, x + half, y + tall)
        if ground.view.box.contains(box) and not any(box.intersects(other) for other in taken):
            taken.append(box)
            _label(axes, (x, y), text, colour)


def draw_country(axes: Axes, shape: Any) -> None:
    """Shade a country that is named without a province: faint, never a place in it."""
    fill(axes, [shape], facecolor=COUNTRY, alpha=0.13, zorder=5)
    dashes = (0, (4.0, 2.6))
    lines(axes, [shape.boundary], colors=COUNTRY, linewidths=0.9, linestyles=[dashes], zorder=5)


def plain(text: str, longest: int) -> str:
    """Return a text on one line without what cannot be drawn, cut to so many characters."""
    shown = "".join(c if c.isprintable() else " " for c in text[: longest * 20])
    line = " ".join(shown.split())
    return (
        line if len(line) <= longest else f"{line[: longest - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    )


def fill(axes: Axes, shapes: Sequence[Any], **look: Any) -> None:
    """Fill polygons with their holes, as one path."""
    from matplotlib.collections import PathCollection  # noqa: PLC0415 - only where it is drawn
    from matplotlib.path import Path  # noqa: PLC0415 - only where it is drawn

    paths = []
    for part in shapely.get_parts(np.asarray(shapes, dtype=object)):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = [
                Path(np.asarray(ring.coords)[:, :2], closed=True)
                for ring in (part.exterior, *part.interiors)
            ]
            paths.append(Path.make_compound_path(*rings))
    edge = {"edgecolor": look.pop("edgecolor", "none")}
    axes.add_collection(PathCollection(paths, **look, **edge), autolim=False)


def lines(axes: Axes, shapes: Sequence[Any], **look: Any) -> None:
    """Draw (multi)lines."""
    from matplotlib.collections import LineCollection  # noqa: PLC0415 - only where it is drawn

    merged = [shapely.line_merge(shape) for shape in shapes]
    parts = shapely.get_parts(np.asarray(merged, dtype=object))
    coords = [np.asarray(p.coords) for p in parts if p.geom_type in ("LineString", "LinearRing")]
    axes.add_collection(LineCollection(coords, **look), autolim=False)


def stripes(shape: Any, angle: float, view: Bounds) -> list[Any]:
    """Return the parts inside a shape of parallel lines at an angle in degrees.

    The lines are parts of one pattern over the view, so that neighbours' stripes meet.
    """
    squeeze = _squeeze(view)
    turn = math.radians(angle)
    along = np.array([math.cos(turn) / squeeze, math.sin(turn)])
    across = np.array([-math.sin(turn) / squeeze, math.cos(turn)])
    gap = max(view.width * squeeze, view.height) / _STRIPES
    west, south, east, north = shape.bounds
    corners = np.array([[west, south], [west, north], [east, south], [east, north]])
    flat = corners * [squeeze, 1.0]
    at = flat @ [-math.sin(turn), math.cos(turn)]
    on = flat @ [math.cos(turn), math.sin(turn)]
    steps = np.arange(math.ceil(at.min() / gap), math.floor(at.max() / gap) + 1) * gap
    ends = np.array([on.min() - gap, on.max() + gap])
    coords = steps[:, None, None] * across + ends[None, :, None] * along
    cut = shapely.intersection(shapely.linestrings(coords), shape) if len(steps) else []
    return [part for part in cut if not part.is_empty]


def _squeeze(view: Bounds) -> float:
    """Return how much shorter a degree of longitude is than one of latitude in mid-view."""
    return math.cos(math.radians((view.south + view.north) / 2))


def _inside(shape: Any) -> tuple[float, float]:
    parts = shapely.get_parts(shape)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    x, y = shapely.maximum_inscribed_circle(largest, 0.05).coords[0]
    return x, y


def _label(axes: Axes, spot: tuple[float, float], text: str, colour: str) -> None:
    from matplotlib.patheffects import withStroke  # noqa: PLC0415 - only where it is drawn

    place: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "zorder": 9,
        "parse_math": False,
        "clip_on": True,
    }
    label = axes.text(*spot, text, fontsize=_LABEL_SIZE, color=colour, **place)
    label.set_path_effects([withStroke(linewidth=1.5, foreground=_LAND, alpha=0.85)])
