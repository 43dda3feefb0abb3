"""Frames -> what the page draws."""

from __future__ import annotations

from datetime import date
from typing import Any

import scenes

from geo.boundaries import Boundaries
from geo.presence import presence
from geo.schema import claims_frame
from maps.layers import STATUSES, ActorLayer, drawing


def draw(claims: list[Any]) -> dict[str, Any]:
    table, frame = scenes.frames(claims)
    return drawing(table, frame, boundaries=scenes.boundaries(), families=None).payload  # type: ignore[return-value]  # the payload is plain JSON


def test_geometry_stands_once_a_province() -> None:
    payload = draw(scenes.small())
    codes = [area["code"] for area in payload["areas"]]
    assert len(codes) == len(set(codes)) == 9
    assert all(area["shape"] for area in payload["areas"])


def test_rows_say_what_the_presence_table_says() -> None:
    table, _ = scenes.frames(scenes.small())
    payload = draw(scenes.small())
    ids = [actor["id"] for actor in payload["actors"]]
    rows = payload["rows"]
    for at, row in enumerate(table.itertuples()):
        assert ids[rows["actor"][at]] == row.actor_id
        assert STATUSES[rows["status"][at]] == row.status
        assert rows["sources"][at] == row.n_sources
        assert rows["claims"][at] == row.n_claims


def test_labels_lie_inside_their_province() -> None:
    for area in draw(scenes.small())["areas"]:
        located = scenes.boundaries().locate(*area["at"])
        assert located is not None
        assert located.admin1_code == area["code"]


def test_the_view_is_what_is_reported_and_not_the_world() -> None:
    (south, west), (north, east) = draw(scenes.small())["bounds"]
    assert 20 < south < north < 45
    assert 55 < west < east < 80


def test_a_claim_of_a_former_province_is_shown_in_todays() -> None:
    then = Boundaries.load(as_of=date(2016, 1, 1))
    former = then.by_code("PK-TA")
    assert former is not None
    claims = claims_frame([scenes.claim(0, "ttp", "PK-KP", admin1_code="PK-TA")])
    today = scenes.boundaries()
    payload: dict[str, Any] = drawing(  # type: ignore[assignment]  # the payload is plain JSON
        presence(claims, boundaries=today), claims, boundaries=today, families=None
    ).payload
    assert payload["rows"]["area"] == ["PK-KP"]
    assert payload["places"]["admin1_code"] == ["PK-KP"]


def test_families_can_be_given() -> None:
    table, frame = scenes.frames(scenes.small())
    given = {"ttp": "Mine", "bla": "Mine"}
    drawn = drawing(table, frame, boundaries=scenes.boundaries(), families=given)
    assert {s.actor_id for s in drawn.actors if s.family == "Mine"} == {"ttp", "bla"}
    assert {s.family for s in drawn.actors} == {"Mine", "Other groups"}


def test_regions_cover_their_provinces() -> None:
    regions = draw(scenes.small())["regions"]
    assert [region["name"] for region in regions] == ["Loya Paktia"]
    assert regions[0]["shape"]


def test_a_layers_name_is_a_safe_identifier() -> None:
    table, frame = scenes.frames([scenes.claim(0, "unlisted:`;alert(1)//", "AF-KNR")])
    drawn = drawing(table, frame, boundaries=scenes.boundaries(), families=None)
    layer = ActorLayer(drawn.actors[0], 0)
    assert layer.get_name().isidentifier()


def test_a_province_of_no_known_outline_is_listed() -> None:
    table, frame = scenes.frames(
        [scenes.claim(0, "ttp", "AF-KNR"), scenes.claim(1, "ttp", "AF-NAN")]
    )
    table.loc[0, "geometry"] = None
    payload: dict[str, Any] = drawing(table, frame, boundaries=None, families=None).payload  # type: ignore[assignment]  # the payload is plain JSON
    assert [(area["name"], bool(area["shape"])) for area in payload["areas"]] == [
        ("Kunar", False),
        ("Nangarhar", True),
    ]
