"""Which names of a text are asked for, what is told of them, and what comes of the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from claimkit import TODAY, extractor
from fake_services import FakeService

import geo
from geo.claims import Extractor
from geo.errors import UsageError
from geo.grammar.lexicon import Lexicon
from geo.online.asker import Asker
from geo.online.settings import Online, Question
from geo.records import Document, Place, PlaceKind, Resolution
from geo.unlisted import unlisted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.records import Claim

LEXICON = Lexicon.load()
NOTHING = Resolution(None, 0, 0.0)
VILLAGE, DISTRICT = PlaceKind.POPULATED, PlaceKind.ADMIN2


@dataclass
class Listener:
    """Answers nothing, or one place, and remembers what it was asked."""

    answer: Resolution = NOTHING
    questions: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Resolution:
        self.questions.append(question)
        return self.answer


def read(text: str, listener: Listener) -> list[Claim]:
    shipped = extractor().reader
    found = Extractor(shipped.registry, shipped.gazetteer, shipped.lexicon, listener)
    return found.extract(Document("d", text, published=TODAY))


def asked(text: str) -> list[Question]:
    listener = Listener()
    read(text, listener)
    return listener.questions


@pytest.mark.parametrize(
    ("text", "name", "kind", "surface"),
    [
        ("in Zerak village", "Zerak", VILLAGE, "Zerak village"),
        ("In Zerak Village,", "Zerak", VILLAGE, "Zerak Village"),
        ("in the village of Zerak", "Zerak", VILLAGE, "Zerak"),
        ("a remote hamlet called Qala-e-Zerak", "Qala-e-Zerak", VILLAGE, "Qala-e-Zerak"),
        ("in Zerak, a small town in", "Zerak", VILLAGE, "Zerak"),
        ("near Zerak, the main town of", "Zerak", VILLAGE, "Zerak"),
        ("that Zerak district was", "Zerak", DISTRICT, "Zerak district"),
        ("the Upper Zerak tehsil", "Zerak", DISTRICT, "Zerak tehsil"),
        ("in the Zerak valley", "Zerak", PlaceKind.REGION, "Zerak valley"),
        (
            "raided Haji Zerak Khan village before dawn",
            "Haji Zerak Khan",
            VILLAGE,
            "Haji Zerak Khan village",
        ),
    ],
)
def test_a_name_that_is_presented_as_a_place(
    text: str, name: str, kind: PlaceKind, surface: str
) -> None:
    (one,) = unlisted(text, (0, len(text)), [], LEXICON)
    assert (one.name, one.kind) == (name, kind)
    assert text[one.start : one.end] == surface


@pytest.mark.parametrize(
    "text",
    [
        "in Zerak on Monday",
        "Zerak said on Monday",
        "the village elders of Zerak",
        "the Monday village market",
        "Zerak, a former village chief, said",
        "Zerak, a town planner, was killed",
        "people of the village",
        "the district of the north",
        "The people of Zerak",
        "Two villages were raided",
        "Another village was raided",
        "Gunmen Raid Remote Village In Nangarhar",
        "GUNMEN RAID ZERAK VILLAGE",
        "police said that Raid Village was the name of a film",
        "in One Two Three Four village",
    ],
)
def test_a_name_that_is_not(text: str) -> None:
    assert list(unlisted(text, (0, len(text)), [], LEXICON)) == []


def test_a_sentence_may_begin_with_a_name_that_stands_elsewhere_too() -> None:
    text = "Zerak village was raided. Men from Zerak fled."
    assert [one.name for one in unlisted(text, (0, 25), [], LEXICON)] == ["Zerak"]


def test_a_village_of_an_area_is_the_village() -> None:
    text = "near Hilal village of Zerak"
    assert [one.name for one in unlisted(text, (0, len(text)), [], LEXICON)] == ["Hilal"]


def test_what_is_known_is_left_alone() -> None:
    text = "in Zerak village"
    assert list(unlisted(text, (0, len(text)), [(3, 8)], LEXICON)) == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "The TTP has a camp in the village of Zerak in Nangarhar.",
            Question("Zerak", ("AF",), ("AF-NAN",), VILLAGE),
        ),
        (
            "The TTP has a camp in Zerak district of Helmand province.",
            Question("Zerak", ("AF",), ("AF-HEL",), DISTRICT),
        ),
        (
            "The TTP has a camp in Zerak, a small town in Helmand.",
            Question("Zerak", ("AF",), ("AF-HEL",), VILLAGE),
        ),
        (
            "The TTP has a camp in Nangarhar's Zerak village.",
            Question("Zerak", ("AF",), ("AF-NAN",), VILLAGE),
        ),
        (
            "The TTP has a camp in Zerak village in Achin district.",
            Question("Zerak", ("AF",), ("AF-NAN",), VILLAGE),
        ),
        (
            "In Nangarhar and Kunar, the TTP attacked Zerak village.",
            Question("Zerak", ("AF",), (), VILLAGE),
        ),
        (
            "The TTP attacked Zerak village in North Waziristan.",
            Question("Zerak", ("PK",), ("PK-KP",), VILLAGE),
        ),
        (
            "The TTP attacked Zerak village in Pakistan's Khyber district.",
            Question("Zerak", ("PK",), ("PK-KP",), VILLAGE),
        ),
    ],
)
def test_where_it_should_lie_is_what_the_text_says(text: str, question: Question) -> None:
    assert asked(text) == [question]


def test_a_village_in_an_unlisted_district_lies_where_that_does() -> None:
    text = "The TTP has a camp in Zerak village, in the Hesa-e-Zarin district of Panjshir."
    assert asked(text) == [
        Question("Zerak", ("AF",), ("AF-PAN",), VILLAGE),
        Question("Hesa-e-Zarin", ("AF",), ("AF-PAN",), DISTRICT),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The TTP has a camp in Zerak village.",  # nothing says where
        "Police raided Zerak village in Nangarhar.",  # no group is named
        "The TTP has a camp in Kunduz city.",  # the tables have it
        "The TTP attacked Mir Ali town in North Waziristan.",
    ],
)
def test_nothing_is_asked_without_need(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize("name", ["Springfield", "Tlaxcala", "Mandal", "Zurmat"])
def test_a_name_whose_bearers_all_lie_elsewhere_is_asked_for(name: str) -> None:
    (one,) = asked(f"The TTP has a camp in {name} village in Kunar province.")
    assert one == Question(name, ("AF",), ("AF-KNR",), VILLAGE)


def test_an_answer_makes_the_claim_and_the_province_beside_it_none() -> None:
    place = Place(
        "osm:node/1", "Zerak", VILLAGE, "PPL", "AF", "AF-NAN", "Nangarhar", None, 34.2, 70.6
    )
    listener = Listener(Resolution(place, 1, 0.6, (place,), "nominatim"))
    text = "The TTP has a camp in the village of Zerak in Nangarhar. It trains in Kunar."
    first, second = read(text, listener)
    assert (first.place_name, first.admin1_code, first.where_prec) == ("Zerak", "AF-NAN", 1)
    assert (first.latitude, first.longitude, first.geonameid) == (34.2, 70.6, None)
    assert (first.geocode_source, first.geocode_score) == ("nominatim", 0.6)
    assert (second.admin1_code, second.geocode_source) == ("AF-KNR", "gazetteer")
    assert first.confidence < second.confidence


def test_a_village_of_which_only_the_province_is_known_gets_no_pin_even_near_it() -> None:
    place = Place("osm:node/1", "Zerak", VILLAGE, "PPL", "AF", "AF-NAN", "Nangarhar")
    listener = Listener(Resolution(place, 4, 0.6, (place,), "photon"))
    for where in ("in", "near"):
        (claim,) = read(f"The TTP has a camp {where} the village of Zerak in Nangarhar.", listener)
        assert (claim.place_name, claim.where_prec, claim.latitude) == ("Zerak", 4, None)


@pytest.fixture
def server() -> Iterator[FakeService]:
    with FakeService() as running:
        yield running


STORY = Document(
    "story-7",
    "ISKP gunmen wounded eleven shopkeepers in the village of Zerak in Nangarhar on Friday, "
    "provincial spokesman Rahimullah Stanekzai said. The TTP keeps hideouts in Speenkala village "
    "of Kunar province. Later ISKP burned a bridge in Zerak village, Nangarhar.",
    title="Gunmen Wound Shopkeepers In Remote Village",
    publisher="Example Gazette",
    url="https://gazette.example/gunmen",
    source="/home/desk/secret.txt",
)
TOLD = {"Zerak", "Speenkala"}


def words(*texts: str) -> set[str]:
    return set(re.findall(r"\w{3,}", " ".join(texts).casefold()))


@pytest.mark.parametrize("service", ["nominatim", "photon", "geonames"])
def test_a_service_is_told_the_toponym_and_where_it_should_lie_and_no_more(
    service: str, server: FakeService, tmp_path: Path
) -> None:
    settings = Online(service, url=server.url, username="tester77", cache=tmp_path / "a.sqlite")
    claims = geo.extract([STORY], online=settings)
    found = claims[claims["geocode_source"] == service]
    assert set(found["admin1_code"]) == {"AF-NAN", "AF-KNR"}
    assert server.names == ["Zerak", "Speenkala"]  # each once
    fields = (STORY.text, STORY.title, STORY.publisher, STORY.url, STORY.source, "ISKP TTP")
    secret = words(*fields) - words(*TOLD)
    for one in server.asked:
        values = " ".join(value for values in one.params.values() for value in values)
        assert not secret & words(values, one.agent, one.path)


def test_a_service_that_fails_leaves_the_claims_of_the_tables(
    server: FakeService, tmp_path: Path
) -> None:
    server.always = 500
    settings = Online("nominatim", url=server.url, cache=tmp_path / "a.sqlite", retries=0)
    offline = geo.extract([STORY])
    assert geo.extract([STORY], online=settings).equals(offline)
    assert set(offline["geocode_source"]) == {"gazetteer"}
    assert server.asked


def test_an_extractor_has_its_own_asker() -> None:
    with pytest.raises(UsageError, match="asker"):
        geo.extract([], extractor=extractor(), online="nominatim")


def test_a_store_of_answers_that_is_broken_is_told(server: FakeService, tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").mkdir()
    asker = Asker(Online("nominatim", url=server.url, cache=tmp_path / "a.sqlite"))
    found = asker.ask(Question("Zerak", ("AF",), ("AF-NAN",)))
    assert found.place is not None
    assert "cannot be kept" in asker.faults[0]
