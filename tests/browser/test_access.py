"""Accessibility, small screens, dark mode and print."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe
from conftest import DESK, PHONE
from playwright.sync_api import expect
from pypdf import PdfReader

import maps

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Opener, Pages
    from playwright.sync_api import Browser, Page

_SELECT = "PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-BDS'}))"


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical, with the elements."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {[node['html'][:160] for node in v['nodes'][:3]]}"
        for v in violations
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(
    open_page: Opener, small: Path, size: tuple[int, int], *, dark: bool
) -> None:
    page = open_page(small, size=size, dark=dark)
    for tab in ("Table", "Matrix"):
        page.get_by_role("tab", name=tab).click()
        assert serious(page) == []
    page.evaluate(_SELECT)
    assert serious(page) == []


def test_every_control_is_reached_and_seen_by_keyboard(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    seen: set[str] = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => { const at = document.activeElement;
              const name = at.dataset.actor || at.id || at.getAttribute("aria-label") ||
                (at.labels && at.labels[0] ? at.labels[0].textContent : at.textContent).trim();
              return [name, getComputedStyle(at).outlineStyle]; }"""
        )
        if name and page.evaluate("document.activeElement !== document.body"):
            assert outline != "none", name
        seen.add(name)
    assert {"Search places, groups and publishers", "Show all groups", "Hide all groups"} <= seen
    assert {"etim", "tip", "etlf", "ttp", "iskp", "bla"} <= seen
    assert {"pm-confidence", "pm-source", "Hedged", "Attack", "Zoom in", "Play"} <= seen
    assert {"Show reports up to this month", "pm-tab-table", "map_presence"} <= seen


def test_the_map_moves_by_keyboard(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    before = page.evaluate("PresenceMapper.app.map.getZoom()")
    page.locator("#map_presence").focus()
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    assert page.evaluate("PresenceMapper.app.map.getZoom()") > before


def test_landmarks_and_headings(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    for role in ("banner", "main", "complementary"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("region", name="Map", exact=True)).to_have_count(1)


def test_what_it_does_not_say_is_in_sight(open_page: Opener, small: Path) -> None:
    for size in (DESK, PHONE):
        page = open_page(small, size=size)
        caveat = page.get_by_text("Reported by sources, not verified.")
        expect(caveat).to_be_in_viewport()
        expect(page.locator("#pm-foot")).to_contain_text("Natural Earth")
        expect(page.locator("#pm-foot")).to_contain_text("Leaflet")


def test_nothing_is_wider_than_a_phone(open_page: Opener, small: Path) -> None:
    page = open_page(small, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.evaluate(_SELECT)
    expect(page.locator("#pm-evidence-title")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="Back to the map").click()
    expect(page.locator("#map_presence")).to_be_in_viewport()


def test_dark_and_light_differ(open_page: Opener, small: Path) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = open_page(small).evaluate(colour)
    dark = open_page(small, dark=True).evaluate(colour)
    assert light != dark


def test_prints_on_one_page_with_the_legend(open_page: Opener, small: Path) -> None:
    page = open_page(small, dark=True)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().casefold()
    for words in ("how to read it", "etim", "no closer than a country", "natural earth"):
        assert words in text
    assert "confidence at least" not in text


def test_the_screen_is_as_before_after_printing(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    read = "JSON.stringify([PresenceMapper.app.map.getBounds(), document.body.clientWidth])"
    before = page.evaluate(read)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#pm-panel")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#pm-panel")).to_be_visible()
    assert page.evaluate(read) == before


def test_escape_goes_back_to_the_row(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    page.locator(".pm-row-button").nth(3).focus()
    key = page.evaluate("document.activeElement.dataset.key")
    page.keyboard.press("Enter")
    expect(page.locator("#pm-evidence-title")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.key") == key


@pytest.mark.parametrize("width", [910, 1024, 1181])
def test_nothing_is_squeezed_on_a_narrow_screen(open_page: Opener, small: Path, width: int) -> None:
    page = open_page(small, size=(width, 700))
    page.locator(".pm-table").wait_for()
    squeezed = page.evaluate(
        "[...document.querySelectorAll('.pm-table th, .pm-table td')]"
        ".filter(cell => cell.scrollWidth > cell.clientWidth + 1 || cell.clientWidth < 40)"
        ".map(cell => cell.textContent)"
    )
    assert squeezed == []
    heights = page.locator(".pm-table tbody tr").evaluate_all("all => all.map(r => r.offsetHeight)")
    assert max(heights) < 80
    slider = page.locator(".pm-time input[type=range]").bounding_box()
    assert slider is not None
    assert slider["width"] > 140


def test_names_keep_to_one_line_on_a_phone(open_page: Opener, pages: Pages) -> None:
    claims = [scenes.claim(900, "taliban", "AF-KNR", actor_name="Taliban"), *scenes.small()]
    page = open_page(pages.write("taliban", claims, maps.MapOptions()), size=PHONE)
    heights = page.locator(".pm-row-button").evaluate_all("all => all.map(b => b.offsetHeight)")
    assert len(heights) > 10
    assert max(heights) < 20


def test_reduced_motion_moves_nothing(browser: Browser, small: Path) -> None:
    context = browser.new_context(offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(small.as_uri())
    page.wait_for_selector("#pm[data-ready]")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(e => {
          const s = getComputedStyle(e);
          return parseFloat(s.transitionDuration) > 0 && s.transitionProperty !== "none" ||
                 s.animationName !== "none"; }).length"""
    )
    assert moving == 0
    options = page.evaluate(
        "(({zoomAnimation, fadeAnimation}) => [zoomAnimation, fadeAnimation])"
        "(PresenceMapper.app.map.options)"
    )
    assert options == [False, False]
    context.close()
