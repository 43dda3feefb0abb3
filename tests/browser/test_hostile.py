"""Text that attacks, in every field: nothing runs, nothing is lost, the map still draws."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
import scenes
from playwright.sync_api import expect

import maps

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Opener, Pages

_RUN = "window.pwned=1"
HOSTILE = (
    f"<script>{_RUN}</script>",
    f"</script><script>{_RUN}</script>",
    f'"><img src=x onerror="{_RUN}">',
    f"<!-- <script> {_RUN} -->",
    f"`${{{_RUN}}}`",
    "{{ 7 * 7 }}{% for x in range(9) %}{{ this.__class__ }}{% endfor %}{# gone #}",
    "\\u003cscript\\u003e \\\\ \\' \\\" \\n \\0 \\",
    f"javascript:{_RUN}",
    "\u202egnp.exe\u202c \u2066abc\u2069 \u200f\u061c",
    "line\u2028separator\u2029paragraph\x00null\x1b[31m \r\n\t\x7f",
    "]]><svg onload=window.pwned=1></svg><math><style><img src onerror=window.pwned=1>",
    "&lt;b&gt;&amp;&#60;script&#62; %3Cscript%3E \U0001f4a3 \ufeff\ufdd0 &notin;",
)
TEXT_FIELDS = (
    "actor_name",
    "actor_surface",
    "place_surface",
    "place_name",
    "attributed_to",
    "quote",
    "document_id",
    "title",
    "publisher",
    "url",
)


def hostile_page(pages: Pages, text: str, number: int) -> Path:
    claims = scenes.small()
    attack = dict.fromkeys(TEXT_FIELDS, text)
    attack |= {"actor_id": f"unlisted:{text}", "admin1_name": text, "claim_id": f"x{text}"}
    for code in ("AF-BDS", None):
        base = scenes.claim(100, "ttp", code)
        claims.append(dataclasses.replace(base, **attack))
        attack["claim_id"] += "2"
    options = maps.MapOptions(title=f"Title {text}")
    return pages.write(f"hostile{number}", claims, options)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_nothing_runs_and_nothing_is_lost(open_page: Opener, pages: Pages, number: int) -> None:
    text = HOSTILE[number]
    page = open_page(hostile_page(pages, text, number))
    assert page.evaluate("window.pwned") is None
    assert page.locator(".pm-hit").count() > 0
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-BDS'}))")
    quotes = page.locator("blockquote").evaluate_all("all => all.map(b => b.textContent)")
    assert text in quotes
    for view in ("Table", "Matrix", "Evidence"):
        page.get_by_role("tab", name=view).click()
    for hit in page.locator(".pm-chip").all()[:20]:
        hit.evaluate("button => button.click()")
    search = page.get_by_role("combobox", name="Search")
    search.fill(text.replace("\n", " ")[:12])
    search.press("Escape")
    names = page.locator(".pm-actor-name").evaluate_all("all => all.map(b => b.textContent)")
    assert any(text in name for name in names)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("script").count() == page.evaluate("document.scripts.length")
    links = page.locator("a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_a_megabyte_in_one_field(open_page: Opener, pages: Pages) -> None:
    long = "word " * 200_000
    claims = [
        *scenes.small(),
        scenes.claim(101, "ttp", "AF-BDS", quote=long, title=long, publisher="x" * 1_000_000),
    ]
    page = open_page(pages.write("megabyte", claims, maps.MapOptions()))
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-BDS'}))")
    button = page.get_by_role("button", name="Show the whole text")
    expect(button).to_have_text("Show the whole text (1,000,000 characters)")
    button.click()
    texts = page.locator("blockquote").evaluate_all("all => all.map(b => b.textContent)")
    assert long in texts


def test_javascript_links_are_shown_as_text(open_page: Opener, pages: Pages) -> None:
    addresses = [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc",
        "x",
    ]
    claims = [scenes.claim(n, "ttp", "AF-KNR", url=url) for n, url in enumerate(addresses)]
    page = open_page(pages.write("links", claims, maps.MapOptions()))
    page.evaluate("PresenceMapper.app.store.select(PresenceMapper.selection({area: 'AF-KNR'}))")
    assert page.locator("#pm-panel a").count() == 0
    for url in addresses:
        expect(page.locator(".pm-source", has_text=url.strip()).first).to_be_visible()


def test_the_policy_stops_scripts_and_requests(open_page: Opener, small: Path) -> None:
    page = open_page(small)
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    page.context.set_offline(offline=False)
    blocked = page.evaluate(
        """async () => {
          const seen = [];
          const note = event => seen.push(event.effectiveDirective);
          document.addEventListener("securitypolicyviolation", note);
          const script = document.createElement("script");
          script.textContent = "window.pwned = 1";
          document.body.append(script);
          const image = new Image();
          image.src = "http://127.0.0.1:9/x.png";
          await fetch("http://127.0.0.1:9/").catch(() => null);
          await new Promise(done => setTimeout(done, 100));
          return [window.pwned === undefined, seen.sort()];
        }"""
    )
    assert blocked == [True, ["connect-src", "img-src", "script-src-elem"]]
    # The browser reports what it stopped; nothing else may have happened.
    assert all("Content Security Policy" in error for error in open_page.watch.errors)
    assert set(open_page.watch.requests) <= {"http://127.0.0.1:9/x.png"}
    open_page.watch.errors.clear()
    open_page.watch.requests.clear()
