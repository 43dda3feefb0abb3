"""What the evidence panel says of places that an online service found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import scenes
from playwright.sync_api import expect

import maps

if TYPE_CHECKING:
    from conftest import Opener, Pages


def test_a_place_of_a_service_is_marked_and_its_owner_credited(
    open_page: Opener, pages: Pages
) -> None:
    found = {"place_name": "Zerak", "place_surface": "Zerak", "geocode_source": "nominatim"}
    claims = [scenes.claim(1, "ttp", "AF-BDS"), scenes.claim(2, "ttp", "AF-BDS", **found)]
    page = open_page(pages.write("geocoders", claims, maps.MapOptions()))
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-BDS'}))")
    expect(page.locator(".pm-claim")).to_have_count(2)
    expect(page.locator(".pm-geocoder")).to_have_count(1)
    expect(page.locator(".pm-claim", has=page.locator(".pm-geocoder"))).to_contain_text("Zerak")
    expect(page.locator(".pm-geocoder")).to_contain_text("found by nominatim")
    expect(page.locator("body")).to_contain_text("OpenStreetMap contributors, ODbL")


def test_places_of_the_gazetteer_go_without_saying(open_page: Opener, pages: Pages) -> None:
    page = open_page(pages.write("gazetteer", scenes.small(), maps.MapOptions()))
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({country: 'AF'}))")
    expect(page.locator(".pm-geocoder")).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("OpenStreetMap contributors, ODbL")
