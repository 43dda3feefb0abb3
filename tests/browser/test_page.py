"""The page in a browser with the network off."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
import scenes
from playwright.sync_api import expect

import maps

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Opener
    from playwright.sync_api import Page

_PICK = "parts => PresenceMapper.app.store.select(PresenceMapper.selection(parts))"


def paths(page: Page, actor: str) -> int:
    """Return how many provinces are drawn for a group."""
    return page.evaluate(
        """id => {
          const { store, painter } = PresenceMapper.app;
          const actor = store.data.actors.findIndex(a => a.id === id);
          return painter.areaLayers.filter(
            l => store.data.rows.actor[l.row] === actor && l.getElement() && l._map &&
                 getComputedStyle(l.getElement()).display !== "none").length;
        }""",
        actor,
    )


def test_opens_without_a_request_or_an_error(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    assert page.title() == "Armed groups reported in and around Afghanistan"
    expect(page.locator("h1")).to_have_text(page.title())
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".pm-hit").count() == len({c.admin1_code for c in scenes.small()} - {None})


def test_every_layer_toggles(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    for actor in page.evaluate("PresenceMapper.app.store.data.actors.map(a => a.id)"):
        box = page.locator(f'input[data-actor="{actor}"]')
        before = paths(page, actor)
        assert before > 0
        rows = page.locator(".pm-table tbody tr").count()
        box.uncheck()
        assert paths(page, actor) == 0
        assert page.locator(".pm-table tbody tr").count() < rows
        box.check()
        assert paths(page, actor) == before


def test_all_and_none(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.get_by_role("button", name="Hide all groups").click()
    assert page.locator(".pm-table tbody tr").count() == 0
    assert page.locator(".pm-tag:visible").count() == 0
    page.get_by_role("button", name="Show all groups").click()
    assert page.locator(".pm-table tbody tr").count() > 10


@pytest.mark.parametrize("seed", range(3))
def test_panel_shows_the_exact_quote(open_page: Opener, small: Path, seed: int) -> None:
    page = open_page(small)
    claim = random.Random(seed).choice(scenes.small())  # noqa: S311 - test data
    where = {"area": claim.admin1_code} if claim.admin1_code else {"country": claim.country_iso2}
    page.evaluate(_PICK, where)
    group = page.locator(f'.pm-evidence-group[data-actor="{claim.actor_id}"]')
    assert claim.quote in group.locator("blockquote").all_text_contents()
    item = group.locator(".pm-claim", has_text=claim.quote)
    expect(item.locator("mark.is-actor")).to_have_text(claim.actor_surface)
    expect(item.locator(".pm-source a")).to_have_attribute("href", claim.url)
    expect(item.locator(".pm-source a")).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_a_click_on_a_province_opens_all_its_groups(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    spot = page.evaluate(
        """() => { const { map, store } = PresenceMapper.app;
          const p = map.latLngToContainerPoint(store.areas.get("AF-BGL").at);
          const box = map.getContainer().getBoundingClientRect();
          return [box.x + p.x, box.y + p.y - 22]; }"""
    )
    page.mouse.click(*spot)
    expect(page.locator("#pm-evidence-title")).to_have_text("Baghlan")
    assert page.locator(".pm-evidence-group").count() == 3


def test_only_precise_claims_are_points(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    points = page.evaluate(
        "PresenceMapper.app.points.points.map(p => [p.latitude, p.longitude, p.precision])"
    )
    expected = [
        [round(c.latitude or 0, 4), round(c.longitude or 0, 4), c.where_prec]
        for c in scenes.small()
        if c.where_prec <= 3
    ]
    assert sorted(points) == sorted(expected)


def test_a_click_on_a_marker_opens_its_place(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.evaluate("PresenceMapper.app.map.setView([32.3, 69.56], 8, {animate: false})")
    spot = page.evaluate(
        """() => { const { map } = PresenceMapper.app;
          const p = map.latLngToContainerPoint([32.3, 69.56]);
          const box = map.getContainer().getBoundingClientRect();
          return [box.x + p.x, box.y + p.y]; }"""
    )
    page.mouse.click(*spot)
    expect(page.locator(".pm-evidence-head .pm-sub")).to_contain_text("This place only")
    expect(page.locator(".pm-evidence-group")).to_have_count(1)


def test_countries_are_listed_and_never_pinned(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    tray = page.locator("#pm-tray")
    expect(tray.get_by_role("heading")).to_have_text("No closer than a country")
    tray.get_by_role("button", name="Tajikistan", exact=True).click()
    expect(page.locator("#pm-evidence-title")).to_have_text("Tajikistan")
    assert page.locator(".pm-country").count() == 2


def test_statuses_are_drawn_apart(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    styles = page.evaluate(
        """() => { const { store, painter } = PresenceMapper.app; const out = {};
          for (const layer of painter.areaLayers) {
            const row = store.rows[layer.row]; const css = getComputedStyle(layer.getElement());
            out[store.data.statuses[row.status]] =
              [css.strokeDasharray, css.fill.includes("solid"), css.fill === "none"];
          } return out; }"""
    )
    assert styles["reported"] == ["none", True, False]
    assert styles["hedged only"][0] != "none"
    assert styles["hedged only"][1:] == [False, False]
    assert styles["denied only"][2] is True
    assert styles["historical only"][2] is True


def test_a_province_without_an_outline_is_in_the_table(open_page: Opener, tmp_path: Path) -> None:
    claims = [scenes.claim(0, "ttp", "AF-KNR"), scenes.claim(1, "ttp", "AF-NAN")]
    presence, table = scenes.frames(claims)
    presence.loc[0, "geometry"] = None
    chart = maps.draw(presence, table, boundaries=scenes.boundaries())
    path = tmp_path / "outline.html"
    path.write_text(maps.render_html(chart), encoding="utf-8")
    page = open_page(path)
    expect(page.locator(".pm-table tbody tr")).to_have_count(2)
    page.get_by_role("button", name="TTP , Tehrik").first.click()
    expect(page.locator("#pm-evidence-title")).to_have_text("Kunar")


def test_markers_say_what_they_are(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.evaluate("PresenceMapper.app.map.setView([32.3, 69.56], 8, {animate: false})")
    spot = page.evaluate(
        """() => { const { map } = PresenceMapper.app;
          const p = map.latLngToContainerPoint([32.3, 69.56]);
          const box = map.getContainer().getBoundingClientRect();
          return [box.x + p.x, box.y + p.y]; }"""
    )
    page.mouse.move(spot[0] + 60, spot[1])
    page.mouse.move(*spot)
    expect(page.locator(".pm-tip strong").last).to_have_text("Khyber Pakhtunkhwa: district")
    page.mouse.move(spot[0] + 60, spot[1])
    expect(page.locator(".pm-tip strong").last).to_have_text("Khyber Pakhtunkhwa")


def test_regions_are_soft_and_open(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    expect(page.locator(".pm-region")).to_have_count(1)
    page.locator("#pm-tray").get_by_role("button", name="Loya Paktia").click()
    expect(page.locator("#pm-evidence-title")).to_have_text("Loya Paktia")
    expect(page.locator(".pm-claim")).to_have_count(1)
    page.locator('input[data-actor="ttp"]').uncheck()
    expect(page.locator(".pm-region")).to_be_hidden()
