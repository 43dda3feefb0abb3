"""Two deeds joined by "and": who does one does the other, and who suffers one suffers the other."""

from __future__ import annotations

from itertools import product

import pytest
from claimkit import facts

DEEDS = (
    "attacked|raided|ambushed|stormed|shelled|bombed|killed|abducted|burned|fired on|"
    "opened fire on|blew up|shot dead|set fire to|overran"
).split("|")
TARGETS = ("police stations", "an army convoy", "four soldiers", "government offices", "a bank")
HUNTS = ("killed|arrested|captured|detained|shot dead|caught|seized|gunned down|rounded up").split(
    "|"
)
HUNTED = ("three TTP fighters", "a TTP commander", "two TTP suspects")
ATTACK = {("bla", "PK-BA", "attack")}
OPERATION = {("ttp", "PK-KP", "operation")}


@pytest.mark.parametrize("first", DEEDS)
def test_who_strikes_in_one_place_strikes_in_the_next(first: str) -> None:
    for number, second in enumerate(DEEDS):
        one, other = TARGETS[number % len(TARGETS)], TARGETS[(number + 3) % len(TARGETS)]
        text = f"The BLA {first} {one} in Gwadar and {second} {other} in Hub, officials said."
        assert facts(text, "relation") == ATTACK, text
        text = f"BLA gunmen {first} {one} in Gwadar, {second} {other} and fled to the hills."
        assert facts(text, "relation") == ATTACK, text


@pytest.mark.parametrize("whom", HUNTED)
def test_who_is_hunted_in_one_place_is_hunted_in_the_next(whom: str) -> None:
    for first, second in product(HUNTS, HUNTS):
        for text in (
            f"Police {first} {whom} in Bannu and {second} two more in Tank.",
            f"Troops raided a house in Bannu and {second} {whom}.",
            f"In Bannu, {whom} were {first}, police said, and two more {second} in Tank.",
        ):
            assert facts(text, "relation") == OPERATION, text
