"""Claims and presence frames -> what the page draws, and one Folium layer a group."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import folium
import pandas as pd
import shapely

from geo.actors import Registry
from geo.areas import in_areas
from geo.boundaries import Boundaries
from maps.evidence import day_strings, evidence, surfaces
from maps.geometry import BoundaryFrames, Bounds, Outlines, encode, frame_around, outlines
from maps.regions import Region, named_regions
from maps.style import ActorStyle, default_families, styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame

    from maps.safe import Json

STATUSES = ("reported", "hedged only", "conflicting", "denied only", "historical only")
_BRACES = str.maketrans("{}", "()")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a page shows.

    Attributes
    ----------
    actors
        The groups, in the order of the control.
    payload
        The page's data, ready for `maps.safe.json_block`.
    """

    actors: tuple[ActorStyle, ...]
    payload: dict[str, Json]


class ActorLayer(folium.FeatureGroup):
    """The Leaflet layer of one group; the page's script fills it.

    It is an ordinary `folium.FeatureGroup`: it can be found among the map's children, be put
    into a `folium.LayerControl`, and take further elements.
    """

    def __init__(self, style: ActorStyle, number: int) -> None:
        # A LayerControl's script is compiled as a template by branca: no braces.
        super().__init__(name=style.name.translate(_BRACES))
        self.style = style
        self._id = f"{number}_{_NOT_IN_A_NAME.sub('_', style.actor_id)[:40]}"


def drawing(
    presence: GeoDataFrame,
    claims: GeoDataFrame,
    *,
    boundaries: BoundaryFrames | None,
    families: Mapping[str, str] | None,
    registry: Registry | None = None,
) -> Drawing:
    """Turn frames into what the page draws.

    Parameters
    ----------
    presence
        A presence frame with geometry; rows without a province are listed, not filled.
    claims
        The claims behind it.
    boundaries
        Where the basemap comes from, or None for no basemap.
    families
        Actor id -> heading in the control; the registry's grouping by default.
    registry
        The groups; the shipped ones by default.
    """
    presence = presence.sort_values(["actor_id", "country_iso2", "admin1_code"], kind="stable")
    claims = _in_units(claims, presence, boundaries)
    actors = actor_styles(presence, claims, families, registry)
    order = [style.actor_id for style in actors]
    payload: dict[str, Json] = {
        "actors": [_actor(style) for style in actors],
        **_ground(presence, claims, boundaries),
        "rows": _rows(presence, order),
        "statuses": list(STATUSES),
        **evidence(claims, order),
    }
    return Drawing(actors, payload)


def actor_styles(
    presence: pd.DataFrame,
    claims: pd.DataFrame,
    families: Mapping[str, str] | None = None,
    registry: Registry | None = None,
) -> tuple[ActorStyle, ...]:
    """Return how each group of two frames is drawn, in the order of the control.

    Parameters
    ----------
    presence, claims
        The frames; what an actor's claims call it may give its short name.
    families
        Actor id -> heading; the shipped grouping by default.
    registry
        The registry that the claims were found with; the program's own by default.
    """
    names = _names(presence, claims)
    registry = registry or Registry.load()
    return styles(names, _aliases(registry, claims), families or registry_families(registry, names))


def _ground(
    presence: GeoDataFrame, claims: GeoDataFrame, boundaries: BoundaryFrames | None
) -> dict[str, Json]:
    """Return the view and every outline of the page."""
    provinces = _provinces(presence)
    shown = provinces[provinces.geometry.notna()]
    at_country = presence[presence["admin1_code"].isna()]
    country_shapes = _country_shapes(boundaries, at_country["country_iso2"])
    regions = named_regions(claims)
    areas = [*shown.geometry, *_covered(regions, boundaries)]
    weights = [*_weights(presence, shown), *([1] * (len(areas) - len(shown)))]
    view = frame_around(areas, list(country_shapes.values()), weights)
    whole = Bounds.around([*areas, *country_shapes.values()]) or view
    lines = outlines(shown, boundaries, view, list(country_shapes))
    return {
        "bounds": view.as_list(),
        "everything": whole.as_list(),
        "areas": _areas(provinces, lines),
        "countries": _countries(presence, claims, lines, country_shapes, boundaries),
        "regions": _regions(regions, lines),
        "base": lines.base,
        "labels": _labels(boundaries, shown, lines),
    }


