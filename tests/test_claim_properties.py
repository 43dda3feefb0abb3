"""What holds of claims whatever the text: nothing raises, offsets hold, context stays out."""

from __future__ import annotations

import csv
import time
from functools import cache
from itertools import permutations, product

import pytest
from claimkit import claims, extractor, facts, where
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.records import Document

ACTORS = ("ttp", "iskp", "bla", "blf", "etim", "tip", "imu", "aqis", "jamaat-ul-ahrar")
BOUNDED = settings(max_examples=40, derandomize=True, deadline=None, database=None)

UNRELATED = (
    "Bread was dear this winter.",
    "Farmers brought melons to the bazaar before noon.",
    "A cricket team lost its last match by nine runs.",
    "Schools will open again after the holidays.",
    "The river froze for the first time in a decade.",
)
FACTS = (
    "The TTP has camps in Kunar.",
    "Kabul denies that ETIM has bases in Badakhshan.",
    "Two ISKP members were arrested in Herat.",
    "In the 1990s the IMU had bases in Baghlan.",
    "The BLF claimed the blast in Turbat.",
    "The BLA plans to attack a convoy in Kech.",
    "Jaish al-Adl reportedly keeps a cell in Zahedan.",
)


@cache
def provinces(country: str) -> tuple[tuple[str, str], ...]:
    """Return name and code of a country's provinces of today, as the source file has them."""
    with tables.source("provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country_iso2"] == country]
    return tuple((row["admin1_name"], row["admin1_code"]) for row in rows if not row["valid_to"])


def attributes(text: str) -> set[tuple[object, ...]]:
    """Return all that a text's claims say, without where the sentence stands."""
    return {
        (
            c.actor_id,
            c.place_surface,
            c.admin1_code or c.country_iso2,
            c.where_prec,
            c.relation,
            c.polarity,
            c.time_status,
            c.attributed_to,
            c.quote,
        )
        for c in claims(text)
    }


def test_there_are_34_afghan_provinces_and_seven_units_of_pakistan() -> None:
    assert len(provinces("AF")) == 34
    assert len(provinces("PK")) == 7


@pytest.mark.parametrize("frame", ["The TTP has training camps in {}.", "ISKP bombed a bus in {}."])
@pytest.mark.parametrize(("name", "code"), [*provinces("AF"), *provinces("PK")], ids=str)
def test_another_province_changes_the_province_and_nothing_else(
    frame: str, name: str, code: str
) -> None:
    (claim,) = claims(frame.format(name))
    (known,) = claims(frame.format("Kunar"))
    assert claim.admin1_code == code
    assert (claim.actor_id, claim.relation, claim.polarity, claim.time_status) == (
        known.actor_id,
        known.relation,
        known.polarity,
        known.time_status,
    )


@pytest.mark.parametrize("actor_id", ACTORS)
@pytest.mark.parametrize("fact", FACTS)
def test_another_actor_changes_the_actor_and_nothing_else(fact: str, actor_id: str) -> None:
    surface = claims(fact)[0].actor_surface
    name = extractor().reader.registry.name(actor_id)
    swapped = claims(fact.replace(surface, name))
    assert {c.actor_id for c in swapped} == {actor_id}
    for field in ("relation", "polarity", "time_status", "admin1_code", "where_prec"):
        assert {getattr(c, field) for c in swapped} == {getattr(c, field) for c in claims(fact)}


@pytest.mark.parametrize("order", list(permutations(["Balkh", "Badakhshan", "Kunduz"])))
def test_the_order_of_a_list_is_no_matter(order: tuple[str, str, str]) -> None:
    text = "The IMU and ETIM have camps in {}, {} and {}.".format(*order)
    assert where(text) == set(product(["imu", "etim"], ["AF-BAL", "AF-BDS", "AF-KDZ"]))


@BOUNDED
@given(
    st.sampled_from(FACTS),
    st.lists(st.sampled_from(UNRELATED), max_size=3),
    st.lists(st.sampled_from(UNRELATED), max_size=3),
)
def test_unrelated_sentences_change_nothing(fact: str, before: list[str], after: list[str]) -> None:
    assert attributes(" ".join([*before, fact, *after])) == attributes(fact)


