"""The page: a `folium.Map` with the program's own shell, layers and scripts around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import jinja2
import pandas as pd
from branca.element import Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

from geo.errors import UsageError
from maps.credits import credit_lines
from maps.layers import ActorLayer, drawing
from maps.offline import AssetMode, OwnCode, PageFigure, Verbatim, load_assets
from maps.safe import json_block, packed_block
from maps.style import palette_css
from maps.tiles import tile_layer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geopandas import GeoDataFrame

    from geo.actors import Registry
    from maps.geometry import BoundaryFrames
    from maps.safe import Json

_PAGE = Path(__file__).resolve().parent / "page"
#: The page's scripts, each after those it needs.
_SCRIPTS = (
    "core.js",
    "store.js",
    "labels.js",
    "paint.js",
    "points.js",
    "groups.js",
    "evidence.js",
    "table.js",
    "time.js",
    "filters.js",
    "hash.js",
    "app.js",
)
_SHEETS = ("frame.css", "side.css", "map.css", "panel.css", "media.css")
_DEEPEST_ZOOM = 13
# Characters of data from which on they are compressed: a small page can be read as it is.
_LARGEST_PLAIN = 1_000_000


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How a map is drawn.

    Attributes
    ----------
    title
        Headline of the page.
    as_of
        The date of the data; the newest report's where not given.
    tiles
        Name of an xyzservices provider for a background that is off until the reader turns
        it on; None for none. Every tile that is then shown is a request to that provider.
    assets
        ``inline`` for one file that needs no network, ``cdn`` for a small one that does.
    families
        Actor id -> heading in the control; the registry's grouping where None.
    registry
        The groups with their families and other names; the shipped ones where None.
    fade_months
        Months after which a report is drawn faint; None draws all alike.
    """

    title: str = "Reported presence of armed groups"
    as_of: date | None = None
    tiles: str | None = None
    assets: AssetMode = "inline"
    families: Mapping[str, str] | None = None
    registry: Registry | None = None
    fade_months: int | None = 12


def draw(
    presence: GeoDataFrame,
    claims: GeoDataFrame,
    *,
    title: str | None = None,
    as_of: date | None = None,
    boundaries: BoundaryFrames | None = None,
    options: MapOptions | None = None,
) -> PresenceMap:
    """Draw a map.

    Parameters
    ----------
    presence
        One row an actor and province, as `geo.presence` gives it.
    claims
        The claims behind it, as `geo.extract` gives them.
    title, as_of
        Stand for the same fields of ``options``.
    boundaries
        Where the basemap comes from; the shipped boundaries by default.
    options
        The rest.

    Returns
    -------
    folium.Map
        It shows itself in a notebook, takes further layers, and saves.

    Raises
    ------
    UsageError
        Where ``options.tiles`` is no provider.
    """
    chosen = options or MapOptions()
    chosen = replace(chosen, title=title or chosen.title, as_of=as_of or chosen.as_of)
    ground = boundaries if boundaries is not None else _shipped_boundaries(chosen.as_of)
    return PresenceMap(presence, claims, ground, chosen)


def _shipped_boundaries(as_of: date | None) -> BoundaryFrames:
    from geo.boundaries import Boundaries  # noqa: PLC0415 - read where none is given

    return Boundaries.load(as_of=as_of)


def render_html(chart: folium.Map) -> str:
    """Return the whole page of a map as text."""
    html: str = chart.get_root().render()
    return html