def _in_units(
    claims: GeoDataFrame, presence: pd.DataFrame, boundaries: BoundaryFrames | None
) -> GeoDataFrame:
    """Put claims of a former or renamed province into the one that the presence table has.

    Where the user has areas of his own, into these.
    """
    if isinstance(boundaries, Boundaries) and boundaries.is_own:
        return in_areas(claims, boundaries)[0]
    known = set(presence["admin1_code"].dropna())
    moved = {}
    for code in set(claims["admin1_code"].dropna()) - known:
        unit = boundaries.by_code(code) if boundaries else None
        moved[code] = code if unit is None else unit.admin1_code
    codes = claims["admin1_code"].map(lambda code: moved.get(code, code), na_action="ignore")
    return claims.assign(admin1_code=codes)


def _aliases(registry: Registry, claims: pd.DataFrame) -> dict[str, list[str]]:
    """Return actor id -> other names: the registry's, then those of the texts."""
    out = surfaces(claims)
    for actor_id in out:
        known = registry.actors.get(actor_id)
        if known:
            out[actor_id] = [*known.aliases, *known.weak_aliases, *out[actor_id]]
    return out


def registry_families(registry: Registry, actor_ids: Iterable[str]) -> dict[str, str]:
    """Return the headings: the shipped ones, else that of the parent, else its name."""
    shipped = default_families()
    parents = {actor_id: registry.family(actor_id) for actor_id in actor_ids}
    found = {
        actor_id: shipped.get(actor_id, shipped.get(parent, registry.name(parent)))
        for actor_id, parent in parents.items()
        if actor_id in shipped or parent != actor_id
    }
    return shipped | found


def _names(presence: pd.DataFrame, claims: pd.DataFrame) -> dict[str, str]:
    pairs = pd.concat([frame[["actor_id", "actor_name"]] for frame in (presence, claims)])
    first = pairs.drop_duplicates("actor_id")
    return {str(a): str(n) for a, n in zip(first["actor_id"], first["actor_name"], strict=True)}


def _actor(style: ActorStyle) -> dict[str, Json]:
    return {
        "id": style.actor_id,
        "name": style.name,
        "short": style.short,
        "family": style.family,
        "hue": style.hue,
        "angle": style.angle,
    }


def _provinces(presence: GeoDataFrame) -> GeoDataFrame:
    """Return each province with a report once, with its outline where that is known."""
    columns = ["admin1_code", "admin1_name", "country_iso2", "geometry"]
    rows = presence.loc[presence["admin1_code"].notna(), columns]
    return rows.drop_duplicates("admin1_code").sort_values("admin1_code", ignore_index=True)


def _weights(presence: pd.DataFrame, shown: GeoDataFrame) -> list[int]:
    """Return how many groups are reported in each province."""
    groups = presence["admin1_code"].value_counts()
    return [int(groups[code]) for code in shown["admin1_code"]]


def _areas(provinces: GeoDataFrame, lines: Outlines) -> list[Json]:
    """Return the provinces with a report; one of no known outline is only listed."""
    out: list[Json] = []
    for code, name, iso in zip(
        provinces["admin1_code"], provinces["admin1_name"], provinces["country_iso2"], strict=True
    ):
        shape = lines.areas.get(code)
        out.append(
            {
                "code": str(code),
                "name": _text(name),
                "country": _text(iso),
                "at": _inside(shape) if shape else None,
                "shape": encode(shape) if shape else [],
            }
        )
    return out


