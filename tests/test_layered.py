"""Fetched places beside the embedded ones: lookups, running text, and what must not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import releases
from releases import Row, Site, serving

from geo import fetched
from geo.claims import Extractor
from geo.errors import TableError
from geo.fetching import fetch_gazetteer
from geo.gazetteer import Gazetteer
from geo.layered import LayeredStore
from geo.places import PlaceStore
from geo.records import Document
from geo.resolve import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from geo.records import Claim

# Names that hurt: words, groups, persons, and namesakes of what the news speaks of.
HURTFUL = (
    *("Police", "Taliban", "BLA", "Is", "Camp", "The", "Army", "Market", "TTP", "Officials"),
    *("Islamic State", "Security", "Kabul", "Khost", "Nangarhar", "Islamabad", "Dawn", "Hakimi"),
    *("Monday", "Haqqani", "Peshawar", "New Market", "Daesh", "Mujahid", "Quetta", "Afghan"),
)
PROVINCES = {"18": (34.2, 70.4), "13": (34.5, 69.2), "37": (33.3, 69.9), "34": (34.9, 71.1)}
ROWS = [
    Row(1132495, "Nangarhār", 34.25, 70.5, "ADM1", names=(("", "Nangrahaar"),)),
    Row(9_000_001, "Zarsoba Ghundi", 34.05, 70.71, names=(("fa", "زرسوبه غونډی"),)),
    Row(9_000_007, "Tangi Mirgul", 34.06, 70.72),
    Row(9_000_002, "Shnakai Tsapar", 34.1, 70.6),
    Row(9_000_003, "Shnakai Tsapar", 33.3, 69.9, admin1="37"),
    Row(9_000_004, "Wuchkai Tsuka", 34.1, 70.6, "MT"),
    Row(9_000_008, "Achin", 33.3, 69.9, admin1="37"),
    Row(9_000_009, "Pakistan", 33.3, 69.9, admin1="37"),
    Row(9_000_006, "Alburz", 36.5, 67.0, admin1="30"),
    Row(9_000_010, "Marjah", 31.52, 64.1, admin1="10"),
    *(
        Row(9_100_000 + number, name, latitude, longitude, admin1=admin1)
        for number, (name, admin1, (latitude, longitude)) in enumerate(
            (name, *one) for name in HURTFUL for one in PROVINCES.items()
        )
    ),
]


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    with pytest.MonkeyPatch.context() as patch, serving(Site(releases.geonames(ROWS))) as site:
        patch.setenv("PRESENCE_MAPPER_CACHE", str(tmp_path_factory.mktemp("cache")))
        store = PlaceStore(fetch_gazetteer("AF", base=site.url).table.folder)
    return Gazetteer(others=[store])


def claims(gazetteer: LayeredStore, text: str) -> list[Claim]:
    shipped = Extractor.load()
    reader = Extractor(shipped.reader.registry, gazetteer, shipped.reader.lexicon)
    return reader.extract(Document("d", text))


def test_a_village_is_geocoded(gazetteer: Gazetteer) -> None:
    found = gazetteer.geocode("Zarsoba Ghundi")
    assert (found.latitude, found.longitude) == (34.05, 70.71)
    assert found.raw["geonameid"] == 9_000_001
    assert found.raw["admin1_code"] == "AF-NAN"
    assert gazetteer.geocode("زرسوبه غونډی").raw["geonameid"] == 9_000_001
    assert gazetteer.geocode("Shnakai Tsapar, Khost").raw["geonameid"] == 9_000_003
    assert gazetteer.geocode("Zarsobah Ghondi", country_codes="AF").raw["geonameid"] == 9_000_001


def test_an_area_of_land_is_one(gazetteer: Gazetteer) -> None:
    raw = gazetteer.geocode("Wuchkai Tsuka").raw
    assert (raw["where_prec"], raw["is_area"], raw["admin1_code"]) == (2, True, "AF-NAN")


def test_a_new_name_of_a_known_place_is_the_known_place(gazetteer: Gazetteer) -> None:
    assert [p.place_id for p in gazetteer.lookup("Nangrahaar")] == ["admin1:AF-NAN"]


def test_a_known_place_without_a_point_takes_the_fetched_one(gazetteer: Gazetteer) -> None:
    (shipped,) = (p for p in PlaceStore().lookup("Alburz") if p.admin1_code == "AF-BAL")
    assert shipped.latitude is None
    (known,) = (p for p in gazetteer.lookup("Alburz") if p.admin1_code == "AF-BAL")
    assert known.place_id == shipped.place_id
    assert (known.latitude, known.longitude, known.geonameid) == (36.5, 67.0, 9_000_006)


def test_a_seat_called_town_is_the_town(gazetteer: Gazetteer) -> None:
    (town,) = gazetteer.lookup("Marjah Town")
    assert (town.place_id, town.latitude) == ("place:af-hel/marjah-town", 31.52)
    assert "geonames:9000010" not in {place.place_id for place in gazetteer.lookup("Marjah")}


@pytest.mark.parametrize("name", ["Kabul", "Khost", "Nangarhar", "Peshawar", "Quetta"])
def test_a_namesake_village_comes_after_what_the_news_means(
    gazetteer: Gazetteer, name: str
) -> None:
    assert gazetteer.lookup(name)[0] == PlaceStore().lookup(name)[0]
    assert (
        gazetteer.geocode(name).raw["place_id"]
        == Gazetteer(others=[]).geocode(name).raw["place_id"]
    )


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Achin", "admin2:AF-NAN/achin"),
        ("Achin town", "geonames:1469706"),  # the district's seat
        ("near Achin, Afghanistan", "admin2:AF-NAN/achin"),
        ("Achin, Nangarhar", "admin2:AF-NAN/achin"),
        ("Achin, Khost", "geonames:9000008"),
        ("a check post in Camp near Achin", "admin2:AF-NAN/achin"),
        ("Pakistan", "country:PK"),
    ],
)
def test_a_namesake_far_off_counts_where_its_area_is_named(
    gazetteer: Gazetteer, query: str, place_id: str
) -> None:
    assert gazetteer.geocode(query).raw["place_id"] == place_id


def test_all_namesakes_are_told_when_asked_for_all(gazetteer: Gazetteer) -> None:
    found = gazetteer.geocode("Achin", exactly_one=False)
    assert {"admin2:AF-NAN/achin", "geonames:9000008"} <= {one.raw["place_id"] for one in found}
    box = ((33.0, 69.5), (33.5, 70.2))
    assert gazetteer.geocode("Achin", viewbox=box).raw["place_id"] == "geonames:9000008"
    assert gazetteer.geocode("Police", country_codes="AF").raw["name"] == "Police"


def test_a_word_is_no_spelling_of_a_village(gazetteer: Gazetteer) -> None:
    assert not [
        p.name for _, p in gazetteer.similar("Polise", "AF", cutoff=70) if p.name == "Police"
    ]


def test_without_fetched_tables_nothing_changes() -> None:
    bare, store = LayeredStore(others=[]), PlaceStore()
    for name in ("Kabul", "Achin", "US", "Springfield", "police", "no such place"):
        assert bare.lookup(name) == store.lookup(name)
        assert bare.is_common(name) == store.is_common(name)
        assert bare.fetched(name) == ()
    assert bare.nearest(34.5, 69.2, 3) == store.nearest(34.5, 69.2, 3)
    assert bare.similar("Jalalabat", "AF", cutoff=80) == store.similar("Jalalabat", "AF", cutoff=80)
    assert bare.edited_ids() == store.edited_ids()


def test_the_nearest_village_and_ids_of_both_tables(gazetteer: Gazetteer) -> None:
    assert gazetteer.reverse((34.05, 70.712)).raw["geonameid"] == 9_000_001
    assert gazetteer.place("geonames:9000001").name == "Zarsoba Ghundi"
    assert gazetteer.place("admin1:AF-NAN").name == "Nangarhar"


def test_spans_are_resolved_with_fetched_places(gazetteer: Gazetteer) -> None:
    text = "Shelling was heard in Shnakai Tsapar in the Khost province."
    spans = [(22, 36), (44, 49)]
    assert [text[start:end] for start, end in spans] == ["Shnakai Tsapar", "Khost"]
    village, province = resolve(text, spans, gazetteer)
    assert village.place.geonameid == 9_000_003
    assert province.place.admin1_code == "AF-KHO"


@pytest.mark.parametrize(
    ("text", "geonameid"),
    [
        ("ISKP keeps a base in Zarsoba Ghundi village.", 9_000_001),
        ("ISKP keeps a base in the village of Zarsoba Ghundi.", 9_000_001),
        ("Police spoke in Nangarhar. ISKP keeps a base in Zarsoba Ghundi village.", 9_000_001),
        ("Afghanistan was told. ISKP keeps a base in Zarsoba Ghundi village.", 9_000_001),
        ("ISKP keeps a base in Zarsoba Ghundi, Nangarhar province.", 9_000_001),
        ("ISKP keeps a base in Zarsoba Ghundi in the Achin district of Nangarhar.", 9_000_001),
        ("ISKP keeps a base in Shnakai Tsapar village in Khost province.", 9_000_003),
        ("ISKP keeps a base in Shnakai Tsapar, Nangarhar.", 9_000_002),
        ("ISKP keeps a base in the Zarsoba Ghundi area of Achin district.", 9_000_001),
        ("ISKP keeps a base in Tangi Mirgul, Nangarhar.", 9_000_007),  # and not in Tangi
    ],
)
def test_a_supported_village_makes_a_claim(gazetteer: Gazetteer, text: str, geonameid: int) -> None:
    found = claims(gazetteer, text)
    assert [(one.actor_id, one.geonameid) for one in found] == [("iskp", geonameid)]
    assert found[0].where_prec == 1


@pytest.mark.parametrize(
    "text",
    [
        "ISKP keeps a base in Zarsoba Ghundi.",  # nothing says what or where that is
        "ISKP keeps a base in Zarsoba Ghundi, Kunar province.",  # it is not there
        "ISKP keeps a base in Zarsoba Ghundi village of Kunar province.",
        "ISKP keeps a base in Zarsoba Ghundi village in Pakistan.",
        "ISKP commander Zarsoba Ghundi of Nangarhar leads the group.",
        "ISKP keeps a base in Camp village in Nangarhar.",
        "ISKP, in Army, Nangarhar, keeps a base.",
        "ISKP keeps a base in the Zarsoba Ghundi area.",
        "Police spoke in Bannu. ISKP keeps a base in Zarsoba Ghundi village.",
        "Police spoke in Kabul. ISKP keeps a base in Zarsoba Ghundi village.",
        "Pakistan was told. ISKP keeps a base in Zarsoba Ghundi village.",
        "Afghanistan was told. ISKP keeps a base in Shnakai Tsapar village.",  # which one?
        "ISKP keeps a base in the Zarsoba Ghundi area of Kunar.",
        "ISKP keeps a base in Nangarhar with Mullah Zarsoba Ghundi.",
    ],
)
def test_an_unsupported_village_makes_none(gazetteer: Gazetteer, text: str) -> None:
    assert not [one for one in claims(gazetteer, text) if one.where_prec == 1]


HOSTILE = (
    "ISKP attacked Police in Nangarhar, the Taliban said on Monday. Security officials in Kabul"
    " said the Islamic State has a camp near the New Market in Khost. The TTP has fighters in"
    " Peshawar, Dawn quoted Mujahid. Officials in Quetta said the BLA attacked the Army in Kech."
    " Hakimi, who spoke in Nangarhar, said the Haqqani network runs Camp Four in Khost."
)


def test_names_that_hurt_change_no_claim(gazetteer: Gazetteer) -> None:
    bare = Gazetteer(others=[])
    expected = claims(bare, HOSTILE)
    assert len(expected) > 4
    assert claims(gazetteer, HOSTILE) == expected


def test_a_known_name_takes_a_village_only_where_the_text_says_so(gazetteer: Gazetteer) -> None:
    (one,) = claims(gazetteer, "ISKP attacked a post in Peshawar village in Nangarhar province.")
    assert (one.admin1_code, one.where_prec) == ("AF-NAN", 1)
    (other,) = claims(gazetteer, "ISKP attacked a post in Peshawar.")
    assert (other.country_iso2, other.admin1_code) == ("PK", "PK-KP")


def test_the_users_cache_is_used_unless_told_otherwise(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert LayeredStore().others == ()  # conftest sees to that
    monkeypatch.delenv("PRESENCE_MAPPER_EMBEDDED_ONLY")
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(tmp_path_factory.mktemp("mine")))
    assert LayeredStore().others == ()
    with serving(Site(releases.geonames(ROWS[:2]))) as site:
        fetch_gazetteer("AF", base=site.url)
    assert LayeredStore().lookup("Zarsoba Ghundi") == gazetteer.lookup("Zarsoba Ghundi")
    assert LayeredStore(others=()).lookup("Zarsoba Ghundi") == ()
    monkeypatch.setenv("PRESENCE_MAPPER_EMBEDDED_ONLY", "1")
    assert LayeredStore().lookup("Zarsoba Ghundi") == ()


def test_a_table_that_cannot_be_used_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PRESENCE_MAPPER_EMBEDDED_ONLY")
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(tmp_path))
    with serving(Site(releases.geonames(ROWS[:2]))) as site:
        folder = fetch_gazetteer("AF", base=site.url).table.folder
    (folder / "gazetteer.json").write_text('{"format": 0, "units": []}')
    with pytest.raises(TableError, match=r"data fetch gazetteer --country AF.*--embedded-only"):
        LayeredStore()
    (tmp_path / "tables" / "gazetteer-AF.json").write_text("[]")
    with pytest.raises(TableError, match="remove it and fetch the table again"):
        fetched.installed()
