"""Further formats of a build's tables, for QGIS, R, Google Earth and data frames.

=============  =====================================================================
``gpkg``       ``map.gpkg``: layers ``claims``, ``presence``, ``provinces``, and the
               styles that QGIS gives them on opening
``parquet``    a GeoParquet 1.1 file a table, with a column ``bbox`` of each shape's
               extent, by which readers leave out what lies elsewhere
``flatgeobuf`` a FlatGeobuf file a table, with a spatial index where every row has a
               shape (the format has none for rows without)
``kml``        ``map.kml``: presence and claims, a folder a group
=============  =====================================================================

All have the same columns and rows (:mod:`maps.flat`); the same build gives the same bytes.
GeoPackage and FlatGeobuf are written by the GDAL that comes with pyogrio. That GDAL cannot write
Parquet, which pyarrow does, and no colours, folders or times into KML, which :mod:`maps.kml` does.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from geo.boundaries import Boundaries
from geo.errors import UsageError
from maps.flat import layers
from maps.geopackage import DRIVER as GEOPACKAGE
from maps.geopackage import write_geopackage
from maps.kml import kml
from maps.layers import actor_styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame

    from geo.actors import Registry
    from maps.flat import Layer
    from maps.style import ActorStyle

_FLATGEOBUF = "FlatGeobuf"
# GDAL takes tables of Arrow from this version on, and with them dates that are dates.
_ARROW = (3, 8, 0)
_DRIVERS = {"gpkg": GEOPACKAGE, "flatgeobuf": _FLATGEOBUF}


def chosen(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the formats that texts such as ``gpkg,kml`` name, each once, in their usual order.

    Raises
    ------
    UsageError
        Where one is unknown, or the installed GDAL cannot write it.
    """
    names = {name.strip().lower() for text in texts for name in text.split(",")} - {""}
    unknown = sorted(names - _WRITERS.keys())
    if unknown:
        raise UsageError(f"--format {','.join(unknown)}: known are {', '.join(_WRITERS)}")
    able = pyogrio.list_drivers(write=True)
    for name in sorted(names & _DRIVERS.keys()):
        if _DRIVERS[name] not in able or pyogrio.__gdal_version__ < _ARROW:
            raise UsageError(
                f"--format {name}: the installed GDAL ({pyogrio.__gdal_version_string__}) cannot "
                f"write {_DRIVERS[name]} from Arrow; the pyogrio of PyPI's wheels can"
            )
    return tuple(name for name in _WRITERS if name in names)


def write_tables(
    claims: GeoDataFrame,
    presence: GeoDataFrame,
    folder: str | Path,
    formats: Iterable[str] = ("gpkg",),
    *,
    boundaries: Boundaries | None = None,
    registry: Registry | None = None,
) -> tuple[Path, ...]:
    """Write claims and presence for QGIS, R, Google Earth or data frames.

    Parameters
    ----------
    claims, presence
        The frames of :func:`geo.extract` and :func:`geo.presence`.
    folder
        Where to; made where it does not exist.
    formats
        Any of ``gpkg``, ``parquet``, ``flatgeobuf`` and ``kml``.
    boundaries, registry
        What the frames were made with; the program's own by default.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    UsageError
        Where a format is unknown, or the installed GDAL cannot write it.
    OSError
        Where a file cannot be written; the folder is then as it was.
    """
    names = chosen(formats)
    flat = layers(claims, presence, boundaries or Boundaries.load())
    Path(folder).mkdir(parents=True, exist_ok=True)
    styles = actor_styles(presence, claims, registry=registry)
    return write_formats(names, Path(folder), flat, styles)


def write_formats(
    formats: Sequence[str], folder: Path, layers: Sequence[Layer], actors: Sequence[ActorStyle]
) -> tuple[Path, ...]:
    """Write tables in further formats, all of the files or none of them.

    Parameters
    ----------
    formats
        As :func:`chosen` returns them.
    folder
        Where to.
    layers
        The tables (:func:`maps.flat.layers`).
    actors
        How the groups are drawn (:func:`maps.layers.actor_styles`).

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    OSError
        Where one cannot be written; the folder is then as it was.
    """
    with tempfile.TemporaryDirectory(prefix=".presence-mapper-", dir=folder) as name:
        part = Path(name)
        try:
            for one in formats:
                _WRITERS[one](part, layers, actors)
        except (DataLayerError, DataSourceError, FeatureError) as error:
            raise OSError(f"{folder}: {one} could not be written ({error})") from error
        written = sorted(part.iterdir())
        for path in written:
            _flush(path)
        return tuple(path.replace(folder / path.name) for path in written)


def _geopackage(folder: Path, layers: Sequence[Layer], actors: Sequence[ActorStyle]) -> None:
    write_geopackage(folder / "map.gpkg", layers, actors)


def _parquet(folder: Path, layers: Sequence[Layer], _: Sequence[ActorStyle]) -> None:
    for layer in layers:
        layer.frame.to_parquet(
            folder / f"{layer.name}.parquet",
            index=False,
            compression="zstd",
            schema_version="1.1.0",
            write_covering_bbox=True,
        )


def _flatgeobuf(folder: Path, layers: Sequence[Layer], _: Sequence[ActorStyle]) -> None:
    for layer in layers:
        whole = bool(layer.frame.geometry.notna().all())
        pyogrio.write_dataframe(
            layer.frame,
            folder / f"{layer.name}.fgb",
            layer=layer.name,
            driver=_FLATGEOBUF,
            geometry_type=layer.shape,
            layer_options={"SPATIAL_INDEX": "YES" if whole else "NO"},
            use_arrow=True,
        )


def _kml(folder: Path, layers: Sequence[Layer], actors: Sequence[ActorStyle]) -> None:
    (folder / "map.kml").write_bytes(kml(layers, actors))


def _flush(path: Path) -> None:
    """Wait until a file is on the disk, so that no half of it ever has its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


_WRITERS: Mapping[str, Callable[[Path, Sequence[Layer], Sequence[ActorStyle]], None]] = {
    "gpkg": _geopackage,
    "parquet": _parquet,
    "flatgeobuf": _flatgeobuf,
    "kml": _kml,
}
