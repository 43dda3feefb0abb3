"""Clauses, groups and roles: the grammar that the claim rules stand on."""

from __future__ import annotations

import pytest
from claimkit import facts, reading

from geo.grammar.spots import NO_CLAIM, Role


def clauses(text: str) -> list[tuple[str, str]]:
    """Return the kind of each clause of a sentence and its words, a place written as @."""
    parsed = reading(text).parsed
    assert parsed is not None
    return [
        (clause.how, " ".join(parsed.items[i].norm for i in clause.members))
        for clause in parsed.clauses
    ]


def groups(text: str) -> tuple[list[list[str]], list[list[str]]]:
    """Return the lists of places and of actors of a sentence."""
    one = reading(text)
    assert one.parsed is not None
    items = one.parsed.items
    return (
        [[one.places[items[i].mention].surface for i in group] for group in one.parsed.places],
        [[one.actors[items[i].mention].surface for i in group] for group in one.parsed.actors],
    )


def roles(text: str) -> dict[str, Role]:
    """Return what the first place of each list does in its sentence."""
    one = reading(text)
    assert one.parsed is not None
    firsts = [one.parsed.items[group[0]].mention for group in one.parsed.places]
    return {one.places[n].surface: role.role for n, role in zip(firsts, one.roles, strict=True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The TTP, which has camps in Kunar, attacked Bannu.",
            [("main", "the @ttp , , attacked @ ."), ("relative", "which has camps in @")],
            id="relative, and back to the main clause",
        ),
        pytest.param(
            "Officials said that the TTP has camps in Kunar.",
            [("main", "officials said"), ("complement", "that the @ttp has camps in @ .")],
            id="reported",
        ),
        pytest.param(
            "The TTP has camps in Kunar, and the BLA has camps in Nimroz.",
            [
                ("main", "the @ttp has camps in @ ,"),
                ("coordinate", "and the @bla has camps in @ ."),
            ],
            id="coordinate",
        ),
        pytest.param(
            "The TTP fled Swat, leaving bombs in Mingora.",
            [("main", "the @ttp fled @"), ("participle", ", leaving bombs in @ .")],
            id="participle",
        ),
        pytest.param(
            "TTP, ISKP and AQIS are in Kunar, Nuristan and Laghman.",
            [("main", "@ttp , @iskp and @aqis are in @ , @ and @ .")],
            id="lists open no clause",
        ),
    ],
)
def test_clauses(text: str, expected: list[tuple[str, str]]) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "places", "actors"),
    [
        (
            "TTP, ISKP and AQIS are in Kunar, Nuristan and Laghman.",
            [["Kunar", "Nuristan", "Laghman"]],
            [["TTP", "ISKP", "AQIS"]],
        ),
        (
            "The TTP is in Kunar and the areas around Jalalabad.",
            [["Kunar", "Jalalabad"]],
            [["TTP"]],
        ),
        ("TTP men moved from Kunar to Khost.", [["Kunar"], ["Khost"]], [["TTP"]]),
        ("ISKP bombed a school in Achin, Nangarhar.", [["Achin"]], [["ISKP"]]),
        ("Both the BLA and the BLF are in Kech.", [["Kech"]], [["BLA", "BLF"]]),
        (
            "Uyghur militant groups, including ETIM and TIP, are in Kunar.",
            [["Kunar"]],
            [["ETIM", "TIP"]],
        ),
    ],
    ids=["lists", "around", "from and to", "what contains the place", "both", "umbrella"],
)
def test_groups(text: str, places: list[list[str]], actors: list[list[str]]) -> None:
    assert groups(text) == (places, actors)


@pytest.mark.parametrize(
    ("text", "place", "role"),
    [
        ("ISKP hides in the hills of Kunar.", "Kunar", Role.LOCATION),
        ("Kabul: ISKP, AFF", "Kabul", Role.LOCATION),
        ("The TTP is everywhere except Panjshir.", "Panjshir", Role.LOCATION),
        ("TTP men moved from Kunar to Khost.", "Kunar", Role.FROM),
        ("TTP men moved from Kunar to Khost.", "Khost", Role.TO),
        ("The BLA seized Panjgur.", "Panjgur", Role.OBJECT),
        ("TTP attacks on Pakistan rose.", "Pakistan", Role.OBJECT),
        ("Herat hosts ISKP cells.", "Herat", Role.SUBJECT),
        ("The Herat bombing shook ISKP.", "Herat", Role.MODIFIER),
        ("Kabul denied that the TTP was there.", "Kabul", Role.GOVERNMENT),
        ("The TTP envoy told Islamabad so.", "Islamabad", Role.GOVERNMENT),
        ("Kabul's ministers praised the TTP.", "Kabul", Role.GOVERNMENT),
        ("The TTP moved to Khost rather than Kunar.", "Kunar", Role.GOVERNMENT),
        ("An elder in Kunar said the TTP was weak.", "Kunar", Role.SPEAKER),
        ("The Herat room of the museum burned, ISKP said.", "Herat", Role.SPEAKER),
        ("A TTP man is in Quetta jail.", "Quetta", Role.SPEAKER),
        ("The BLA blocked the road from Quetta to Taftan.", "Quetta", Role.ROUTE),
    ],
)
def test_roles(text: str, place: str, role: Role) -> None:
    assert roles(text)[place] == role


