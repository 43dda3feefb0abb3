"""The sheet for print: what is on it, and that it is the same every time."""

from __future__ import annotations

import math
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pytest
import scenes
import shapely
from matplotlib.collections import LineCollection, PathCollection

import maps
from geo.errors import UsageError
from maps import export
from maps.geometry import Bounds
from maps.multiples import CAVEAT
from maps.panels import plain, stripes
from maps.style import HUES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

VIEW = Bounds(30.0, 60.0, 38.0, 70.0)
HOSTILE = ("$\\frac{1}{", "<script>&</script>", "\x00\x1b[31m\n\u202egnp", "\u6771 \u0627", "{'a'}")


def sheet(claims: list[Any] | None = None, **options: Any) -> maps.StaticMap:
    presence, _ = scenes.frames(scenes.small() if claims is None else claims)
    return maps.static(presence, boundaries=scenes.boundaries(), **options)


def panels(drawn: maps.StaticMap) -> list[Axes]:
    return drawn.figure.axes[:-1]  # the last holds the key of the signs


def words(drawn: maps.StaticMap) -> list[str]:
    inside = [text.get_text() for axes in drawn.figure.axes for text in axes.texts]
    return [*(text.get_text() for text in drawn.figure.texts), *inside]


def test_a_panel_a_group_on_the_same_extent() -> None:
    drawn = sheet()
    groups = {claim.actor_id for claim in scenes.small()}
    assert len(panels(drawn)) == len(groups)
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in panels(drawn)}) == 1
    titles = [axes.texts for axes in panels(drawn)]
    for actor in groups:
        name = scenes.GROUPS[actor][0]
        assert sum(name in [text.get_text() for text in texts] for texts in titles) == 1


def test_title_date_caveat_and_credits() -> None:
    said = words(sheet(title="Camps & roads", as_of=date(2025, 11, 30)))
    assert "Camps & roads" in said
    assert any("2025-11-30" in text and CAVEAT in text for text in said)
    assert any("Natural Earth" in text and "GeoNames" in text for text in said)
    assert any("2025-12-12" in text for text in words(sheet()))


def test_a_service_that_found_places_is_credited() -> None:
    drawn = sheet()
    drawn.credit(["gazetteer", "photon", "photon"])
    (said,) = [text for text in words(drawn) if "Natural Earth" in text]
    assert said.count("OpenStreetMap contributors, ODbL") == 1
    assert said.splitlines()[-1].startswith("Places found by Photon")


def test_the_caveat_is_that_of_the_page() -> None:
    presence, claims = scenes.frames(scenes.small())
    html = maps.render_html(maps.draw(presence, claims, boundaries=scenes.boundaries()))
    assert CAVEAT in " ".join(html.split())


def test_statuses_are_drawn_apart() -> None:
    drawn = sheet(
        [scenes.claim(1, "iskp", "AF-NAN"), *(c for c in scenes.small() if c.claim_id == "c000024")]
    )
    hues = {hue[1].lower() for hue in HUES}
    seen = []
    for axes in panels(drawn):
        tints = [c for c in axes.collections if isinstance(c, PathCollection)]
        colours = {mpl.colors.to_hex(c.get_facecolor()[0]) for c in tints if len(c.get_facecolor())}
        dashed = [
            c.get_linestyle()[0][1]
            for c in axes.collections
            if isinstance(c, LineCollection) and mpl.colors.to_hex(c.get_color()[0]) in hues
        ]
        seen.append((bool(colours & hues), [dashes is not None for dashes in dashed]))
    # Reported: a tint, stripes and a solid edge; denied: a dashed edge alone.
    assert sorted(seen) == [(False, [True]), (True, [False, False])]


def test_what_has_no_province_is_said_and_never_pinned() -> None:
    drawn = sheet([scenes.claim(1, "ttp", None), scenes.claim(2, "ttp", "AF-KNR")])
    said = words(drawn)
    assert "No closer than a country: Afghanistan" in said
    assert "1 province" in said
    assert "Kunar" in said


