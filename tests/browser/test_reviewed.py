"""What the evidence panel says of claims that a person corrected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import scenes
from conftest import PHONE
from playwright.sync_api import expect
from test_access import serious
from test_hostile import HOSTILE

import maps
from geo.records import Polarity, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Opener, Pages
    from playwright.sync_api import Page

    from geo.records import Claim


def reviewed(**changes: object) -> Claim:
    own = {
        "polarity": Polarity.DENIED,
        "review": Verdict.CORRECTED,
        "reviewer": "AB",
        "review_note": "The officer denied it.",
        "extracted": json.dumps(
            {"polarity": "asserted", "admin1_name": None, "confidence": "0.7", "geonameid": "1"}
        ),
    }
    return scenes.claim(200, "ttp", "AF-BDS", **{**own, **changes})


def opened(open_page: Opener, path: Path) -> Page:
    page = open_page(path)
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-BDS'}))")
    return page


def test_a_correction_is_told_with_initials_note_and_what_was_read(
    open_page: Opener, pages: Pages
) -> None:
    page = opened(
        open_page, pages.write("reviewed", [*scenes.small(), reviewed()], maps.MapOptions())
    )
    shown = page.locator(".pm-review")
    expect(shown).to_have_count(1)
    expect(shown).to_be_visible()
    expect(shown.locator("p").first).to_have_text(
        "Reviewed, corrected by AB: The officer denied it."
    )
    expect(shown.locator("p").last).to_have_text(
        "The program had read: polarity asserted, province none"
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_review_can_be_read_by_everybody(open_page: Opener, pages: Pages, *, dark: bool) -> None:
    long = reviewed(claim_id="long", review_note="word " * 2000, reviewer="x" * 300)
    claims = [*scenes.small(), reviewed(), long]
    page = open_page(pages.write("read", claims, maps.MapOptions()), size=PHONE, dark=dark)
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-BDS'}))")
    expect(page.locator(".pm-review")).to_have_count(2)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_a_confirmation_and_a_note_alone(open_page: Opener, pages: Pages) -> None:
    claims = [
        reviewed(claim_id="a", review=Verdict.OK, review_note=None, extracted=None),
        reviewed(claim_id="b", review=None, reviewer=None, extracted=None),
    ]
    page = opened(
        open_page, pages.write("confirmed", [*scenes.small(), *claims], maps.MapOptions())
    )
    texts = page.locator(".pm-review").evaluate_all("all => all.map(one => one.textContent)")
    assert sorted(texts) == ["Note: The officer denied it.", "Reviewed, confirmed by AB"]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_note_is_shown_as_it_is(open_page: Opener, pages: Pages, number: int) -> None:
    text = HOSTILE[number]
    before = json.dumps({"place_name": text, "toString": text, text: text})
    changes = {"review_note": text, "reviewer": text, "extracted": before}
    claims = [*scenes.small(), reviewed(**changes)]
    page = opened(open_page, pages.write(f"note{number}", claims, maps.MapOptions()))
    parts = page.locator(".pm-review bdi").evaluate_all("all => all.map(one => one.textContent)")
    assert parts == [text, text, text]
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, iframe, object, embed").count() == 0


@pytest.mark.parametrize("text", ["{", "[1]", "null", "5", '{"polarity": {"a": [1]}}', "<b>"])
def test_what_is_no_record_of_a_correction_blanks_nothing(
    open_page: Opener, pages: Pages, text: str
) -> None:
    claims = [*scenes.small(), reviewed(extracted=text)]
    name = f"record{sum(map(ord, text))}"
    page = opened(open_page, pages.write(name, claims, maps.MapOptions()))
    expect(page.locator(".pm-review strong")).to_have_text("Reviewed, corrected")
    quotes = page.locator("blockquote").evaluate_all("all => all.map(b => b.textContent)")
    assert claims[-1].quote in quotes
