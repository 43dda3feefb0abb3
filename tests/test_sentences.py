"""Plain sentences of news, each with all the claims that it makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from claimkit import claims

LINES = [
    line
    for line in (Path(__file__).parent / "gold" / "sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def parts(line: str) -> tuple[str, list[str]]:
    text, arrow, wanted = line.partition(" =>")
    assert arrow, f"no arrow: {line}"
    return text, [part.strip() for part in wanted.split(";") if part.strip()]


def test_there_are_sentences_with_and_without_claims() -> None:
    assert len(LINES) > 100
    assert any(not parts(line)[1] for line in LINES)


@pytest.mark.parametrize("line", LINES)
def test_a_sentence_makes_its_claims_and_no_others(line: str) -> None:
    text, wanted = parts(line)
    found = {
        f"{c.actor_id}@{c.admin1_code or c.country_iso2}:{c.relation}:{c.polarity}:{c.time_status}:"
        for c in claims(text)
    }
    assert [w for w in wanted if not any(f.startswith(f"{w}:") for f in found)] == []
    assert [f for f in found if not any(f.startswith(f"{w}:") for w in wanted)] == []


@pytest.mark.parametrize("line", LINES[::5])
def test_a_sentence_that_breaks_off_is_read(line: str) -> None:
    words = parts(line)[0].split()
    for count in range(1, len(words) + 1):  # headlines and feeds end anywhere, without a stop
        begun = " ".join(words[:count]).rstrip(".,;")
        assert all(c.quote in begun for c in claims(begun)), begun
