"""Background tiles."""

from __future__ import annotations

import pytest

from geo.errors import UsageError
from maps.tiles import tile_layer


def test_a_provider_comes_with_its_attribution_and_is_off() -> None:
    background = tile_layer("OpenTopoMap")
    assert "OpenStreetMap" in background.layer.options["attribution"]
    assert background.layer.show is False
    assert background.hosts == ("https://*.tile.opentopomap.org",)


@pytest.mark.parametrize("name", ["No such thing", "", "MapBox"])
def test_what_is_no_usable_provider_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        tile_layer(name)