def _inside(shape: Any) -> list[float]:
    """Return a latitude and longitude well inside the largest part, for labels only."""
    parts = shapely.get_parts(shape)
    largest = max(parts, key=shapely.area)
    point = shapely.maximum_inscribed_circle(largest, 0.05).coords[0]
    return [round(point[1], 3), round(point[0], 3)]


def _country_shapes(boundaries: BoundaryFrames | None, isos: pd.Series[Any]) -> dict[str, Any]:
    if boundaries is None:
        return {}
    frame = boundaries.countries
    wanted = frame[frame["country_iso2"].isin(isos.dropna().unique())]
    pairs = zip(wanted["country_iso2"], wanted.geometry, strict=True)
    return {str(iso): shape for iso, shape in pairs}


def _countries(
    presence: pd.DataFrame,
    claims: pd.DataFrame,
    lines: Outlines,
    shapes: Mapping[str, Any],
    boundaries: BoundaryFrames | None,
) -> list[Json]:
    """Return the countries that something is reported of or that lie in view."""
    named = _country_names(boundaries)
    mentioned = {str(iso) for frame in (presence, claims) for iso in frame["country_iso2"].dropna()}
    out: list[Json] = []
    for iso in sorted(mentioned | set(lines.countries)):
        shape = lines.countries.get(iso, shapes.get(iso))
        out.append(
            {
                "code": iso,
                "name": named.get(iso, iso),
                "at": None if shape is None else _inside(shape),
                "shape": encode(shape) if iso in shapes else [],
            }
        )
    return out


def _country_names(boundaries: BoundaryFrames | None) -> dict[str, str]:
    if boundaries is None:
        return {}
    frame = boundaries.countries
    return {
        str(iso): str(name)
        for iso, name in zip(frame["country_iso2"], frame["country_name"], strict=True)
    }


def _covered(regions: Sequence[Region], boundaries: BoundaryFrames | None) -> list[Any]:
    if boundaries is None or not regions:
        return []
    codes = {code for region in regions for code in region.covers}
    frame = boundaries.frame
    return list(frame.geometry[frame["admin1_code"].isin(codes)])


def _regions(regions: Sequence[Region], lines: Outlines) -> list[Json]:
    shapes = [(region.name, region.shape(lines.areas)) for region in regions]
    return [{"name": name, "shape": encode(s)} for name, s in shapes if s is not None]


def _labels(boundaries: BoundaryFrames | None, shown: GeoDataFrame, lines: Outlines) -> list[Json]:
    """Return names of provinces without a report, shown faintly when there is room."""
    if boundaries is None:
        return []
    frame = boundaries.frame
    near = frame["country_iso2"].isin(set(lines.countries))
    rest = frame[
        near & frame["admin1_name"].notna() & ~frame["admin1_code"].isin(shown["admin1_code"])
    ]
    spots = zip(rest["admin1_name"], rest["inside_latitude"], rest["inside_longitude"], strict=True)
    return [[_text(name), round(y, 2), round(x, 2)] for name, y, x in spots]


def _rows(presence: pd.DataFrame, actors: Sequence[str]) -> dict[str, Json]:
    """Return the presence table as columns."""
    number = {actor_id: rank for rank, actor_id in enumerate(actors)}
    return {
        "actor": [number[a] for a in presence["actor_id"]],
        "area": [_text(c) or None for c in presence["admin1_code"]],
        "country": [_text(c) for c in presence["country_iso2"]],
        "status": [STATUSES.index(s) for s in presence["status"]],
        "claims": [int(n) for n in presence["n_claims"]],
        "documents": [int(n) for n in presence["n_documents"]],
        "sources": [int(n) for n in presence["n_sources"]],
        "relations": [_counts(text) for text in presence["relations"]],
        "first": day_strings(presence["first_reported"]),
        "last": day_strings(presence["last_reported"]),
        "confidence": [round(float(c), 2) for c in presence["confidence"]],
    }


def _counts(relations: object) -> Json:
    return json.loads(relations) if isinstance(relations, str) and relations else {}


def _text(value: str | None) -> str:
    return "" if pd.isna(value) else str(value)
