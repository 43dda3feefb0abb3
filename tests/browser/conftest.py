"""A real headless Chromium with the network off, and pages made once.

A page that asks for anything but itself, or logs an error, fails its test.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import scenes
from playwright.sync_api import Browser, Page, sync_playwright

import maps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geo.records import Claim

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_INSTALLED = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE = (1440, 900), (375, 812)
TITLE = "Armed groups reported in and around Afghanistan"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium of the machine, else Playwright's own."""
    installed = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, _INSTALLED)), None
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=list(_FLAGS))
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """What a page did that it must not do."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda m: m.type in {"error", "warning"} and self.errors.append(m.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))

    def _request(self, url: str) -> None:
        if not url.startswith(("file://", "data:")):
            self.requests.append(url)


@dataclass(frozen=True)
class Opener:
    """Opens pages with the network off and watches each."""

    browser: Browser
    watch: Watch
    contexts: list[object] = field(default_factory=list)

    def __call__(
        self, path: Path, *, size: tuple[int, int] = DESK, dark: bool = False, at: str = ""
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            offline=True,
        )
        self.contexts.append(context)
        page = context.new_page()
        self.watch.on(page)
        page.goto(path.as_uri() + at)
        page.wait_for_selector("#pm[data-ready]")
        return page


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Give a function that opens a page; fails the test for requests and errors."""
    opener = Opener(browser, Watch())
    yield opener
    for context in opener.contexts:
        context.close()  # type: ignore[attr-defined]  # set by the fixture
    assert opener.watch.requests == []
    assert opener.watch.errors == []


@dataclass(frozen=True)
class Pages:
    """Writes pages of claims."""

    folder: Path

    def write(self, name: str, claims: Sequence[Claim], options: maps.MapOptions) -> Path:
        presence, table = scenes.frames(claims)
        chart = maps.draw(presence, table, boundaries=scenes.boundaries(), options=options)
        assert not chart.assets_missing, "run: python data/build/assets.py"
        path = self.folder / f"{name}.html"
        path.write_text(maps.render_html(chart), encoding="utf-8")
        return path


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def small(pages: Pages) -> Path:
    """Return a page with every status, precision and date."""
    return pages.write("small", scenes.small(), maps.MapOptions(title=TITLE))
