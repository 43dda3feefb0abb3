"""Size, build time and opening time of map pages, beside plain Folium; medians of several runs.

usage: python tests/benchmarks/map_page.py [--runs N]

Plain Folium draws the same claims in the two usual ways: a Marker a claim (1,000 only: 50,000
crash a tab) and a GeoJson with a style_function. Its pages get the same inlined Leaflet, and none
of the files that it would fetch, so that only the drawing differs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import folium
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import scenes  # the folder is put on the path above

import maps
from maps.offline import Assets, load_assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geopandas import GeoDataFrame

MEGABYTE = 1_000_000
MANY = 50_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
#: Runs in the page when it is usable: two frames after the program is ready.
SETTLED = "new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"


@dataclass(frozen=True)
class Case:
    """One page to measure; ``limits`` are megabytes, seconds to build, seconds to open."""

    name: str
    build: Callable[[], str]
    ready: str
    limits: tuple[float, float, float] | None = None


def main() -> int:
    """Print one line a page; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    assets = load_assets()
    if assets is None:
        sys.exit("the browser files are missing: python data/build/assets.py")
    broken = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        installed = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        for case in cases(assets):
            broken += measure(case, browser, Path(folder, "page.html"), runs)
        browser.close()
    return min(broken, 1)


def cases(assets: Assets) -> Iterator[Case]:
    """Yield the pages, the same claims in each way."""
    for count, limits in ((1000, (1.0, 3.0, 1.0)), (MANY, (10.0, 3.0, 3.0))):
        presence, claims = scenes.frames(scenes.many(count))
        ours = lambda p=presence, c=claims: maps.render_html(  # noqa: E731 - bound to this round
            maps.draw(p, c, boundaries=scenes.boundaries())
        )
        yield Case(f"presence-mapper, {count:,} claims", ours, "#pm[data-ready]", limits)
        if count < MANY:
            markers = lambda c=claims: plain(assets, with_markers(c))  # noqa: E731 - bound to this round
            yield Case(f"Folium Marker, {count:,} claims", markers, "path.leaflet-interactive, img")
        shapes = lambda p=presence, c=claims: plain(assets, with_shapes(p, c))  # noqa: E731 - bound to this round
        yield Case(f"Folium GeoJson, {count:,} claims", shapes, "path.leaflet-interactive")


def with_markers(claims: GeoDataFrame) -> folium.Map:
    """Draw a Marker a claim, in its province where the claim has no point."""
    chart = folium.Map(location=[33, 66], zoom_start=6, tiles=None, maxZoom=18)
    frame = scenes.boundaries().frame.set_index("admin1_code")
    for row in claims.itertuples():
        unit = frame.loc[row.admin1_code]
        spot = [unit["inside_latitude"], unit["inside_longitude"]]
        folium.Marker(spot, tooltip=folium.Tooltip(row.actor_name)).add_to(chart)
    return chart


def with_shapes(presence: GeoDataFrame, claims: GeoDataFrame) -> folium.Map:
    """Draw a feature a claim with a style_function, a point where there is one."""
    chart = folium.Map(location=[33, 66], zoom_start=6, tiles=None, maxZoom=18)
    outlines = presence[["actor_name", "geometry"]]
    points = claims.loc[claims.geometry.notna(), ["actor_name", "quote", "geometry"]]
    for frame in (outlines, points):
        folium.GeoJson(
            frame,
            style_function=lambda feature: {"color": "red", "weight": len(feature["id"]) % 3},
            marker=folium.CircleMarker(radius=4),
        ).add_to(chart)
    return chart


def plain(assets: Assets, chart: folium.Map) -> str:
    """Return a page of plain Folium with Leaflet inlined and its other files left out."""
    html: str = chart.get_root().render()
    html = re.sub(r'<script src="[^"]*"></script>|<link rel="stylesheet"[^>]*/>', "", html)
    scripts = "".join(f"<script>{code}</script>" for code in assets.scripts.values())
    scripts += f"<script>{assets.icon_script}</script>"
    sheets = "".join(f"<style>{sheet}</style>" for sheet in assets.sheets.values())
    return html.replace("<head>", f"<head>{scripts}{sheets}", 1)


def measure(case: Case, browser: Browser, path: Path, runs: int) -> bool:
    """Measure one page and print its line; True where a limit is broken."""
    built, opened = [], []
    for _ in range(runs):
        start = time.perf_counter()
        path.write_text(case.build(), encoding="utf-8")
        built.append(time.perf_counter() - start)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
        page = context.new_page()
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector(case.ready, state="attached", timeout=120_000)
        page.evaluate(SETTLED)
        opened.append(time.perf_counter() - start)
        context.close()
    found = (path.stat().st_size / MEGABYTE, statistics.median(built), statistics.median(opened))
    over = case.limits is not None and any(f > m for f, m in zip(found, case.limits, strict=True))
    line = f"{case.name:34} {found[0]:6.2f} MB  built {found[1]:6.2f} s  open {found[2]:6.2f} s"
    print(line + ("  OVER THE LIMIT" if over else ""))
    return over


if __name__ == "__main__":
    sys.exit(main())
