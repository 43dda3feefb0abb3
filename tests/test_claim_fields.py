"""What the fields of a claim hold: quotes and offsets, ids, confidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from claimkit import UMBRELLA, claims, reading

from geo.claims import confidence

LONG = (
    "A preamble, with nothing.\n\n"
    f"{UMBRELLA} In Herat, two ISKP members were arrested on Monday.\n"
    "- Kech: BLF, BLA\n"
    "The TTP has camps in Kunar. Bread is dear. The TTP has camps in Kunar.\n"
)


def test_quotes_are_what_their_offsets_point_to() -> None:
    found = claims(LONG)
    assert len(found) == 17
    assert all(LONG[c.quote_start : c.quote_end] == c.quote for c in found)
    assert all(c.place_surface in c.quote and c.actor_surface in c.quote for c in found)


def test_a_title_is_a_sentence_without_offsets_and_counts_once() -> None:
    alone = claims("Bread is dear.", title="BLA attack in Gwadar")
    assert [(c.quote, c.quote_start, c.quote_end) for c in alone] == [
        ("BLA attack in Gwadar", None, None)
    ]
    within = claims("BLA attack in Gwadar\n\nBread is dear.", title="BLA attack in Gwadar")
    assert [(c.quote_start, c.quote_end) for c in within] == [(0, 20)]


def test_link_lists_make_no_claim() -> None:
    text = (
        "Bread is dear in the bazaars this winter, traders say.\n\n"
        "Read more: BLA attack in Gwadar\n\n"
        "Related Articles\n\nThe TTP has camps in Kunar.\n"
    )
    assert claims(text) == []


def test_ids_are_stable_and_depend_on_the_document() -> None:
    first, again = claims(LONG), claims(LONG)
    assert [c.claim_id for c in first] == [c.claim_id for c in again]
    other = claims(LONG, name="another")
    assert not {c.claim_id for c in first} & {c.claim_id for c in other}


def test_ids_of_one_document_do_not_depend_on_those_read_before() -> None:
    alone = [c.claim_id for c in claims(LONG)]
    claims("The BLF has a camp in Panjgur.", name="before")
    assert [c.claim_id for c in claims(LONG)] == alone


def test_a_sentence_that_stands_twice_gives_claims_with_ids_of_their_own() -> None:
    found = claims(LONG)
    assert len({c.claim_id for c in found}) == len(found)
    twice = [c for c in found if c.quote == "The TTP has camps in Kunar."]
    assert len(twice) == 2
    assert twice[0].quote_start != twice[1].quote_start


def test_the_same_id_is_known_on_every_machine() -> None:
    (claim,) = claims("The TTP has camps in Kunar.")
    assert claim.claim_id == "e1f4a2b0a0806d9c"


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("The TTP has camps in Kunar.", "The TTP reportedly has camps in Kunar."),
        ("The TTP has camps in Kunar.", "The TTP is a group. It has camps in Kunar."),
        ("Haqqani Network men fought in Wana.", "Haqqani fighters fought in Wana."),
        (
            "The TTP has camps in Kunar.",
            "The TTP has camps that lie a long way up the side valleys in Kunar.",
        ),
    ],
)
def test_confidence_falls_with_each_doubt(surer: str, less_sure: str) -> None:
    (sure,), (doubtful,) = claims(surer), claims(less_sure)
    assert 0 < doubtful.confidence < sure.confidence <= 1


def test_confidence_rises_with_what_is_known_of_the_place_and_the_tie() -> None:
    one = reading("The TTP has camps in Kunar.")
    (link,), (stance,), (actor,) = one.links, one.stances, one.actors
    known = one.resolutions[0]
    by_place = [
        confidence(link, stance, actor, replace(known, score=score))
        for score in (0.0, 0.4, 0.8, 1.0)
    ]
    by_tie = [
        confidence(replace(link, strength=strength), stance, actor, known)
        for strength in (0.2, 0.5, 0.9)
    ]
    for values in (by_place, by_tie):
        assert values == sorted(set(values))
        assert all(0 <= value <= 1 for value in values)


def test_half_a_character_in_a_text_costs_nothing_but_itself() -> None:
    found = claims("The TTP has camps in Ku\ud800nar and in Zabul.")
    assert [c.place_name for c in found] == ["Zabul"]
