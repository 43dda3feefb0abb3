"""Every place mention of documents: as records, as a frame, as lines of a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from test_cli import run

import geo
from geo.geoparse import COLUMNS, toponyms
from geo.records import Document, Span
from maps.export import write_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "Officials met in Peshawar. A post near Wana, South Waziristan, was attacked by the TTP."
FIXTURE = Document("d1", TEXT, title="Talks in Lyon", publisher="Wire")


def test_mentions_come_with_offsets_candidates_and_choice() -> None:
    found = list(toponyms([FIXTURE]))
    surfaces = [(one.part, one.mention.surface) for one in found]
    assert surfaces == [
        ("title", "Lyon"),
        ("text", "Peshawar"),
        ("text", "Wana"),
        ("text", "South Waziristan"),
    ]
    for one in found:
        whole = FIXTURE.title if one.part == "title" else FIXTURE.text
        assert whole[one.mention.start : one.mention.end] == one.mention.surface
        assert one.resolution.place == one.resolution.candidates[0]
        assert len(one.resolution.candidate_scores) == len(one.resolution.candidates)
        assert all(0 <= score <= 1 for score in one.resolution.candidate_scores)
    wana = found[2].resolution
    assert (wana.country_iso2, wana.admin1_code, wana.is_resolved) == ("PK", "PK-KP", True)
    assert wana.geonameid == wana.candidates[0].geonameid
    assert wana.latitude == pytest.approx(32.3, abs=0.2)
    assert wana.longitude == pytest.approx(69.6, abs=0.2)


def test_documents_that_name_no_group_are_read_and_link_lists_are_not() -> None:
    text = "A bridge was opened in Dushanbe.\n\nMore from Kabul"
    aside = Span(text.index("More"), len(text))
    found = list(toponyms([Document("d", text, set_aside=(aside,))]))
    assert [one.mention.surface for one in found] == ["Dushanbe"]


def test_the_frame_has_points_for_places_and_none_for_areas() -> None:
    frame = geo.geoparse([FIXTURE])
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert frame.crs == "EPSG:4326"
    drawn = frame.set_index("surface").geometry
    assert drawn["Wana"] is not None
    areas = geo.geoparse([Document("d", "Floods hit Sindh province and Pakistan.")])
    assert set(areas["where_prec"]) == {4, 6}
    assert areas["latitude"].notna().all()
    assert areas.geometry.isna().all()
    assert geo.geoparse([]).empty


def test_an_unresolved_mention_keeps_its_candidates() -> None:
    line = next(one.as_json() for one in toponyms([Document("d", "It rained in Khwaja.")]))
    assert line["resolved"] is False
    assert line["place_id"] is line["latitude"] is None
    assert line["where_prec"] == 0
    assert line["candidates"]


def test_the_command_writes_a_line_a_mention_and_names_failures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"\0\1")
    done = run("geoparse", tmp_path, "--out", tmp_path / "new" / "places.jsonl")
    assert done.returncode == 3
    assert "b.pdf" in done.stderr
    written = (tmp_path / "new" / "places.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["surface"] for line in lines] == ["Peshawar", "Wana", "South Waziristan"]
    assert all(list(line) == list(COLUMNS) for line in lines)
    assert lines[0]["candidates"][0].keys() >= {"name", "latitude", "longitude", "score"}
    again = tmp_path / "again.jsonl"
    assert run("geoparse", tmp_path / "a.txt", "--out", again).returncode == 0
    assert again.read_text(encoding="utf-8") == written


def test_nothing_usable_and_wrong_usage_write_nothing(tmp_path: Path) -> None:
    out = tmp_path / "places.jsonl"
    out.write_text("as it was", encoding="utf-8")
    missing = run("geoparse", tmp_path / "none.txt", "--out", out)
    assert missing.returncode == 1
    assert "none.txt" in missing.stderr
    assert out.read_text(encoding="utf-8") == "as it was"
    assert run("geoparse", "--out", out).returncode == 1
    assert run("geoparse", out, "--out", tmp_path).returncode == 2
    assert run("geoparse", out).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["places.jsonl"]


def test_a_file_is_left_as_it_was_where_a_piece_fails(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    out = tmp_path / "places.jsonl"
    out.write_text("as it was", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_pieces(out, pieces())
    assert out.read_text(encoding="utf-8") == "as it was"
    assert list(tmp_path.iterdir()) == [out]
