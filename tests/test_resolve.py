"""The resolver on names in context: the right one of several, or none."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from ambiguous_places import CASES
from claimkit import extractor

from geo.context import contains, precision
from geo.gazetteer import Gazetteer
from geo.records import Document, PlaceKind, PlaceMention, Resolution
from geo.resolve import resolve, resolve_mentions
from geo.text import fold, name_key

STORE = Gazetteer()


def names_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of all known names that begin with a capital, the longest at each word."""
    folded, spans, position = fold(text), [], 0
    for word in re.finditer(r"\b[A-Z]", text):
        start = word.start()
        if start < position:
            continue
        for end in STORE.ends(folded, start):
            key = name_key(text[start:end])
            if STORE.is_common(key) and start == 0:
                continue
            spans.append((start, end))
            position = end
            break
    return spans


def read(text: str) -> dict[str, Resolution]:
    spans = names_in(text)
    resolved = resolve(text, spans, STORE)
    return {text[s:e]: one for (s, e), one in zip(spans, resolved, strict=True)}


def test_there_are_a_hundred_ambiguous_names() -> None:
    assert len(CASES) >= 100
    assert len({(case[0], case[1]) for case in CASES}) == len(CASES)


@pytest.mark.parametrize(("text", "name", "country", "province", "kind"), CASES)
def test_ambiguous_names(
    text: str, name: str, country: str, province: str | None, kind: str | None
) -> None:
    start = re.search(rf"\b{name}\b", text).start()  # type: ignore[union-attr]  # the name is in the text
    spans = [s for s in names_in(text) if not s[0] <= start < s[1]] + [(start, start + len(name))]
    spans.sort()
    resolved = resolve(text, spans, STORE)[spans.index((start, start + len(name)))]
    assert resolved.place is not None
    assert resolved.place.country_iso2 == country
    if province is not None:
        assert resolved.place.admin1_code == province
    if kind is not None:
        assert resolved.place.kind == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Afghan Police fought the Taliban near Kabul in Afghanistan.", "Police"),
        ("Mr Khan left Kabul for Kandahar in Afghanistan.", "Khan"),
        ("The Market of Kabul, Afghanistan, was full.", "Market"),
        ("The Taliban of Afghanistan rule in Kabul.", "Taliban"),
    ],
)
def test_a_namesake_far_away_does_not_win(text: str, name: str) -> None:
    start = text.index(name)
    spans = sorted([*[s for s in names_in(text) if s[0] != start], (start, start + len(name))])
    found = resolve(text, spans, STORE)[spans.index((start, start + len(name)))]
    assert found.place is None
    assert found.where_prec == 0
    assert found.score < 0.5


def test_what_no_table_has_is_unresolved() -> None:
    found = resolve("They met in Xyzzyabadistan.", [(12, 26)], STORE)
    assert found == [Resolution(None, 0, 0.0, note="no such name in the gazetteer")]


def test_an_unseen_spelling_is_heard_where_the_document_supports_it() -> None:
    text = "Troops left Mingora and Saidu Sharif in Pakistan for Alpuri."
    names = ["Mingora", "Saidu Sharif", "Pakistan", "Alpuri"]
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    heard = resolve(text, spans, STORE)[-1]
    assert heard.place is not None
    assert (heard.place.name, heard.place.admin1_code) == ("Alpurai", "PK-KP")
    assert heard.score <= 0.6
    assert heard.note == "sounds like Alpurai"
    elsewhere = "Flights from Paris to Alpuri in France were late."
    start = elsewhere.index("Alpuri")
    lone = resolve(elsewhere, [(13, 18), (start, start + 6), (start + 10, start + 16)], STORE)[1]
    assert lone.place is None


def test_a_people_speaks_for_its_country() -> None:
    text = "Indian police searched Hyderabad; Indian and Pakistani envoys met."
    start = text.index("Hyderabad")
    alone, people = resolve(text, [(start, start + 9), (0, 6)], STORE)
    assert alone.place is not None
    assert people.place is not None
    assert people.place.place_id == "country:IN"
    assert people.where_prec == 6
    canadian = "Canadian officers in London, near Toronto, said so."
    found = resolve(canadian, [(21, 27), (34, 41)], STORE)
    assert [one.place and one.place.country_iso2 for one in found] == ["CA", "CA"]


def test_one_sense_a_document() -> None:
    text = "A blast in Arghandab, Zabul, killed two. Arghandab was quiet later."
    spans = [(11, 20), (22, 27), (41, 50)]
    assert [text[s:e] for s, e in spans] == ["Arghandab", "Zabul", "Arghandab"]
    codes = [one.place and one.place.admin1_code for one in resolve(text, spans, STORE)]
    assert codes == ["AF-ZAB", "AF-ZAB", "AF-ZAB"]


def test_order_of_spans_is_kept() -> None:
    text = "From Herat to Idlib and Quetta."
    spans = [(24, 30), (5, 10), (14, 19)]
    names = [one.place and one.place.name for one in resolve(text, spans, STORE)]
    assert names == ["Quetta", "Herat", "Idlib"]


