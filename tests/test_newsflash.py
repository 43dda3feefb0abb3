"""A real news page from text to claims: what an editor has to find on the map, and what not."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from claimkit import extractor

from geo.documents import read

if TYPE_CHECKING:
    from geo.records import Claim

pytestmark = pytest.mark.beside

# It may lie beside the checkout.
PAGE = Path(__file__).resolve().parent.parent.parent / "shared" / "input" / "newsflash.txt"
CAMPS = sorted(product(["etim", "etlf", "tip"], ["AF-BAL", "AF-BDS", "AF-BGL", "AF-KAB"]))


@cache
def found() -> list[Claim]:
    if not PAGE.is_file():
        pytest.skip("the page is not beside the checkout")
    return [claim for document in read(PAGE) for claim in extractor().extract(document)]


def test_twelve_camps_hedged_and_attributed() -> None:
    camps = [c for c in found() if c.admin1_code]
    assert sorted((c.actor_id, c.admin1_code) for c in camps) == CAMPS
    assert {(str(c.relation), str(c.polarity), str(c.time_status)) for c in camps} == {
        ("presence", "hedged", "current")
    }
    assert all((c.attributed_to or "").startswith("Intelligence assessments") for c in camps)
    assert {c.where_prec for c in camps if c.admin1_code == "AF-KAB"} == {2}
    assert {c.where_prec for c in camps if c.admin1_code != "AF-KAB"} == {4}


@pytest.mark.parametrize("actor_id", ["ttp", "bla", "etim", "etlf"])
def test_groups_in_afghanistan_are_of_the_country(actor_id: str) -> None:
    own = [c for c in found() if c.actor_id == actor_id and c.country_iso2 == "AF"]
    assert any(c.admin1_code is None and c.where_prec == 6 for c in own)
    assert all(c.latitude is None for c in own if c.admin1_code is None)


def test_the_drone_attack_is_in_tajikistan() -> None:
    (attack,) = (c for c in found() if c.country_iso2 == "TJ")
    assert (attack.actor_id, str(attack.relation), attack.where_prec) == ("etlf", "attack", 6)
    assert "drone attack" in attack.quote


def test_no_claim_in_countries_that_only_talk_or_are_threatened() -> None:
    assert {c.country_iso2 for c in found()} <= {"AF", "TJ", "PK"}
    assert {c.admin1_code for c in found() if c.country_iso2 == "PK"} <= {None}


@pytest.mark.parametrize("words", ["fatwa", "inaction", " talks", "consultation", "Read more"])
def test_no_claim_of_fatwas_inaction_or_talks(words: str) -> None:
    assert [c.quote for c in found() if words in c.quote] == []


def test_offsets_and_date() -> None:
    (document,) = read(PAGE) if PAGE.is_file() else pytest.skip("not beside the checkout")
    assert str(document.published) == "2025-12-12"
    for c in found():
        assert c.quote_start is None or document.text[c.quote_start : c.quote_end] == c.quote