class PresenceMap(folium.Map):
    """A `folium.Map` of presence, with its page around it.

    Attributes
    ----------
    assets_missing
        True where the browser files to inline were asked for and not there, so that the page
        has CDN links.
    layers
        The groups' layers by actor id.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.leaflet_map(kwargs) }}{% endmacro %}"
    )

    def __init__(
        self,
        presence: GeoDataFrame,
        claims: GeoDataFrame,
        boundaries: BoundaryFrames | None,
        options: MapOptions,
    ) -> None:
        super().__init__(
            location=(0.0, 0.0),
            tiles=None,
            zoom_control=False,
            maxZoom=_DEEPEST_ZOOM,
            zoomSnap=0.25,
        )
        self._id = "presence"
        self.page_options = options
        drawn = drawing(
            presence,
            claims,
            boundaries=boundaries,
            families=options.families,
            registry=options.registry,
        )
        self.payload: dict[str, Json] = {**drawn.payload, **_about(claims, options)}
        assets = load_assets() if options.assets == "inline" else None
        self.assets_missing = options.assets == "inline" and assets is None
        background = tile_layer(options.tiles) if options.tiles else None
        figure = PageFigure(
            title=options.title,
            assets=assets,
            popup_script=_read("popups.js"),
            image_hosts=background.hosts if background else (),
        )
        figure.add_child(self)
        self.layers = {
            style.actor_id: ActorLayer(style, number) for number, style in enumerate(drawn.actors)
        }
        self._add_own(background.layer if background else None)

    def _add_own(self, background: folium.TileLayer | None) -> None:
        """Put the groups' layers on the map, the background and the start of the program."""
        for layer in self.layers.values():
            layer.add_to(self)
        if background:
            background.add_to(self)
        PageStart(list(self.layers.values()), background).add_to(self)
        self._own = set(self._children)

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # as folium.Map does
        """Render into the figure; called by branca."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise UsageError("a map is rendered through its figure: map.get_root().render()")
        if isinstance(figure, PageFigure):
            figure.strict = self._is_own(figure)
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium's is untyped
        figure.header.add_child(OwnCode("style", _sheet()), name="sheet")
        figure.header.add_child(OwnCode("script", _scripts()), name="program")
        figure.html.add_child(Verbatim(self.shell()), name=self.get_name(), index=0)

    def _is_own(self, figure: Figure) -> bool:
        """Say whether nothing but this program has put elements on the page."""
        return set(self._children) <= self._own and set(figure.html._children) <= {  # noqa: SLF001 - branca has no other way
            self.get_name()
        }

    def shell(self) -> str:
        """Return the body of the page."""
        loader = jinja2.FileSystemLoader(_PAGE)
        page = jinja2.Environment(loader=loader, autoescape=True).get_template("shell.html.jinja")
        data = json_block(self.payload)
        packed = len(data) > _LARGEST_PLAIN
        return page.render(
            map_id=self.get_name(),
            title=self.page_options.title,
            bounds=json_block(self.payload["bounds"]),
            packed=packed,
            data=Markup(packed_block(data) if packed else data),  # noqa: S704 - escaped by json_block
        )

    def leaflet_map(self, kwargs: Mapping[str, Any]) -> str:
        """Return Folium's own script for the map."""
        script: str = folium.Map._template.module.script(self, kwargs)  # noqa: SLF001 - Folium's template is reused, not copied
        return script


class PageStart(MacroElement):
    """Starts the page's program with the map and its layers."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "PresenceMapper.start({{ this._parent.get_name() }}, "
        "[{% for layer in this.layers %}{{ layer.get_name() }},{% endfor %}], "
        "{{ this.background.get_name() if this.background else 'null' }});"
        "{% endmacro %}"
    )

    def __init__(self, layers: list[ActorLayer], background: folium.TileLayer | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's is untyped
        self._name = "PageStart"
        self._id = "presence"
        self.layers = layers
        self.background = background


def _about(claims: GeoDataFrame, options: MapOptions) -> dict[str, Json]:
    """Return what the page says of itself."""
    newest = pd.to_datetime(claims["published"]).max() if len(claims) else pd.NaT
    as_of = options.as_of or (None if pd.isna(newest) else newest.date())
    return {
        "title": options.title,
        "asOf": _day(as_of),
        # Not today's date where none was chosen: the same input gives the same page any day.
        "provincesOf": _day(options.as_of),
        "fadeMonths": options.fade_months,
        "credits": list(credit_lines(claims["geocode_source"].dropna())),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _scripts() -> str:
    return "\n".join(_read(name) for name in _SCRIPTS)


def _sheet() -> str:
    return "\n".join((palette_css(), *map(_read, _SHEETS)))


def _read(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")
