"""Every claim can be opened down to the words that made it, every refusal to its reason."""

from __future__ import annotations

import json

import pytest
from claimkit import TODAY, claims, extractor

from geo.explain import Explanation, explain
from geo.records import Document

TEXT = (
    "Officials said the TTP has camps in Kunar and in areas around Jalalabad. "
    "Islamabad accused the BLA of a blast in Quetta. "
    "Kabul denies that ISKP fighters hide in Nangarhar. "
    "The IMU is a name. "
    "Bread is dear in Herat."
)


def explained(text: str) -> list[Explanation]:
    return list(explain(Document("d", text, published=TODAY), extractor()))


def test_only_sentences_that_name_an_actor_are_explained() -> None:
    assert [e.sentence for e in explained(TEXT)] == [
        s if s.endswith(".") else f"{s}." for s in TEXT.split(". ")[:4]
    ]


def test_every_claim_is_made_in_words() -> None:
    made = {e.sentence: e.made for e in explained(TEXT)}
    found = claims(TEXT)
    assert len(found) == sum(map(len, made.values())) == 4
    for claim in found:
        start = f"{claim.actor_surface} - {claim.place_surface}: {claim.relation}, {claim.polarity}"
        (line,) = (line for line in made[claim.quote] if line.startswith(start))
        assert str(claim.time_status) in line
        assert " by '" in line
        assert "; place " in line


def test_the_words_that_hedge_or_deny_are_named() -> None:
    lines = [line for e in explained(TEXT) for line in e.made]
    assert any("denied" in line and "cues: denies" in line for line in lines)
    assert any("hedged" in line and "cues: accused" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "pair", "reason"),
    [
        ("Islamabad accused the TTP of theft.", "TTP - Islamabad", "government"),
        ("TTP chiefs held talks in Kabul.", "TTP - Kabul", "talk"),
        ("A TTP man was jailed in Karachi.", "TTP - Karachi", "trial"),
        ("An elder in Kunar said the TTP was weak.", "TTP - Kunar", "speaker"),
    ],
)
def test_every_refusal_has_a_reason(text: str, pair: str, reason: str) -> None:
    (one,) = explained(text)
    assert one.made == ()
    (line,) = one.refused
    assert line.startswith(f"{pair}: ")
    assert reason in line


def test_every_pair_of_a_sentence_is_made_or_refused() -> None:
    (one,) = explained("The TTP attacked a post in Bannu and the BLA killed a guard in Kech.")
    pairs = {line.split(": ", 1)[0] for line in (*one.made, *one.refused)}
    assert pairs == {f"{a} - {p}" for a in ("TTP", "BLA") for p in ("Bannu", "Kech")}


def test_marks_stand_where_the_words_do() -> None:
    (one,) = explained("According to villagers, the TTP keeps a camp near Jalalabad.")
    words = {(m.kind, one.sentence[m.start : m.end]): m.note for m in one.marks}
    assert words["actor", "TTP"] == "ttp (name)"
    assert "AF-NAN" in words["place", "Jalalabad"]
    assert words["trigger", "camp"] == "camp"
    assert list(one.marks) == sorted(one.marks, key=lambda mark: (mark.start, mark.end))


def test_a_group_that_only_signs_is_named_and_not_marked() -> None:
    text = "BLF media office: summary\n\nTwo posts in Awaran were hit. The BLF thanks its friends."
    told = next(e for e in explain(Document("d", text), extractor()) if "posts" in e.sentence)
    assert [m.kind for m in told.marks] == ["place", "trigger"]
    assert [made.partition(":")[0] for made in told.made] == ["BLF - Awaran"]


def test_a_sentence_that_takes_back_another_is_marked_within_itself() -> None:
    text = "Officials of the district say that the TTP has camps in Kunar. Kabul denied it."
    told, denial = explain(Document("d", text), extractor())
    assert [m.kind for m in told.marks] == ["actor", "trigger", "place"]
    assert (denial.sentence, denial.marks) == ("Kabul denied it.", ())
    assert "takes back the sentence before" in denial.made[0]


def test_it_can_be_written_as_json() -> None:
    written = json.loads(json.dumps([e.as_json() for e in explained(TEXT)]))
    assert [set(e) for e in written] == [{"sentence", "marks", "claims", "rejected"}] * 4
    assert written[0]["claims"]


def test_a_place_that_could_be_any_of_many_is_refused_as_unresolved() -> None:
    text = "The TTP has camps in Springfield."
    (one,) = explained(text)
    assert (one.made, one.refused) == ((), ("TTP - Springfield: the place is unresolved",))
    assert [mark.note for mark in one.marks if mark.kind == "place"] == ["unresolved"]
    assert claims(text) == []


def test_rulers_who_make_no_claim_are_refused_with_the_reason() -> None:
    (one,) = explained("The Taliban killed four policemen in Ghazni.")
    assert one.made == ()
    assert one.refused == (
        "Taliban - Ghazni: the group governs there, or the name means another there",
    )
