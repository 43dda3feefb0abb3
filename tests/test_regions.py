"""Regions across provinces."""

from __future__ import annotations

import scenes
import shapely

from geo.schema import claims_frame
from maps.regions import Region, named_regions


def test_only_what_lies_in_no_one_province_is_a_region() -> None:
    claims = [
        scenes.claim(0, "ttp", None, where_prec=5, place_name="Loya Paktia"),
        scenes.claim(1, "ttp", "PK-KP", where_prec=5, place_name="Waziristan"),
        scenes.claim(2, "ttp", None, where_prec=5, place_name="Nowhere land"),
        scenes.claim(3, "ttp", None),
    ]
    found = named_regions(claims_frame(claims))
    assert [region.name for region in found] == ["Loya Paktia"]
    assert set(found[0].covers) == {"AF-PIA", "AF-PKA", "AF-KHO"}


def test_a_region_is_the_provinces_that_are_known() -> None:
    region = Region("R", ("A", "B", "C"))
    shapes = {"A": shapely.box(0, 0, 1, 1), "B": shapely.box(1, 0, 2, 1)}
    assert region.shape(shapes).area == 2
    assert region.shape({}) is None