@pytest.mark.parametrize(
    ("name", "around", "expected"),
    [
        ("Mingora", False, 1),
        ("Mingora", True, 2),
        ("Tora Bora", False, 2),
        ("Tirah", False, 2),
        ("Achin", False, 3),
        ("Kunar", False, 4),
        ("Waziristan", False, 5),
        ("Loya Paktia", False, 5),
        ("Durand Line", False, 5),
        ("Pakistan", False, 6),
        ("Arabian Sea", False, 7),
    ],
)
def test_precision(name: str, *, around: bool, expected: int) -> None:
    mention = PlaceMention(0, len(name), name, STORE.lookup(name), None, around)
    found = resolve_mentions(name, [mention], STORE)[0]
    assert found.where_prec == expected
    assert found.place is not None
    assert found.place == found.candidates[0]


def test_a_region_keeps_its_province_only_where_it_lies_in_one() -> None:
    waziristan, paktia = STORE.lookup("Waziristan")[0], STORE.lookup("Loya Paktia")[0]
    assert (waziristan.country_iso2, waziristan.admin1_code) == ("PK", "PK-KP")
    assert (paktia.country_iso2, paktia.admin1_code) == ("AF", None)
    assert set(paktia.covers) == {"AF-PIA", "AF-PKA", "AF-KHO"}


@pytest.mark.parametrize(
    "chain",
    [
        ("Afghanistan", "Nangarhar", "Achin"),
        ("Pakistan", "Khyber Pakhtunkhwa", "North Waziristan", "Mir Ali"),
        ("Tajikistan", "Khatlon", "Kulob"),
    ],
)
def test_containment(chain: tuple[str, ...]) -> None:
    places = [STORE.lookup(name)[0] for name in chain]
    for outer, inner in pairwise(places):
        assert contains(outer, inner)
        assert not contains(inner, outer)
        assert precision(outer) >= precision(inner)


def test_no_mention_gives_no_resolution() -> None:
    assert resolve_mentions("Nothing here.", [], STORE) == []
    assert resolve("", [], STORE) == []


def test_a_kind_word_inside_or_beside_the_span_counts() -> None:
    text = "Kandahar city and Kandahar province"
    inside = resolve(text, [(0, 13), (18, 35)], STORE)
    beside = resolve(text, [(0, 8), (18, 26)], STORE)
    kinds = [PlaceKind.POPULATED, PlaceKind.ADMIN1]
    assert [one.place and one.place.kind for one in inside] == kinds
    assert [one.place and one.place.kind for one in beside] == kinds


def test_thirty_mentions_take_a_few_milliseconds() -> None:
    text = "Fighters in " + ", ".join(
        ["Kunar", "Achin", "Jalalabad", "Khost", "Wana", "Hyderabad"] * 5
    )
    spans = [(m.start(), m.end()) for m in re.finditer(r"[A-Z]\w+", text)][1:]
    resolve(text, spans, STORE)
    begin = time.perf_counter()
    for _ in range(10):
        resolve(text, spans, STORE)
    assert (time.perf_counter() - begin) / 10 < 0.05
    assert all(one.place is not None for one in read(text).values())


def test_spans_may_be_anything() -> None:
    text = "Paris\u2019s mayor flew from Zürich to 北京 and the U.S. \U0001f600 Kabul"
    spans = [(0, 5), (0, 0), (5, 2), (-3, 4), (60, 10**9), (23, 29), (25, 28), (0, len(text))]
    found = resolve(text, spans, STORE)
    assert [one.is_resolved for one in found[:6]] == [True, False, False, False, False, True]
    assert found[0].country_iso2 == "FR"
    assert found[5].country_iso2 == "CH"
    assert all("no run" in one.note for one in found[1:5])
    assert resolve("", []) == []
    here = text.index("Kabul")
    assert resolve(text, [(here, here + 5)], STORE)[0].country_iso2 == "AF"


def test_the_order_of_spans_does_not_matter() -> None:
    text = "Hyderabad in Sindh is no Hyderabad of Telangana, nor is Thatta."
    spans = [(m.start(), m.end()) for m in re.finditer("Hyderabad|Sindh|Telangana|Thatta", text)]
    forward = resolve(text, spans, STORE)
    assert resolve(text, spans[::-1], STORE) == forward[::-1]


def test_twenty_thousand_spans_take_seconds() -> None:
    names = ["Kabul", "Springfield", "San Jose", "Paris", "Lahore"]
    text = " ".join(names * 4000)
    spans = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    begin = time.perf_counter()
    assert len(resolve(text, spans, STORE)) == len(spans)
    assert time.perf_counter() - begin < 30


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("a camp in Mandal village of Nangarhar", None),
        ("a camp in Tlaxcala village in Kunar province", None),
        ("a camp in Achin district of Nangarhar", "AF-NAN"),
        ("a camp in Mandal village, Azad Kashmir", "PK-JK"),
        ("a raid from Wana town and Nangarhar", "PK-KP"),
    ],
)
def test_a_village_is_in_the_province_that_it_is_said_to_be_of_or_in_none(
    text: str, province: str | None
) -> None:
    document = Document("d", f"The TTP has {text}, officials said.")
    (_, (_, first)), *_ = extractor().reader.places(document)
    assert (first.place and first.place.admin1_code) == province
    assert bool(first.candidates)
