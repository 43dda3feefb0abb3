"""The background tiles that a reader may turn on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import folium
import xyzservices.providers

from geo.errors import UsageError

_SUBDOMAIN = "{s}"


@dataclass(frozen=True, slots=True)
class Background:
    """A tile layer that is off at first.

    Attributes
    ----------
    layer
        The Folium layer; it carries the provider's attribution.
    hosts
        Sources that the page's policy has to let images in from.
    """

    layer: folium.TileLayer
    hosts: tuple[str, ...]


def tile_layer(name: str) -> Background:
    """Return the layer of an xyzservices provider.

    Raises
    ------
    UsageError
        Where there is no provider of that name, or it needs a key.
    """
    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError as error:
        raise UsageError(
            f"no tile provider is called {name!r}; xyzservices lists them, for example "
            "'OpenStreetMap.Mapnik' or 'OpenTopoMap'"
        ) from error
    if provider.requires_token():
        raise UsageError(f"the tile provider {provider.name} needs a key; choose another")
    layer = folium.TileLayer(provider, name=provider.name, overlay=True, show=False)
    layer._id = "background"  # noqa: SLF001 - Folium's ids are random
    address = urlsplit(provider["url"])
    host = address.netloc.replace(_SUBDOMAIN, "*")
    return Background(layer, (f"https://{host}",))