def test_what_lies_outside_the_view_is_said() -> None:
    near = [
        scenes.claim(n, "ttp", c)
        for n, c in enumerate(("AF-KNR", "AF-NAN", "AF-LAG", "AF-KAP", "AF-LOG"))
    ]
    said = words(sheet([*near, scenes.claim(9, "ttp", "US-CA")]))
    assert "Outside this view: California" in said


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_same_input_gives_the_same_bytes(kind: str) -> None:
    first, again = (getattr(sheet(), kind)() for _ in range(2))
    assert first == again
    assert str(date.today().year).encode() + b"-" not in first[:2000]  # noqa: DTZ011 - any zone


def test_settings_of_matplotlib_stay_as_they_were() -> None:
    before = dict(mpl.rcParams)
    sheet().png()
    assert dict(mpl.rcParams) == before


def test_saved_by_the_ending_of_the_name(tmp_path: Path) -> None:
    drawn = sheet()
    drawn.save(tmp_path / "new" / "a.png")
    drawn.save(tmp_path / "a.SVG")
    assert (tmp_path / "new" / "a.png").read_bytes().startswith(b"\x89PNG")
    assert ET.fromstring((tmp_path / "a.SVG").read_bytes()).tag.endswith("svg")  # noqa: S314 - our own file
    with pytest.raises(UsageError, match=r"\.png or \.svg"):
        drawn.save(tmp_path / "a.jpg")
    with pytest.raises(UsageError, match="cannot be written"):
        drawn.save(tmp_path / "a.SVG" / "b.png")


@pytest.mark.parametrize("text", HOSTILE)
def test_strange_names_are_drawn_as_they_are(text: str) -> None:
    long = text + "x" * 100_000
    claims = [scenes.claim(1, "x:1", "AF-KNR", actor_name=text, admin1_name=text)]
    drawn = sheet([*claims, scenes.claim(2, "x:2", "AF-NAN", actor_name=long)], title=long)
    assert plain(text, 30) in words(drawn)
    ET.fromstring(drawn.svg())  # noqa: S314 - our own file
    assert drawn.png().startswith(b"\x89PNG")


def test_no_rows_make_a_sheet_too() -> None:
    presence, _ = scenes.frames(scenes.small())
    drawn = maps.static(presence.iloc[:0], boundaries=scenes.boundaries())
    assert drawn.png().startswith(b"\x89PNG")
    assert any("without a date" in text for text in words(drawn))


@pytest.mark.parametrize("angle", [0, 22.5, 45, 90, 135])
def test_stripes_lie_inside_at_their_angle(angle: float) -> None:
    shape = shapely.Point(65, 34).buffer(2)
    drawn = stripes(shape, angle, VIEW)
    assert len(drawn) > 10
    assert all(shape.buffer(1e-9).contains(line) for line in drawn)
    (x1, y1), (x2, y2) = drawn[len(drawn) // 2].coords
    flat = math.cos(math.radians(34))
    turned = math.degrees(math.atan2(y2 - y1, (x2 - x1) * flat)) % 180
    assert turned == pytest.approx(angle % 180, abs=1e-6)


def test_importing_maps_loads_no_matplotlib() -> None:
    code = "import sys, maps, maps.multiples; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_missing_matplotlib_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match="presence-mapper\\[pictures\\]"):
        sheet()


def test_the_command_writes_pictures_and_refuses_other_endings(tmp_path: Path) -> None:
    presence, claims = scenes.frames(scenes.small())
    tables = (tmp_path / "presence.geojson", tmp_path / "claims.csv")
    tables[0].write_text(export.presence_geojson(presence), encoding="utf-8")
    tables[1].write_text(export.claims_csv(claims), encoding="utf-8")
    program = [str(Path(sys.executable).with_name("presence-mapper")), "map", *map(str, tables)]
    command = [*program, "--out", "m.html", "--png", "m.png", "--svg", "m.svg"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["m.html", "m.png", "m.svg"])
    assert all((tmp_path / name).stat().st_size for name in done.stdout.split())
    wrong = [*program, "--out", "n.html", "--png", "n.jpg"]
    done = subprocess.run(wrong, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "n.jpg" in done.stderr
    assert not (tmp_path / "n.html").exists()
