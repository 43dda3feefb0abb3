"""The geopy geocoder: names, lists, phrases, filters, and what a Location says."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from fakes import LOCATION_KEYS
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geo import tables
from geo.gazetteer import Gazetteer

GAZETTEER = Gazetteer()


def district_rows() -> list[dict[str, str]]:
    with tables.source("districts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def one(query: str, **filters: object) -> Location:
    found = GAZETTEER.geocode(query, **filters)  # type: ignore[arg-type] # as a caller may
    assert isinstance(found, Location)
    return found


def test_it_is_a_geopy_geocoder() -> None:
    assert isinstance(GAZETTEER, Geocoder)
    limited = RateLimiter(GAZETTEER.geocode, min_delay_seconds=0)
    assert limited("Kabul").raw["country_iso2"] == "AF"


@pytest.mark.parametrize(
    ("query", "name", "province"),
    [
        ("Badakhshan", "Badakhshan", "AF-BDS"),
        ("Ladha, South Waziristan", "Ladha", "PK-KP"),
        ("near Hilalkhel village of Chaharmang", "Hilalkhel", "PK-KP"),
        ("Jalalabad, Nangarhar, Afghanistan", "Jalālābād", "AF-NAN"),
        ("Abbaspur near Rawalakot", "Abbaspur", "PK-JK"),
        ("Mir Ali town in North Waziristan", "Mir Ali", "PK-KP"),
        ("kabul", "Kabul", "AF-KAB"),
        ("Hyderabad, Sindh", "Hyderabad", "PK-SD"),
        ("Hyderabad, India", "Hyderabad", "IN-TS"),
    ],
)
def test_names_lists_and_phrases(query: str, name: str, province: str) -> None:
    raw = one(query, country_codes=("PK",) if "Hilalkhel" in query else None).raw
    assert raw["name"] == name
    assert raw["admin1_code"] == province


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("ننگرهار", "AF-NAN"),
        ("کونړ", "AF-KNR"),
        ("هلمند", "AF-HEL"),
        ("پکتیکا", "AF-PKA"),
        ("میدان وردک", "AF-WAR"),
        ("خیبر پختونخوا", "PK-KP"),
        ("بلوچستان", "PK-BA"),
        ("Нангархар", "AF-NAN"),
    ],
)
def test_provinces_by_their_names_in_other_scripts(name: str, province: str) -> None:
    raw = one(name).raw
    assert (raw["admin1_code"], raw["where_prec"]) == (province, 4)


def test_what_a_location_says() -> None:
    raw = one("Peshawar").raw
    assert set(raw) >= LOCATION_KEYS
    assert raw["where_prec"] == 1
    assert raw["source"] == "gazetteer"
    assert 0.5 < raw["score"] <= 1
    assert not raw["is_area"]
    assert one("near Peshawar").raw["where_prec"] == 2


@pytest.mark.parametrize("query", ["Afghanistan", "Kunar", "Achin", "Waziristan", "Manglor"])
def test_an_area_has_a_point_inside_and_never_zero(query: str) -> None:
    location = one(query)
    assert (location.latitude, location.longitude) != (0.0, 0.0)
    assert location.raw["is_area"]


def test_country_codes() -> None:
    assert one("Badakhshan", country_codes="TJ").raw["admin1_code"] == "TJ-GB"
    assert one("Badakhshan", country_codes=["tj", "kg"]).raw["admin1_code"] == "TJ-GB"
    assert GAZETTEER.geocode("Idlib", country_codes="AF") is None


def test_an_empty_country_is_any_and_a_wrong_one_is_said() -> None:
    for none in ("", [], [""], None):
        assert one("Kabul", country_codes=none).raw["country_iso2"] == "AF"
    for wrong in ("AFG", ["AF", "Pakistan"]):
        with pytest.raises(GeocoderQueryError, match="ISO 3166-1"):
            GAZETTEER.geocode("Kabul", country_codes=wrong)


def test_a_text_is_no_query() -> None:
    with pytest.raises(GeocoderQueryError, match="not a text"):
        GAZETTEER.geocode("Kabul and Kandahar, " * 50)


def test_viewbox() -> None:
    punjab = [(29.0, 73.0), (33.0, 77.0)]
    assert one("Hyderabad", viewbox=[(16.0, 77.0), (18.0, 80.0)]).raw["admin1_code"] == "IN-TS"
    assert one("Punjab", viewbox=punjab, country_codes="IN").raw["country_iso2"] == "IN"
    with pytest.raises(GeocoderQueryError, match="viewbox"):
        GAZETTEER.geocode("Kabul", viewbox=[(1.0, 2.0)])


def test_near_a_name_or_a_point() -> None:
    assert one("Jalalabad", near="Bishkek").raw["country_iso2"] == "KG"
    assert one("Hyderabad", near=(25.0, 67.0)).raw["country_iso2"] == "PK"
    assert one("Hyderabad", near=(17.0, 78.0)).raw["country_iso2"] == "IN"
    with pytest.raises(GeocoderQueryError, match="near"):
        GAZETTEER.geocode("Kabul", near="Xyzzyabadistan")


def test_all_candidates_best_first() -> None:
    found = GAZETTEER.geocode("Hyderabad", exactly_one=False)
    assert isinstance(found, list)
    assert {"PK", "IN"} <= {location.raw["country_iso2"] for location in found}
    scores = [location.raw["score"] for location in found]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1.0001


@pytest.mark.parametrize(
    "query", ["", "   ", "Xyzzyabadistan", "12345", "?!", "Ka\0bul", "Ka\ud800bul"]
)
def test_nothing_known(query: str) -> None:
    assert GAZETTEER.geocode(query) is None
    assert GAZETTEER.geocode(query, exactly_one=False) is None


def test_an_unseen_spelling_scores_low() -> None:
    raw = one("Alpuri", country_codes="PK").raw
    assert raw["name"] == "Alpurai"
    assert raw["score"] <= 0.6
    assert GAZETTEER.geocode("Alpuri") is None


def test_reverse() -> None:
    found = GAZETTEER.reverse((34.53, 69.17))
    assert isinstance(found, Location)
    assert found.raw["admin1_code"] == "AF-KAB"
    several = GAZETTEER.reverse("34.53, 69.17", exactly_one=False)
    assert isinstance(several, list)
    assert len(several) == 10
    assert GAZETTEER.reverse((-60.0, 0.0)) is None


def test_each_afghan_district_lies_in_its_province() -> None:
    rows = [row for row in district_rows() if row["admin1_code"].startswith("AF-")]
    names = Counter(row["name"] for row in rows)
    right = 0
    for row in rows:
        province = GAZETTEER.place(f"admin1:{row['admin1_code']}").name
        query = f"{row['name']} district of {province}, Afghanistan"
        found = one(query).raw
        assert found["admin1_code"] == row["admin1_code"], query
        if names[row["name"]] == 1:
            alone = one(f"{row['name']} district", country_codes="AF").raw
            right += alone["admin1_code"] == row["admin1_code"]
    assert len(rows) >= 400
    assert right >= 340


def test_each_pakistani_district_lies_in_its_province() -> None:
    rows = [row for row in district_rows() if row["admin1_code"].startswith("PK-")]
    for row in rows:
        province = GAZETTEER.place(f"admin1:{row['admin1_code']}").name
        found = one(f"{row['name']}, {province}, Pakistan").raw
        assert found["admin1_code"] == row["admin1_code"], row["name"]
    assert len([row for row in rows if row["level"] == "ADM2"]) >= 160
