"""Inlined browser files and the page's policy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import scenes

import maps
from geo import tables
from maps import offline

ASSETS = Path(__file__).resolve().parent.parent / "data" / "assets"


def page(**options: object) -> tuple[maps.PresenceMap, str]:
    presence, claims = scenes.frames(scenes.small())
    chosen = maps.MapOptions(**options)  # type: ignore[arg-type]  # fields or options by name
    chart = maps.draw(presence, claims, boundaries=scenes.boundaries(), options=chosen)
    return chart, maps.render_html(chart)


def test_the_page_names_no_file_outside() -> None:
    _, html = page()
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", html)
    assert "@import" not in html
    assert "sourceMappingURL" not in html
    assert not re.findall(r"url\(\s*['\"]?(?!data:|#)[^)]{1,40}", re.sub(r"`url[^`]*`", "", html))


def test_leaflets_licence_travels_in_the_page() -> None:
    _, html = page()
    assert "Copyright (c) 2010-2022, Vladimir Agafonkin" in html
    assert "Redistribution and use in source and binary forms" in html


def test_the_same_input_gives_the_same_bytes() -> None:
    assert page()[1] == page()[1]


def test_rendering_twice_gives_the_same_page() -> None:
    chart, html = page()
    assert maps.render_html(chart) == html


def test_a_small_page_with_links() -> None:
    chart, html = page(assets="cdn")
    assert not chart.assets_missing
    assert '<script src="https://cdn.jsdelivr.net/npm/leaflet@' in html
    assert "script-src" in html
    assert len(html) < len(page()[1]) - 140_000
    for unneeded in ("jquery", "bootstrap", "fontawesome", "awesome-markers"):
        assert unneeded not in html.lower()


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_assets_that_are_not_as_pinned_are_not_taken(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "assets"
    shutil.copytree(ASSETS, folder)
    assert offline.load_assets([folder]) is not None
    if damage == "missing":
        (folder / "leaflet.js").unlink()
    else:
        (folder / "leaflet.js").write_text("changed")
    assert offline.load_assets([folder]) is None


def test_without_assets_the_page_has_links_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maps.render.load_assets", lambda: None)
    chart, html = page()
    assert chart.assets_missing
    assert "https://cdn.jsdelivr.net/npm/leaflet@" in html


def test_the_manifest_names_the_files_that_folium_links_to() -> None:
    manifest = tables.source("assets.toml").read_text(encoding="utf-8")
    chart, _ = page()
    links = dict(chart.default_js) | dict(chart.default_css)
    for name in ("leaflet", "leaflet_css"):
        assert f'cdn = "{links[name]}"' in manifest


def test_the_title_is_escaped() -> None:
    _, html = page(title="</title><script>alert(1)</script>")
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


def test_nothing_of_this_program_is_a_template_to_branca() -> None:
    _, html = page(title="{{ 7 * 191 }}{% raw %}")
    assert "{{ 7 * 191 }}" in html
    assert "1337" not in html
