"""GeoPackage: the tables of a build and the styles that QGIS gives them on opening.

QGIS looks for a style in the table ``layer_styles`` of the file itself; the default one of a
layer is applied as soon as the layer is added. The file holds no time of its making: its dates of
change are the day of the newest report, so that the same build gives the same bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio

from maps.qgis import claims_style, presence_style, provinces_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from maps.flat import Layer
    from maps.style import ActorStyle

DRIVER = "GPKG"
_NEVER = pd.Timestamp("1970-01-01")
_GEOMETRY = "geom"
# Of 2017, which programs of any age read without a warning.
_FORMAT = {"VERSION": "1.2"}
_NOW = "OGR_CURRENT_DATE"


def write_geopackage(path: Path, layers: Sequence[Layer], actors: Sequence[ActorStyle]) -> None:
    """Write layers into a new GeoPackage, with their styles.

    Parameters
    ----------
    path
        A file that is not there yet, its name ending in ``.gpkg``.
    layers
        The tables.
    actors
        How the groups are drawn.
    """
    day = _newest(layers)
    with _clock(day):
        for layer in layers:
            pyogrio.write_dataframe(
                layer.frame,
                path,
                layer=layer.name,
                driver=DRIVER,
                geometry_type=layer.shape,
                dataset_options=_FORMAT,
                layer_options={"GEOMETRY_NAME": _GEOMETRY},
                use_arrow=True,
            )
        pyogrio.write_dataframe(
            _style_table(layers, actors, day),
            path,
            layer="layer_styles",
            driver=DRIVER,
            layer_options={"FID": "id"},
            use_arrow=True,
        )


def _newest(layers: Sequence[Layer]) -> pd.Timestamp:
    """Return the day of the newest report, or the first day of Unix time."""
    days = (layer.frame["published"] for layer in layers if "published" in layer.frame)
    known = pd.concat([pd.to_datetime(column) for column in days]).max()
    return _NEVER if pd.isna(known) else known


def _style_table(
    layers: Sequence[Layer], actors: Sequence[ActorStyle], day: pd.Timestamp
) -> pd.DataFrame:
    """Return the rows that QGIS looks for: it finds a layer's by its name and column of shapes."""
    return pd.DataFrame(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": [layer.name for layer in layers],
            "f_geometry_column": _GEOMETRY,
            "styleName": "presence-mapper",
            "styleQML": [_style(layer, actors) for layer in layers],
            "styleSLD": "",
            "useAsDefault": True,
            "description": "The colours of the map",
            "owner": "",
            "ui": "",
            "update_time": day,
        }
    )


def _style(layer: Layer, actors: Sequence[ActorStyle]) -> str:
    if layer.name == "presence":
        return presence_style(actors, layer.frame)
    return claims_style(actors, layer.frame) if layer.name == "claims" else provinces_style()


@contextmanager
def _clock(day: pd.Timestamp) -> Iterator[None]:
    """Let GDAL write this day wherever it would write the time."""
    before = pyogrio.get_gdal_config_option(_NOW)
    pyogrio.set_gdal_config_options({_NOW: f"{day:%Y-%m-%dT00:00:00.000Z}"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_NOW: before})
