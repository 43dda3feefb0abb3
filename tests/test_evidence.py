"""Claims as compact tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import scenes
from fakes import claim

from geo.records import Polarity
from geo.schema import claims_frame
from maps.evidence import evidence, surfaces


def column(table: dict[str, Any], name: str) -> list[Any]:
    """Read a column as the page's script does."""
    found = table[name]
    return [found["values"][c] for c in found["codes"]] if isinstance(found, dict) else found


def test_every_claim_reads_back() -> None:
    claims = scenes.small()
    actors = sorted({c.actor_id for c in claims})
    data: dict[str, Any] = evidence(claims_frame(claims), actors)
    for number, one in enumerate(claims):
        at = {name: data["claims"][name][number] for name in ("sentence", "place", "form")}
        document = column(data["sentences"], "document")[at["sentence"]]
        assert data["claims"]["id"][number] == one.claim_id
        assert actors[data["claims"]["actor"][number]] == one.actor_id
        assert column(data["sentences"], "quote")[at["sentence"]] == one.quote
        for name in ("title", "publisher", "url"):
            assert column(data["documents"], name)[document] == getattr(one, name)
        published = one.published.isoformat() if one.published else None
        assert column(data["documents"], "published")[document] == published
        for name in ("place_surface", "admin1_code", "where_prec", "country_iso2"):
            assert column(data["places"], name)[at["place"]] == getattr(one, name)
        for name in ("relation", "polarity", "time_status", "attributed_to", "actor_surface"):
            assert column(data["forms"], name)[at["form"]] == getattr(one, name)


def test_nothing_is_kept_twice() -> None:
    claims = [scenes.claim(n, "ttp", "AF-KNR", quote="Q", document_id="d", title="T", url="")
              for n in range(50)]  # fmt: skip
    data: dict[str, Any] = evidence(claims_frame(claims), ["ttp"])
    assert len(column(data["sentences"], "quote")) <= len(scenes.PUBLISHERS)
    assert len(column(data["places"], "place_name")) == 1
    assert len(column(data["forms"], "relation")) == 1


def test_a_province_has_no_coordinates() -> None:
    claims = [
        scenes.claim(0, "ttp", "AF-KNR", latitude=35.0, longitude=71.0),
        scenes.claim(1, "ttp", "AF-KNR", latitude=35.123456, longitude=71.0, where_prec=2),
        scenes.claim(2, "ttp", "AF-KNR", where_prec=1),
    ]
    data: dict[str, Any] = evidence(claims_frame(claims), ["ttp"])
    assert column(data["places"], "latitude") == [None, 35.1235, None]


def test_an_empty_frame_gives_empty_tables() -> None:
    data: dict[str, Any] = evidence(claims_frame([]), [])
    assert data["claims"]["actor"] == []
    assert column(data["sentences"], "quote") == []


def test_surfaces_are_ordered_by_how_often_they_stand() -> None:
    claims = [
        scenes.claim(0, "ttp", "AF-KNR", actor_surface="the TTP"),
        scenes.claim(1, "ttp", "AF-KNR", actor_surface="TTP", polarity=Polarity.DENIED),
        scenes.claim(2, "ttp", "AF-KNR", actor_surface="TTP", published=date(2025, 1, 1)),
    ]
    assert surfaces(claims_frame(claims)) == {"ttp": ["TTP", "the TTP"]}


def test_where_a_place_comes_from_is_told_only_where_it_is_no_place_of_the_gazetteer() -> None:
    known = claim(place_name="Balkh")
    asked = claim(place_name="Zerak", geocode_source="nominatim")
    alone: dict[str, Any] = evidence(claims_frame([known]), ["etim"])
    both: dict[str, Any] = evidence(claims_frame([known, asked]), ["etim"])
    assert "geocode_source" not in alone["places"]
    assert both["places"]["geocode_source"] == [None, "nominatim"]
