from __future__ import annotations

import random
import time
from datetime import date, timedelta

import pytest

from geo.syndication import Report, Sentence, alike, sources

DAY = date(2025, 3, 12)
WIRE = (
    "Fighters of the Baloch Liberation Army stopped a passenger train near Mushkaf in Kachhi "
    "district and held members of the security forces, officials said."
)


def report(
    name: str, quote: str, *, day: date | None = DAY, publisher: str = "", title: str = ""
) -> Report:
    return Report(name, day, publisher, title, frozenset({Sentence.of(quote)}))


def count(*reports: Report) -> int:
    forward = sources(reports)
    assert sources(reversed(reports)) == forward
    return len(set(forward.values()))


def test_five_copies_of_a_wire_story_are_one_source() -> None:
    copies = [
        WIRE,
        "QUETTA (Agency) \u2014 " + WIRE,
        "QUETTA, March 12, 2025 - " + WIRE.replace("stopped", "halted"),
        "In a fresh escalation, fighters" + WIRE[8:].replace(", officials said", ", police said"),
        WIRE.replace("Fighters of the", "Militants from the").upper(),
    ]
    reports = [
        report(
            f"d{n}", text, day=DAY + timedelta(days=n), publisher=f"Paper {n}", title=f"Title {n}"
        )
        for n, text in enumerate(copies)
    ]
    assert count(*reports) == 1
    assert set(sources(reports).values()) == {"publisher:paper 0"}


def test_two_writers_on_one_event_are_two_sources() -> None:
    own_words = (
        "A train bound for Peshawar was ambushed in Kachhi by the BLA, which says it took "
        "hostages, according to railway staff in Sibi."
    )
    assert count(report("a", WIRE), report("b", own_words)) == 2


def test_another_toll_is_another_event() -> None:
    sentence = "A roadside bomb laid by the group killed {} soldiers near the Datta Khel market."
    assert not alike(Sentence.of(sentence.format("two")), Sentence.of(sentence.format("5")))
    assert alike(Sentence.of(sentence.format("two")), Sentence.of(sentence.format("2")))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, 1), (3, 1), (10, 2)],
)
def test_a_short_sentence_is_a_copy_only_within_days(days: int, expected: int) -> None:
    headline = "TTP attacks police post in Tank"
    later = report("b", headline, day=DAY + timedelta(days=days), title="Another")
    assert count(report("a", headline, title="One"), later) == expected


def test_a_short_sentence_under_one_headline_is_a_copy() -> None:
    quote = "They fled to Kunar."
    one = report("a", quote, day=None, title="The long road home")
    assert count(one, report("b", quote, day=None, title="The Long Road Home")) == 1
    assert count(one, report("b", quote, day=None, title="Notes")) == 2


def test_a_long_sentence_is_a_copy_years_later_only_where_it_is_equal() -> None:
    later = DAY + timedelta(days=900)
    assert count(report("a", WIRE), report("b", WIRE, day=later)) == 1
    edited = WIRE.replace("stopped", "halted")
    assert count(report("a", WIRE), report("b", edited, day=later)) == 2
    assert count(report("a", WIRE), report("b", edited, day=None)) == 1


def test_an_outlet_is_not_independent_of_itself() -> None:
    first = report("a", WIRE, publisher="Dawn Post")
    second = report("b", "They hold the valley above Mach, residents say.", publisher="dawn post")
    unknown = report("c", "A camp was found beyond the pass to the north.")
    assert count(first, second, unknown) == 2


def test_a_story_belongs_to_its_first_print() -> None:
    printed = report("a", WIRE, day=DAY, publisher="Agency")
    reprint = report("b", WIRE, day=DAY + timedelta(days=1), publisher="Paper")
    own = report("c", "Three cells of the group work in Sibi, a judge told us.", publisher="Paper")
    keys = sources([printed, reprint, own])
    assert keys["a"] == keys["b"] != keys["c"]


def test_fifty_thousand_sentences_are_not_compared_all_with_all() -> None:
    chance = random.Random(7)  # noqa: S311 - any repeatable shuffle will do
    words = [f"word{n}" for n in range(3000)]
    stories = [" ".join(chance.choices(words, k=25)) for _ in range(10_000)]
    reports = [
        report(f"d{n}", ("Lede here. " if n % 2 else "") + stories[n % 10_000], publisher=f"p{n}")
        for n in range(50_000)
    ]
    started = time.perf_counter()
    found = set(sources(reports).values())
    assert len(found) == 10_000
    assert time.perf_counter() - started < 30


def test_templated_sentences_of_one_kind_stay_quick() -> None:
    text = "The group attacked post {0} in valley {1} on day {2} and left, a local official said."
    reports = [
        report(f"d{n}", text.format(10_000 + n, 200 + n % 97, 1 + n % 31)) for n in range(5_000)
    ]
    started = time.perf_counter()
    assert len(set(sources(reports).values())) == 5_000
    assert time.perf_counter() - started < 15