@pytest.mark.parametrize(
    "text", ["KABUL (Agency) - The TTP left Kunar.", "QUETTA, March 3 - The TTP left Kunar."]
)
def test_a_dateline_plays_no_part(text: str) -> None:
    assert roles(text) == {"Kunar": Role.OBJECT}


def test_some_roles_make_no_claim() -> None:
    for text in ("An elder in Kunar said the TTP was weak.", "Kabul denied the TTP was there."):
        (role,) = roles(text).values()
        assert role in NO_CLAIM
        assert reading(text).links == ()


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("The BLA killed two men in Kech.", "attack", id="active"),
        pytest.param("Two men were killed by the BLA in Kech.", "attack", id="passive, agent"),
        pytest.param("Two BLA men were killed in Kech.", "operation", id="passive, patient"),
        pytest.param("Police killed two BLA men in Kech.", "operation", id="object of a state"),
        pytest.param("Two BLA men killed in Kech", "operation", id="reduced, in a headline"),
        pytest.param("The raid by the BLA in Kech failed.", "attack", id="noun by"),
        pytest.param("The BLA attack in Kech failed.", "attack", id="noun after the name"),
        pytest.param("The raid on the BLA in Kech failed.", "operation", id="noun on"),
        pytest.param("The attack on the BLA in Kech failed.", "operation", id="attack on"),
        pytest.param("The BLA seized Kech.", "control", id="took the place"),
        pytest.param("The BLA seized weapons in Kech.", "attack", id="took something there"),
        pytest.param("The BLA is based in Kech.", "presence", id="based"),
    ],
)
def test_who_does_it_and_who_suffers_it(text: str, relation: str) -> None:
    assert {found for _, _, found in facts(text, "relation")} == {relation}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        pytest.param("The BLA has no camps in Kech.", "denied", id="no"),
        pytest.param("None of the BLA's men are in Kech.", "denied", id="none of"),
        pytest.param("The army says the BLA has never been in Kech.", "denied", id="never"),
        pytest.param("Officials rejected claims that the BLA is in Kech.", "denied", id="rejected"),
        pytest.param("Reports that the BLA is in Kech are baseless.", "denied", id="baseless"),
        pytest.param("Neither the BLA nor anyone has camps in Kech.", "denied", id="neither"),
        pytest.param("The BLA kept its camps in Kech.", "asserted", id="a verb like kept from"),
        pytest.param("The BLA not only has camps in Kech.", "asserted", id="not only"),
        pytest.param("There is no doubt that the BLA is in Kech.", "asserted", id="no doubt"),
        pytest.param("Nobody denies that the BLA is in Kech.", "asserted", id="nobody denies"),
        pytest.param("Officials cannot rule out that the BLA is in Kech.", "hedged", id="open"),
        pytest.param("Is the BLA based in Kech?", "hedged", id="a question"),
        pytest.param("The BLA is believed to have camps in Kech.", "hedged", id="believed"),
        pytest.param("Islamabad blames the BLA for the blast in Kech.", "hedged", id="blamed"),
        pytest.param("The BLA said it had bombed a bridge in Kech.", "asserted", id="own claim"),
        pytest.param("Police said the BLA had bombed a bridge in Kech.", "asserted", id="flat"),
    ],
)
def test_nested_denials_and_hedges(text: str, polarity: str) -> None:
    assert {found for _, _, found in facts(text, "polarity")} == {polarity}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("The BLA will open a camp in Kech.", "planned", id="will"),
        pytest.param("The BLA has vowed to strike in Kech.", "planned", id="vowed"),
        pytest.param("The BLA was planning to bomb a bank in Kech.", "planned", id="planning"),
        pytest.param("The BLA had camps in Kech in the 1970s.", "historical", id="decade"),
        pytest.param("Kech was once a BLA stronghold.", "historical", id="once"),
        pytest.param("A former BLA base in Kech is a school.", "historical", id="former base"),
        pytest.param("The BLA left Kech.", "historical", id="left"),
        pytest.param("The BLA never left Kech.", "current", id="never left"),
        pytest.param("The BLA attacked a post in Kech on Monday.", "current", id="a recent event"),
        pytest.param("The BLA has been in Kech since 2004.", "current", id="since"),
    ],
)
def test_planned_and_past(text: str, status: str) -> None:
    assert {found for _, _, found in facts(text, "time_status")} == {status}


def test_a_told_past_lasts_until_a_recent_day() -> None:
    text = (
        "In 2009 the TTP ruled Swat. It flogged a girl in Mingora. "
        "Its fighters shot a man in Tank on Monday."
    )
    found = facts(text, "time_status")
    assert found == {("ttp", "PK-KP", "historical"), ("ttp", "PK-KP", "current")}
