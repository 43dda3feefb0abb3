"""Which words of a text are places, and which only look like them."""

from __future__ import annotations

import pytest
from claimkit import places

from geo.records import PlaceKind


def surfaces(text: str) -> list[str]:
    found = places(text)
    assert all(m.surface == text[m.start : m.end] for m in found)
    assert all(m.candidates for m in found)
    return [m.surface for m in found]


@pytest.mark.parametrize(
    ("text", "surface", "hint", "place_id"),
    [
        ("It is in Achin district.", "Achin district", PlaceKind.ADMIN2, "admin2:AF-NAN/achin"),
        ("It is in Kunar province.", "Kunar province", PlaceKind.ADMIN1, "admin1:AF-KNR"),
        ("It is in Kunar Province.", "Kunar Province", PlaceKind.ADMIN1, "admin1:AF-KNR"),
        ("It is in Jalalabad city.", "Jalalabad city", PlaceKind.POPULATED, "geonames:1139715"),
        ("It is in Kunar.", "Kunar", None, "admin1:AF-KNR"),
        ("It is in Idlib province.", "Idlib province", PlaceKind.ADMIN1, "admin1:SY-ID"),
        ("They met on Afghan soil.", "Afghan soil", None, "country:AF"),
        ("They met on Pakistani territory.", "Pakistani territory", None, "country:PK"),
        ("They met in the Afghan capital.", "Afghan capital", None, "geonames:1138958"),
        ("It is in Khyber Pakhtunkhwa.", "Khyber Pakhtunkhwa", None, "admin1:PK-KP"),
    ],
)
def test_places_and_their_kinds(
    text: str, surface: str, hint: PlaceKind | None, place_id: str
) -> None:
    (mention,) = places(text)
    assert (mention.surface, mention.kind_hint) == (surface, hint)
    assert place_id in {place.place_id for place in mention.candidates}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "They live in Achin, Deh Bala and Kot.", ["Achin", "Deh Bala", "Kot"], id="a list"
        ),
        pytest.param(
            "They hid near Jalalabad, around Kabul and on the outskirts of Herat.",
            ["Jalalabad", "Kabul", "Herat"],
            id="about a place",
        ),
        pytest.param(
            "It is in Sar-e Pol, Deir ez-Zor and Sistan-Baluchestan.",
            ["Sar-e Pol", "Deir ez-Zor", "Sistan-Baluchestan"],
            id="hyphens",
        ),
        pytest.param(
            "It is in Maz\u0101r-i-Shar\u012bf.", ["Maz\u0101r-i-Shar\u012bf"], id="marks"
        ),
        pytest.param("The Kunar-based leadership left.", ["Kunar"], id="where somebody is based"),
        pytest.param("KABUL, HERAT", ["KABUL", "HERAT"], id="capitals"),
        pytest.param("On Monday Kunduz was calm.", ["Kunduz"], id="after a weekday"),
        pytest.param(
            "The Balochistan Liberation Army is in Balochistan.",
            ["Balochistan"],
            id="a place in a group's name is none",
        ),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mr Kandahari spoke to Dr Zabul Shah.", id="persons with titles"),
        pytest.param("Bannu Khan spoke.", id="a first name"),
        pytest.param("Nasrat Wardak spoke.", id="a last name"),
        pytest.param("The Khyber Times reported it.", id="a newspaper"),
        pytest.param("Kabul Bank was closed.", id="a bank"),
        pytest.param("The Quetta Gladiators and Peshawar Zalmi played.", id="cricket teams"),
        pytest.param("A Kabul-backed bank was closed.", id="an adjective"),
        pytest.param("Most left in March 2020, some on Monday.", id="plain words"),
        pytest.param("Kot is a word.", id="a common word without support"),
        pytest.param("They went to kabul and herat.", id="lower case"),
        pytest.param("Afghan fighters and Pakistani police came.", id="peoples"),
        pytest.param("Chinese engineers, Tajik farmers", id="peoples alone"),
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert surfaces(text) == []


def test_a_university_is_a_place_of_its_own() -> None:
    (mention,) = places("She teaches at Kabul University.")
    assert mention.surface == "Kabul University"
    assert mention.candidates[0].kind is PlaceKind.FEATURE
