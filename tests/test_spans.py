"""Spans that somebody else found: short names, peoples, parts, names within names, context."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo import tables
from geo.errors import UsageError
from geo.places import PlaceStore
from geo.resolve import resolve
from geo.short_names import places_meant

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

from world_news import FILES, scored

if TYPE_CHECKING:
    from geo.records import Place

STORE = PlaceStore()


def taken_for(text: str, surface: str) -> str | None:
    start = text.index(surface)
    place = resolve(text, [(start, start + len(surface))], STORE)[0].place
    return place.place_id if place else None


@pytest.mark.parametrize(
    ("surface", "place_id"),
    [
        ("Ky.", "admin1:US-KY"),
        ("W.Va.", "admin1:US-WV"),
        ("IN", "admin1:US-IN"),
        ("B.C.", "admin1:CA-BC"),
        ("D.C.", "admin1:US-DC"),
        ("U.S.", "country:US"),
        ("UAE", "country:AE"),
        ("UK", "country:GB"),
        ("DRC", "country:CD"),
        ("USSR", "country:RU"),
        ("Syrian", "country:SY"),
        ("Egyptians", "country:EG"),
        ("the Dutch", "country:NL"),
        ("Scots", "region:scotland"),
        ("Minnesotans", "admin1:US-MN"),
        ("European", "region:europe"),
        ("EU", "region:europe"),
        ("Bavaria", "admin1:DE-BY"),
        ("Baltic", "region:baltic-sea"),
        ("Pacific", "region:pacific-ocean"),
        ("Lake Erie", "region:lake-erie"),
        ("the Danube", "region:danube"),
        ("Washington", "geonames:4140963"),
        ("New York", "geonames:5128581"),
        ("Philadelphia", "geonames:4560349"),
        ("Niger", "country:NE"),
        ("Paris, Texas", "geonames:4717560"),
        ("northern Iraq", "country:IQ"),
        ("Republic of Ireland", "country:IE"),
    ],
)
def test_a_name_alone(surface: str, place_id: str) -> None:
    assert taken_for(f"It rained in {surface} again.", surface) == place_id


def test_words_that_are_no_short_names_mean_nothing() -> None:
    assert places_meant("in", STORE) == ()
    assert places_meant("or", STORE) == ()
    assert places_meant("", STORE) == ()


def test_a_store_without_the_place_knows_no_short_name() -> None:
    class Empty(PlaceStore):
        def place(self, place_id: str) -> Place:
            raise UsageError(place_id)

    assert places_meant("Ky.", Empty()) == ()


def test_every_short_name_stands_for_a_place() -> None:
    with tables.source("short_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        assert places_meant(row["name"], STORE), row["name"]


def test_a_name_within_a_name_is_where_it_lies_and_less_precise() -> None:
    text = "The Dubai World Cup was won by an Emirati horse."
    found = resolve(text, [(4, 19)], STORE)[0]
    assert found.country_iso2 == "AE"
    assert found.where_prec == 2


@pytest.mark.parametrize(
    ("text", "name", "place_id", "where_prec"),
    [
        ("A farm in Oakpont Township, Minnesota, burned.", "Oakpont Township", "admin1:US-MN", 4),
        ("Police in Zzyzxville of Kunar province fled.", "Zzyzxville", "admin1:AF-KNR", 4),
        ("Shots in Qwxborough in Chicago were heard.", "Qwxborough", "geonames:4887398", 2),
        ("Shots in Qwxborough, Chicago and Boston were heard.", "Qwxborough", None, 0),
        ("Chicago heard shots. Qwxborough did not.", "Qwxborough", None, 0),
    ],
)
def test_an_unknown_name_is_where_the_text_puts_it(
    text: str, name: str, place_id: str | None, where_prec: int
) -> None:
    start = text.index(name)
    found = resolve(text, [(start, start + len(name))], STORE)[0]
    assert (found.place.place_id if found.place else None) == place_id
    assert found.where_prec == where_prec
    assert found.score <= 0.5
    assert "no such name" in found.note


@pytest.mark.parametrize("shift", [-1, 0, 1])
@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Aid has reached Mali, they said.", "Mali", "ML"),
        ("Six died in South Sudan on Saturday.", "South Sudan", "SS"),
        ("Chad", "Chad", "TD"),
        ("It rained in Oman", "Oman", "OM"),
    ],
)
def test_spans_that_are_off_by_a_letter(text: str, name: str, country: str, shift: int) -> None:
    start = text.index(name) + shift
    end = min(start + len(name), len(text))
    found = resolve(text, [(max(start, 0), end)], STORE)[0]
    assert found.country_iso2 == country


def test_a_name_within_a_word_may_be_meant() -> None:
    text = "The Afghanistan-born Iranians left."
    assert resolve(text, [(4, 15)], STORE)[0].country_iso2 == "AF"
    assert resolve(text, [(21, 25)], STORE)[0].country_iso2 == "IR"


def test_a_span_of_a_whole_text_or_in_one_endless_word_is_no_place() -> None:
    text = "The mayor of Paris met envoys in Kabul. " * 100
    assert not resolve(text, [(0, len(text))], STORE)[0].is_resolved
    word = "a" * 200_000
    spans = [(start, start + 5) for start in range(2000)]
    begin = time.perf_counter()
    assert not any(one.is_resolved for one in resolve(word, spans, STORE))
    assert time.perf_counter() - begin < 5


def test_what_nobody_marked_tells_where_a_text_is_set() -> None:
    text = "Dublin council voted. A Columbus firm and the sheriff of Delaware County, Ohio, agreed."
    assert resolve(text, [(0, 6)], STORE)[0].admin1_code == "US-OH"
    assert taken_for("Dublin council voted.", "Dublin") in {"admin1:IE-D", "geonames:2964574"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_world_news_is_nine_tenths_of_what_the_tables_allow(path: Path) -> None:
    rows = scored(path, STORE)
    assert len(rows) > 200
    can = sum(row.can_be_right for row in rows)
    assert sum(row.right for row in rows) >= 0.9 * can
    assert can >= 0.95 * len(rows)


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [("US", 39.8, -98.6), ("TR", 39.0, 35.0), ("RU", 60.0, 100.0), ("EG", 27.0, 30.0)],
)
def test_countries_stand_where_the_field_puts_them(
    country: str, latitude: float, longitude: float
) -> None:
    place = STORE.place(f"country:{country}")
    assert place.latitude == pytest.approx(latitude, abs=0.1)
    assert place.longitude == pytest.approx(longitude, abs=0.1)
