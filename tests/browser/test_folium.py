"""The map is still Folium's: it takes further layers, and they work with the network off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import pytest
import scenes
from playwright.sync_api import expect

import maps

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Opener


def drawn(**options: object) -> maps.PresenceMap:
    presence, claims = scenes.frames(scenes.small())
    chosen = maps.MapOptions(**options)  # type: ignore[arg-type]  # fields or options by name
    return maps.draw(presence, claims, boundaries=scenes.boundaries(), options=chosen)


def test_takes_further_layers(open_page: Opener, tmp_path: Path) -> None:
    chart = drawn()
    note = folium.Popup("<b>A note</b> of the reader", show=True)
    folium.Marker([34.5, 67.0], popup=note, tooltip="mine").add_to(chart)
    line = {"type": "LineString", "coordinates": [[66, 34], [70, 36]]}
    folium.GeoJson(line, name="A line").add_to(chart)
    folium.Circle([33, 66], radius=20000, color="red").add_to(chart.layers["ttp"])
    folium.LayerControl(collapsed=False).add_to(chart)
    path = tmp_path / "more.html"
    chart.save(path)
    page = open_page(path)
    expect(page.locator(".leaflet-popup b")).to_have_text("A note")
    icon = page.locator("img.leaflet-marker-icon")
    assert icon.evaluate("image => image.complete && image.naturalWidth > 0")
    expect(page.locator('path[stroke="red"]')).to_have_count(1)
    names = page.locator(".leaflet-control-layers-overlays label").all_text_contents()
    assert "A line" in [name.strip() for name in names]
    assert "Tehrik-i-Taliban Pakistan" in [name.strip() for name in names]
    page.locator('input[data-actor="ttp"]').uncheck()
    expect(page.locator('path[stroke="red"]')).to_have_count(0)


def test_shows_itself_in_a_notebook(open_page: Opener, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><div id=pm data-ready>{drawn()._repr_html_()}</div>")
    page = open_page(path)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#pm[data-ready]")).to_be_visible()
    frame.locator("#pm-tab-matrix").click()
    expect(frame.locator(".pm-matrix")).to_be_visible()


def test_tiles_are_off_until_the_reader_turns_them_on(open_page: Opener, tmp_path: Path) -> None:
    path = tmp_path / "tiles.html"
    path.write_text(maps.render_html(drawn(tiles="OpenStreetMap.Mapnik")), encoding="utf-8")
    page = open_page(path)
    assert page.locator("img").count() == 0
    assert open_page.watch.requests == []
    page.get_by_label("Background tiles").check()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    page.wait_for_timeout(300)
    assert open_page.watch.requests
    assert all(".openstreetmap.org/" in url for url in open_page.watch.requests)
    open_page.watch.requests.clear()
    open_page.watch.errors.clear()  # the network is off, so the tiles cannot come


@pytest.mark.parametrize("count", [0, 1])
def test_few_claims_still_make_a_page(open_page: Opener, tmp_path: Path, count: int) -> None:
    claims = [scenes.claim(n, "ttp", None, published=None) for n in range(count)]
    presence, table = scenes.frames(claims)
    chart = maps.draw(presence, table, boundaries=scenes.boundaries())
    path = tmp_path / "few.html"
    path.write_text(maps.render_html(chart), encoding="utf-8")
    page = open_page(path)
    expect(page.locator("#pm-dateline")).to_contain_text(f"{count} claim")
    expect(page.locator(".pm-time-caption")).to_have_text("No report here has a date.")
