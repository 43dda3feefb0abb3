"""Time, filters, search, table, matrix and the address, in a browser with the network off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import scenes
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Opener
    from playwright.sync_api import Page

_SHOWN = "PresenceMapper.app.store.shown.map(c => PresenceMapper.app.store.data.claims.id[c.index])"
_ROWS = ".pm-table tbody tr"


def shown(page: Page) -> set[str]:
    """Return the ids of the claims that pass the filters."""
    return set(page.evaluate(_SHOWN))


def slide(page: Page, steps: int) -> None:
    """Move the slider a number of months to the left with the keyboard."""
    page.get_by_role("slider", name="Show reports up to this month").focus()
    for _ in range(steps):
        page.keyboard.press("ArrowLeft")


def test_slider_hides_what_is_later(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    slide(page, 6)
    expect(page.locator(".pm-time-caption")).to_have_text("Up to Jun 2025")
    last = date(2025, 6, 30)
    expected = {c.claim_id for c in scenes.small() if c.published is None or c.published <= last}
    assert shown(page) == expected
    page.get_by_label("Undated (1)").uncheck()
    assert shown(page) == expected - {"c000026"}
    texts = page.locator(f"{_ROWS} .pm-date").all_text_contents()
    assert texts
    assert all("2025" in t or "2024" in t for t in texts)


def test_play_runs_to_the_end_and_stops(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    slide(page, 2)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible(timeout=5000)
    assert page.evaluate("PresenceMapper.app.store.state.to") is None


def test_histogram_counts_claims(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    bars = page.locator(".pm-bars span")
    assert bars.count() == 22
    assert bars.first.get_attribute("title") == "Mar 2024: 1 claim"


def test_old_presence_fades_unless_turned_off(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.evaluate("PresenceMapper.app.store.data.fadeMonths = 6")
    page.evaluate("PresenceMapper.app.store.update({fade: true})")
    faded = """() => { const { store, painter } = PresenceMapper.app;
      return painter.areaLayers.filter(l => store.rows[l.row].area === "AF-PKA").map(
        l => Number(getComputedStyle(l.getElement()).opacity)); }"""
    assert page.evaluate(faded) == [0.4]
    page.get_by_label("Pale where the newest report").uncheck()
    assert page.evaluate(faded) == [1]


@pytest.mark.parametrize(
    ("label", "field", "value"),
    [
        ("Asserted", "polarity", "asserted"),
        ("Hedged", "polarity", "hedged"),
        ("Denied", "polarity", "denied"),
        ("Attack", "relation", "attack"),
    ],
)
def test_filters_leave_out(
    open_page: Opener, small: Path, label: str, field: str, value: str
) -> None:
    page = open_page(small)
    page.locator("#pm-filters").get_by_label(label, exact=True).uncheck()
    expected = {c.claim_id for c in scenes.small() if getattr(c, field) != value}
    assert shown(page) == expected
    page.get_by_role("button", name="Clear filters").click()
    assert len(shown(page)) == len(scenes.small())


def test_confidence_and_source(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.get_by_label("Confidence at least").fill("80")
    assert shown(page) == {"c000027"}
    expect(page.locator(_ROWS)).to_have_count(1)
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Source", exact=True).select_option("Steppe Wire")
    assert shown(page) == {c.claim_id for c in scenes.small() if c.publisher == "Steppe Wire"}


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [("badakh", "province", "Badakhshan"), ("afghan", "country", "Afghanistan")],
)
def test_search_finds_places(
    open_page: Opener, small: Path, words: str, kind: str, title: str
) -> None:
    page = open_page(small)
    search = page.get_by_role("combobox", name="Search")
    search.fill(words)
    expect(page.get_by_role("option").first).to_contain_text(kind)
    search.press("Enter")
    expect(page.locator("#pm-evidence-title")).to_have_text(title)


def test_search_finds_groups_and_publishers(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.get_by_role("button", name="Hide all groups").click()
    search = page.get_by_role("combobox", name="Search")
    search.fill("TTP")
    search.press("Enter")
    assert page.locator(".pm-evidence-group").count() == 1
    assert page.locator('input[data-actor="ttp"]').is_checked()
    search.fill("Border Times")
    search.press("Enter")
    assert page.evaluate("PresenceMapper.app.store.state.source") == "Border Times"
    search.fill("no such thing")
    expect(page.locator("#pm-hits li")).to_have_text("Nothing found")


def test_table_sorts(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    head = page.locator(".pm-table thead")
    head.get_by_role("button", name="Sources").click()
    counts = [int(t) for t in page.locator(".pm-number").all_text_contents()]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1
    head.get_by_role("button", name="Sources").click()
    assert [int(t) for t in page.locator(".pm-number").all_text_contents()] == sorted(counts)
    sort = page.locator('th[aria-sort="descending"]')
    expect(sort).to_have_text("Sources")


def test_table_and_map_move_together(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    first = page.locator(".pm-row-button").first
    first.focus()
    area = page.locator(_ROWS).first.get_attribute("data-area")
    hovered = "PresenceMapper.app.painter.hits.get({!r}).getElement().classList.contains('{}')"
    assert page.evaluate(hovered.format(area, "is-hovered"))
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.key") != first.get_attribute("data-key")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.evaluate(hovered.format(area, "is-selected"))
    assert page.locator(".pm-evidence-group").count() == 1
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'PK-BA'}))")
    page.get_by_role("tab", name="Table").click()
    expect(page.locator("tr.is-selected")).to_have_count(1)
    expect(page.locator("tr.is-selected")).to_contain_text("Balochistan")


def test_matrix_opens_and_moves_by_arrow_keys(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.get_by_role("tab", name="Matrix").click()
    cell = page.get_by_role("button", name="Tehrik-i-Taliban Pakistan, Kunar: reported, 3 sources")
    cell.focus()
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("Islamic State Khorasan Province, Kunar: historical only")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-evidence-head h2")).to_have_text("Kunar")
    assert page.locator(".pm-evidence-group").count() == 1


def test_tabs_move_by_arrow_keys(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.get_by_role("tab", name="Table").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Matrix")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Table")).to_be_focused()


def test_hash_restores_the_view(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.locator('input[data-actor="etlf"]').uncheck()
    slide(page, 3)
    page.get_by_label("Confidence at least").fill("45")
    page.locator("#pm-filters").get_by_label("Denied", exact=True).uncheck()
    page.evaluate("PresenceMapper.app.map.setView([34.5, 70.25], 7, {animate: false})")
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-KNR'}))")
    address = page.evaluate("location.hash")
    read = """() => { const s = PresenceMapper.app.store.state;
      return [[...s.off], [...s.polarities], s.to, s.minConfidence, s.selected, s.tab]; }"""
    other = open_page(small, at=address)
    assert other.evaluate(read) == page.evaluate(read)
    assert shown(other) == shown(page)
    assert other.evaluate("PresenceMapper.app.map.getZoom()") == 7
    centre = other.evaluate("Object.values(PresenceMapper.app.map.getCenter())")
    assert centre == pytest.approx([34.5, 70.25], abs=0.01)
    expect(other.locator("#pm-evidence-title")).to_have_text("Kunar")


@pytest.mark.parametrize(
    "address",
    ["#", "#v=x", "#v=34,70,7&off=nobody&to=9999-99&conf=-5&pol=x&sel=a%0Ab%0Ac%0Ad&tab=x",
     "#v=34,70,7&sel=%00&src=%3Cscript%3E&to=2025-13", "#%E0%A4%A"],
)  # fmt: skip
def test_a_strange_hash_does_no_harm(open_page: Opener, small: Path, address: str) -> None:
    page = open_page(small, at=address)
    assert page.locator(".pm-hit").count() > 0
