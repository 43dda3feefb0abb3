from __future__ import annotations

import json

import pytest

from geo.errors import UsageError
from maps.lookup import as_json, as_table, candidates, geocoder

CODER = geocoder(None)


def test_candidates_are_ranked_and_say_what_they_are() -> None:
    first, *_ = candidates("Badakhshan", [], None, CODER)
    assert (first["admin1_code"], first["where_prec"]) == ("AF-BDS", 4)
    assert {"geonameid", "name", "country_iso2", "feature_code", "score", "source"} <= set(first)


def test_a_country_and_a_place_nearby_narrow_the_choice() -> None:
    assert {one["country_iso2"] for one in candidates("Hyderabad", ["PK"], None, CODER)} == {"PK"}
    near_warangal, *_ = candidates("Hyderabad", [], "Warangal", CODER)
    assert near_warangal["country_iso2"] == "IN"


def test_an_unknown_place_to_be_near_to_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="near"):
        candidates("Kunduz", [], "Xyzzy town", CODER)


def test_the_table_has_a_line_a_candidate() -> None:
    found = {"Kunduz": candidates("Kunduz", ["AF"], None, CODER), "Nowherestan": []}
    lines = as_table(found).splitlines()
    assert len(lines) == 1 + len(found["Kunduz"])
    assert lines[0].split()[:2] == ["name", "kind"]
    assert json.loads(as_json(found)) == found