@BOUNDED
@given(st.permutations(FACTS))
def test_the_order_of_paragraphs_is_no_matter(order: list[str]) -> None:
    assert attributes("\n\n".join(order)) == attributes("\n\n".join(FACTS))


@BOUNDED
@given(st.lists(st.sampled_from(FACTS), min_size=1, max_size=4))
def test_paragraphs_that_stand_together_claim_what_each_claims_alone(some: list[str]) -> None:
    alone: set[tuple[object, ...]] = set().union(*(attributes(fact) for fact in some))
    assert attributes("\n\n".join(some)) == alone


@BOUNDED
@given(st.sampled_from(FACTS), st.sampled_from(["  ", "\u00a0", "\t", " \u2009"]))
def test_white_space_inside_a_sentence_is_no_matter(fact: str, blank: str) -> None:
    words = fact.split(" ")
    spaced = blank.join([" ".join(words[:3]), " ".join(words[3:])])
    assert facts(spaced, "polarity") == facts(fact, "polarity")


def check_offsets(text: str) -> None:
    found = extractor().extract(Document("d", text))
    assert all(text[c.quote_start : c.quote_end] == c.quote for c in found)
    assert all(0 <= c.confidence <= 1 and 0 <= c.geocode_score <= 1 for c in found)
    assert len({c.claim_id for c in found}) == len(found)
    starts = [c.quote_start for c in found if c.quote_start is not None]
    assert starts == sorted(starts)


@BOUNDED
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    check_offsets(text)


FRAGMENTS = st.sampled_from(
    [
        *FACTS,
        *UNRELATED,
        "Read more:",
        "\n\nRelated Articles\n\n",
        "KABUL (Agency) \u2014",
        "12.",
        "\u2022 ",
        "(",
        ")",
        "\u201c",
        "\u201d",
        '"',
        "\u0000",
        "\ufeff",
        "\u202e",
        "\n",
        "\n\n",
        "TTP's",
        "Kabul's",
        "the group",
        "there",
        "and",
        ",",
        ":",
        "; ",
        "in",
        "not",
        "respectively",
        "(TTP)",
        "(ISKP),",
        "\u0627\u0641\u063a\u0627\u0646\u0633\u062a\u0627\u0646",
        "\u5854\u5229\u73ed\u3002",
        "\U0001f6a8",
        "I\u0307stanbul",
        "\ufb01ghters",
        "<script>alert(1)</script>",
    ]
)


@settings(BOUNDED, max_examples=150)
@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=25), st.sampled_from([" ", ""]))
def test_any_mess_of_fragments_is_read(pieces: list[str], glue: str) -> None:
    check_offsets(glue.join(pieces))


@BOUNDED
@given(
    st.sampled_from(FACTS),
    st.lists(st.tuples(st.integers(0, 80), st.characters()), min_size=1, max_size=6),
)
def test_a_damaged_sentence_is_read(fact: str, damage: list[tuple[int, str]]) -> None:
    for position, character in damage:
        fact = fact[:position] + character + fact[position:]
    check_offsets(fact)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("TTP and ISKP, " * 800 + "have camps in Kunar", id="actors"),
        pytest.param("The TTP has camps in " + "Kunar, Balkh, " * 800, id="places"),
        pytest.param("x" * 200_000, id="one word"),
        pytest.param("(" * 2_000 + "TTP in Kunar" + ")" * 2_000, id="brackets"),
        pytest.param("A" * 500 + " TTP Kabul", id="capitals"),
        pytest.param(", the TTP has camps in Kunar.", id="a comma first"),
        pytest.param("Al Ul " * 5_000 + "TTP Kabul", id="name words"),
        pytest.param("-" * 50_000 + " TTP in Kabul", id="dashes"),
        pytest.param("\n" * 50_000 + "TTP in Kabul", id="line ends"),
        pytest.param("that the TTP said " * 800 + "in Kunar", id="nesting"),
    ],
)
def test_huge_single_lines_are_read_in_time(text: str) -> None:
    began = time.process_time()
    extractor().extract(Document("d", text))
    assert time.process_time() - began < 2  # seconds; 0.2 at most when it was written
