"""The options of the command that several of its subcommands share."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo.errors import UsageError
from geo.online.settings import Online, Service


class Assets(StrEnum):
    """How the map gets the browser's files."""

    INLINE = "inline"
    CDN = "cdn"


Inputs = Annotated[
    list[str] | None, typer.Argument(help="Files, folders, globs, or - for standard input.")
]
MapColumn = Annotated[
    list[str] | None,
    typer.Option(metavar="FIELD=COLUMN", help="Column of a record, e.g. text=body."),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="Leave out what came later."
    ),
]
Title = Annotated[str | None, typer.Option("--title", help="Headline of the map.")]
AssetsOption = Annotated[
    Assets, typer.Option("--assets", help="One file that needs no network, or a small one.")
]
Tiles = Annotated[
    str | None,
    typer.Option("--tiles", metavar="NAME", help="An xyzservices provider, off until turned on."),
]

Actors = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Know the groups of this CSV too.",
    ),
]
BoundaryFile = Annotated[
    Path | None,
    typer.Option(
        "--boundaries",
        metavar="FILE",
        help="Count and draw in the areas of this file (GDAL), or of a fetched table.",
    ),
]
NameColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="Column of FILE with the areas' names.")
]
CodeColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="Column of FILE with the areas' codes.")
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="NAMES", help="Also gpkg, parquet, flatgeobuf, kml."),
]
Review = Annotated[
    list[Path] | None,
    typer.Option(
        "--review",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Apply a claims.csv that was corrected by hand, or a corrections.csv.",
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="ADDRESS",
        help="Also bring a PostGIS database up to date: postgresql://user@host/name.",
    ),
]
OnlineService = Annotated[
    Service | None,
    typer.Option(
        "--online",
        help="Ask this service for places that no table has. It is told the toponym and the "
        "province or country that it should lie in, never more of the text.",
    ),
]
OnlineUrl = Annotated[
    str | None,
    typer.Option("--online-url", metavar="URL", help="Ask this server, not the public one."),
]
Contact = Annotated[
    str | None,
    typer.Option(
        "--contact",
        metavar="ADDRESS",
        envvar="PRESENCE_MAPPER_CONTACT",
        help="An e-mail address for the service to reach you.",
    ),
]
GeonamesUser = Annotated[
    str | None,
    typer.Option(
        "--geonames-user",
        metavar="NAME",
        envvar="PRESENCE_MAPPER_GEONAMES_USER",
        help="Your account at geonames.org.",
    ),
]
OnlineDays = Annotated[
    float,
    typer.Option(
        "--online-days", help="Days that answers are kept on disk (at most 7 where none was found)."
    ),
]


def online_settings(
    service: Service | None, url: str | None, contact: str | None, user: str | None, days: float
) -> Online | None:
    """Return how a service is asked, None where none is named.

    Raises
    ------
    UsageError
        Where a server is given without its service, or a value cannot be used.
    """
    if service is None:
        if url is not None:
            raise UsageError("--online-url: say with --online which service runs there")
        return None
    return Online(service, contact=contact, username=user, url=url, expiry_days=days)
