"""A geoBoundaries release: what its API says of it, and its areas as a table of our own.

The API gives one JSON object for a country and level; the areas are GeoJSON with the
properties ``shapeName``, ``shapeISO``, ``shapeID``, ``shapeGroup`` and ``shapeType``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from geo.download import get_json
from geo.errors import BoundaryError, FetchError, TableError
from geo.fetched import AREAS
from geo.own_boundaries import read_own

if TYPE_CHECKING:
    from pathlib import Path

    from geo.fetched import Fetched

# Degrees, about 50 m: a release with a point every few metres makes tables of many megabytes.
_DETAIL = 0.0005
_MEDIA = "https://media.githubusercontent.com/media"
_RAW = re.compile(r"https?://[^/]+/([\w.-]+/[\w.-]+)/raw/(.+)")
_POINTER = re.compile(
    r"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize \d+\n"
)
_LONGEST_POINTER = 400


@dataclass(frozen=True, slots=True)
class Release:
    """What geoBoundaries says of one country and level.

    Attributes
    ----------
    url
        Of the GeoJSON; it names one state of the repository and so never changes.
    built
        The day of the release, as it is written there.
    year
        The year that the boundaries are of.
    licence, source
        Of the boundaries themselves.
    """

    url: str
    built: str
    year: str
    licence: str
    source: str


def release(base: str, iso3: str, level: str) -> Release:
    """Ask which release is the current one.

    Raises
    ------
    FetchError
        Where there is none, or its description is of another form.
    """
    address = f"{base.rstrip('/')}/{iso3}/{level}/"
    facts = get_json(address)
    try:
        return Release(
            url=str(facts["gjDownloadURL"]),
            built=str(facts["buildDate"]),
            year=str(facts.get("boundaryYearRepresented", "")),
            licence=str(facts["boundaryLicense"]),
            source=str(facts.get("boundarySource", "")),
        )
    except KeyError as error:
        raise FetchError(
            f"{address}: the answer lacks {error}: geoBoundaries' format has changed; look for a"
            " newer presence-mapper"
        ) from error


def pointer(path: Path) -> str | None:
    """Return the SHA-256 that a git-LFS pointer names, None where the file is none."""
    if path.stat().st_size > _LONGEST_POINTER:
        return None
    found = _POINTER.match(path.read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else None


def media_url(url: str) -> str:
    """Return where GitHub has the file itself that a pointer stands for.

    Raises
    ------
    FetchError
        Where the address is none of a file on GitHub.

    Examples
    --------
    >>> media_url("https://github.com/wmgeolab/geoBoundaries/raw/9469f09/a/b.geojson")
    'https://media.githubusercontent.com/media/wmgeolab/geoBoundaries/9469f09/a/b.geojson'
    """
    found = _RAW.fullmatch(url)
    if found is None:
        raise FetchError(f"{url}: a git-LFS pointer and not the file: name another mirror")
    return f"{_MEDIA}/{found[1]}/{found[2]}"


def build(areas: Path, folder: Path) -> dict[str, int]:
    """Check the areas of a release, mend them, and write them as GeoParquet.

    Parameters
    ----------
    areas
        The GeoJSON as it was fetched.
    folder
        Where to write ``boundaries.parquet``: EPSG:4326; ``shapeName``, ``shapeISO``,
        ``shapeID``, ``geometry``, simplified to about 50 m; sorted by ``shapeID``.

    Returns
    -------
    dict of str to int
        How many areas there are, and how many have a code of ISO 3166-2.

    Raises
    ------
    FetchError
        Where the file is damaged or of another form.
    """
    try:
        frame, _ = read_own(areas, name_column="shapeName", code_column="shapeID")
    except BoundaryError as error:
        raise FetchError(f"{error}: fetch it again, or look for a newer presence-mapper") from error
    raw = gpd.read_file(areas, ignore_geometry=True)
    codes = raw.get("shapeISO", raw["shapeID"].map({})).fillna("").astype(str)
    iso = dict(zip(raw["shapeID"].astype(str), codes.str.strip(), strict=True))
    table = gpd.GeoDataFrame(
        {
            "shapeName": frame["admin1_name"],
            "shapeISO": frame["unit_id"].map(iso),
            "shapeID": frame["unit_id"],
        },
        geometry=shapely.coverage_simplify(frame.geometry.to_numpy(), _DETAIL),
        crs=frame.crs,
    )
    table.to_parquet(folder / AREAS)
    return {"areas": len(table), "with ISO code": int((table["shapeISO"] != "").sum())}


def read_areas(table: Fetched) -> gpd.GeoDataFrame:
    """Return the areas of fetched boundaries, as :func:`build` wrote them.

    Raises
    ------
    TableError
        Where the file is missing or damaged.
    """
    try:
        return gpd.read_parquet(table.folder / AREAS)
    except (OSError, ValueError) as error:
        raise TableError(
            f"{table.name} cannot be read: take it away (presence-mapper data remove"
            f" {table.name}) and fetch it again"
        ) from error
