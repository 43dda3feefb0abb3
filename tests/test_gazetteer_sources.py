"""The editable sources: wrong lines are named by file and line; spelling rules; every point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
import sources
from sources import FEATURES, checked, read

from geo.boundaries import Boundaries
from geo.errors import SourceFileError
from geo.sounds import sound
from geo.spellings import spellings

if TYPE_CHECKING:
    from pathlib import Path


COLUMNS = ("admin1_code", "feature", "name", "names", "latitude", "longitude")
DISTRICTS = ("admin1_code", "level", "name", "names", "seat", "latitude", "longitude")
HEADER = ",".join(COLUMNS)
# How far from its province's outline, in degrees, a place may lie: the outlines are generalised.
NEAR = 0.25


def write(monkeypatch: pytest.MonkeyPatch, folder: Path, *lines: str) -> None:
    (folder / "places.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(sources, "SOURCES", folder)


def test_rows_are_read_with_their_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(monkeypatch, tmp_path, "# a remark", HEADER, "AF-NAN,PPL,Kot, Kut ; Kowt,34.2,70.6")
    (row,) = read("places.csv", COLUMNS)
    assert row.line == 3
    assert row.names == ["Kot", "Kut", "Kowt"]
    assert row.degrees("latitude") == 34.2


def read_all() -> None:
    for row in read("places.csv", COLUMNS):
        checked(row, "feature", FEATURES)
        row.degrees("latitude")


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        (("a,b", "1,2"), 1, "header"),
        ((HEADER, "AF-NAN,PPL,Kot"), 2, "3 fields"),
        ((HEADER, "AF-NAN,PPL,Kot,,north,70"), 2, "latitude is no number"),
        ((HEADER, "AF-NAN,PPL,Kot,,95,70"), 2, "out of range"),
        ((HEADER, "AF-NAN,WHAT,Kot,,34,70"), 2, "none of those known"),
    ],
)
def test_a_wrong_line_is_named(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    lines: tuple[str, ...],
    line: int,
    reason: str,
) -> None:
    write(monkeypatch, tmp_path, *lines)
    with pytest.raises(SourceFileError, match=reason) as caught:
        read_all()
    assert caught.value.line == line
    assert caught.value.path.name == "places.csv"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sar-e Pol", {"sar e pol", "sar i pul", "sari pul", "sare pol", "sar pul"}),
        ("Jisr al-Shughur", {"jisr al shughur", "jisr ash shughur", "jisr shughur"}),
        ("Musa Qala", {"musa qala", "musa qalah", "musa qal'eh", "musa qaleh"}),
        ("Jani Khel", {"jani khel", "jani kheyl", "jani khail"}),
        ("Jalalabad", {"jalalabad", "jalal abad"}),
        ("Ma'ruf", {"ma'ruf", "maruf"}),
        ("Said", {"said"}),
        ("Kabul", {"kabul"}),
    ],
)
def test_spellings_by_rule(name: str, expected: set[str]) -> None:
    found = spellings(name)
    assert expected <= set(found)
    assert len(found) == len(set(found))
    if " " not in name and "abad" not in name and "'" not in name:
        assert found == [name.casefold()]


@pytest.mark.parametrize(
    ("one", "other"), [("alpuri", "alpurai"), ("qalat", "kalat"), ("mamund", "mamoond")]
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other) != ""


def test_every_point_in_the_files_lies_in_its_province() -> None:
    boundaries = Boundaries.load()
    points = [
        (row["admin1_code"], row["name"], row.degrees("latitude"), row.degrees("longitude"))
        for name, columns in (("places.csv", COLUMNS), ("districts.csv", DISTRICTS))
        for row in read(name, columns)
    ]
    shapes = {code: boundaries.shape(code) for code in sorted({code for code, *_ in points})}
    far = [
        (code, name)
        for code, name, latitude, longitude in points
        if latitude is not None
        and shapely.distance(shapes[code], shapely.Point(longitude, latitude)) > NEAR
    ]
    assert far == []
    assert sum(latitude is not None for _, _, latitude, _ in points) > 500
