"""The public drawing function and what its options do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from typing import Any

import fakes
import folium
import pytest
import scenes

import maps
from geo.errors import UsageError
from maps.credits import credit_lines


def data(html: str) -> dict[str, Any]:
    """Read the page's data out of it."""
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def drawn(**options: object) -> maps.PresenceMap:
    presence, claims = scenes.frames(scenes.small())
    return maps.draw(presence, claims, boundaries=scenes.boundaries(), **options)  # type: ignore[arg-type]  # fields or options by name


def test_a_folium_map_with_a_layer_an_actor() -> None:
    chart = drawn()
    assert isinstance(chart, folium.Map)
    children = chart._children.values()  # noqa: SLF001 - branca has no other way
    groups = {child for child in children if isinstance(child, folium.FeatureGroup)}
    assert groups == set(chart.layers.values())
    assert set(chart.layers) == {claim.actor_id for claim in scenes.small()}


def test_title_and_date_stand_in_the_page() -> None:
    html = maps.render_html(drawn(title="Camps & roads", as_of=date(2025, 11, 30)))
    assert "<title>Camps &amp; roads</title>" in html
    assert data(html)["asOf"] == "2025-11-30"


def test_the_date_of_the_data_is_the_newest_report() -> None:
    assert data(maps.render_html(drawn()))["asOf"] == "2025-12-12"


def test_options_and_arguments_meet() -> None:
    options = maps.MapOptions(title="One", fade_months=None)
    page = data(maps.render_html(drawn(title="Two", options=options)))
    assert page["title"] == "Two"
    assert page["fadeMonths"] is None


def test_an_unknown_tile_provider_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no tile provider"):
        drawn(options=maps.MapOptions(tiles="Nowhere"))


def test_the_shipped_boundaries_are_the_default() -> None:
    presence, claims = scenes.frames(scenes.small())
    page = data(maps.render_html(maps.draw(presence, claims)))
    assert page["base"]["provinces"]


def test_much_data_is_compressed() -> None:
    presence, claims = scenes.frames(scenes.many(8000))
    chart = maps.draw(presence, claims, boundaries=scenes.boundaries())
    html = maps.render_html(chart)
    assert '<script type="text/plain" id="pm-data"' in html
    assert len(html) < 1_500_000


def test_credits_name_the_sources_and_their_licences() -> None:
    lines = credit_lines()
    assert any("Natural Earth" in line for line in lines)
    assert any("GeoNames" in line and "CC" in line for line in lines)
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize(
    ("source", "owner"), [("nominatim", "OpenStreetMap"), ("geonames", "found by GeoNames")]
)
def test_a_service_is_credited_where_it_found_a_place(source: str, owner: str) -> None:
    shown = {}
    for used in ("gazetteer", source):
        presence, claims = scenes.frames([fakes.claim(geocode_source=used)])
        chart = maps.draw(presence, claims, boundaries=scenes.boundaries())
        shown[used] = any(owner in line for line in chart.payload["credits"])
    assert shown == {"gazetteer": False, source: True}


def test_importing_maps_loads_no_folium() -> None:
    code = "import sys, maps; print('folium' in sys.modules, dir(maps))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("False")
    assert "draw" in done.stdout


def test_a_name_that_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        maps.nothing  # noqa: B018 - what is tested is the access
