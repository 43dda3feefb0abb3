"""Which words of a text are armed groups, and which only look like them."""

from __future__ import annotations

import itertools

import pytest
from claimkit import extractor

from geo.actor_mentions import actor_mentions
from geo.text import fold


def found(text: str) -> list[tuple[str, str, str]]:
    reader = extractor().reader
    mentions = actor_mentions(text, fold(text), reader.registry, reader.lexicon)
    assert all(m.surface == text[m.start : m.end] for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    return [(m.surface, "|".join(m.actor_ids), m.how) for m in mentions]


UNLISTED = "unlisted:Sindhudesh Revolutionary Army"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Tehreek-e-Taliban Pakistan (TTP) came; TTP fighters left.",
            [
                ("Tehreek-e-Taliban Pakistan", "ttp", "name"),
                ("TTP", "ttp", "name"),
                ("TTP", "ttp", "name"),
            ],
            id="a name and its acronym",
        ),
        pytest.param(
            "The Sindhudesh Revolutionary Army (SRA) claimed it. SRA men fled.",
            [
                ("Sindhudesh Revolutionary Army", UNLISTED, "unlisted"),
                ("SRA", UNLISTED, "unlisted"),
                ("SRA", UNLISTED, "unlisted"),
            ],
            id="an unlisted group binds its acronym",
        ),
        pytest.param(
            "The Badakhshan Resistance Army (BRA) fell out with ISKP. BRA men fled.",
            [
                ("Badakhshan Resistance Army", "unlisted:Badakhshan Resistance Army", "unlisted"),
                ("BRA", "unlisted:Badakhshan Resistance Army", "unlisted"),
                ("ISKP", "iskp", "name"),
                ("BRA", "unlisted:Badakhshan Resistance Army", "unlisted"),
            ],
            id="what the text says of an acronym goes before the registry",
        ),
        pytest.param(
            "The Lashkar-e-Ansar and the Ajnad al-Sham came.",
            [
                ("Lashkar-e-Ansar", "unlisted:Lashkar-e-Ansar", "unlisted"),
                ("Ajnad al-Sham", "unlisted:Ajnad al-Sham", "unlisted"),
            ],
            id="names of the usual kinds",
        ),
        pytest.param(
            "The Balochistan Liberation Army and the Afghan Taliban came.",
            [
                ("Balochistan Liberation Army", "bla", "name"),
                ("Afghan Taliban", "taliban", "name"),
            ],
            id="a place or people inside a name",
        ),
    ],
)
def test_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The Turkish Investment Promotion (TIP) office closed. TIP staff left.",
            id="an acronym of something else",
        ),
        pytest.param("The Bureau of Labour Affairs (BLA) counts fighters.", id="the same"),
        pytest.param("Leave a tip for the bla of the speaker.", id="acronyms in lower case"),
        pytest.param("The Pakistan Army and the Syrian Arab Army came.", id="armies of states"),
        pytest.param("The Pakistan People's Party won.", id="a political party"),
    ],
)
def test_what_is_no_group(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("with_support", "without", "surface", "actor_id"),
    [
        (
            "Jaish fighters were killed.",
            "Jaish is a word.",
            "Jaish",
            "jaish-al-adl|jaish-e-mohammed",
        ),
        ("TRF gunmen came.", "TRF is a television channel.", "TRF", "lashkar-e-taiba"),
        ("Haqqani fighters came.", "Haqqani paints.", "Haqqani", "haqqani-network"),
        ("LeT and TRF came.", "Both TRF and BBC came.", "TRF", "lashkar-e-taiba"),
        (
            "Islamic Emirate fighters came.",
            "An Islamic Emirate is a state.",
            "Islamic Emirate",
            "taliban",
        ),
    ],
    ids=["people", "gunmen", "name", "list", "two words"],
)
def test_a_weak_alias_needs_support(
    with_support: str, without: str, surface: str, actor_id: str
) -> None:
    assert (surface, actor_id, "weak") in found(with_support)
    assert found(without) == []


def test_a_weak_alias_is_carried_by_its_family() -> None:
    text = "The Haqqani Network has a new chief. Later, Haqqani left for the hills."
    assert ("Haqqani", "haqqani-network", "weak") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Husain Haqqani wrote a book about fighters.",
        "Khalil Haqqani visited the militants.",
        "The militants quoted Abdul Ghani Jaish.",
    ],
)
def test_a_person_with_a_groups_name_is_no_group(text: str) -> None:
    assert found(text) == []


def test_a_shared_weak_alias_stays_open_until_the_place_decides() -> None:
    ((surface, ids, how),) = found("Jundallah fighters came.")
    assert (surface, how) == ("Jundallah", "weak")
    assert set(ids.split("|")) == {"jundallah-iran", "jundallah-uzbek"}
