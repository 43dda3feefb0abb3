"""What the extractor finds in annotated passages, and that it beats pairing by sentence."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from claimkit import extractor

from geo.baseline import all_pairs
from geo.evaluation import Score, as_text, read_gold, score
from geo.records import Document
from geo.schema import claims_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.readings import Reading

HERE = Path(__file__).resolve().parent
OWN = HERE / "gold"
# A development set that may lie beside the checkout.
BESIDE = HERE.parent.parent / "shared" / "gold" / "dev.jsonl"

# Province F1 and precision, a little below what was reached when they were set. Raise them with
# the program; who lowers one says why. That of unseen.jsonl is set anew, as wild.jsonl's is, when
# passages that were read move from one to the other.
FLOORS = {
    "sample.jsonl": (0.93, 0.95),
    "passages.jsonl": (0.94, 0.94),
    "wild.jsonl": (0.89, 0.93),
    "unseen.jsonl": (0.86, 0.92),
}


def gold_file(name: str) -> Path:
    path = BESIDE if name == BESIDE.name else OWN / name
    if not path.is_file():
        pytest.skip(f"the set {name} is not beside the checkout")
    return path


def documents(path: Path) -> list[Document]:
    records: list[dict[str, Any]] = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    return [
        Document(
            record["id"],
            record["text"],
            title=record.get("title") or "",
            published=date.fromisoformat(record["published"]) if record.get("published") else None,
        )
        for record in records
    ]


@cache
def readings(path: Path) -> list[tuple[Document, Reading]]:
    return [(d, reading) for d in documents(path) for reading in extractor().reader.read(d)]


@cache
def scored(path: Path) -> Score:
    found = [claim for d, reading in readings(path) for claim in extractor().claims(d, reading)]
    return score(read_gold(path), claims_frame(found))


class Kept:
    """A reader of what has been read already."""

    def __init__(self, path: Path) -> None:
        self._readings = readings(path)

    def read(self, document: Document) -> Iterator[Reading]:
        return (reading for d, reading in self._readings if d == document)


@cache
def baseline(path: Path) -> Score:
    return score(read_gold(path), all_pairs(documents(path), Kept(path)))


ALL = [*FLOORS, pytest.param(BESIDE.name, marks=pytest.mark.beside)]


@pytest.mark.parametrize("name", FLOORS)
def test_own_sets_reach_their_floors(name: str) -> None:
    result = scored(gold_file(name))
    print(f"\n{name}\n{as_text(result)}")  # noqa: T201 - pytest shows it with -s or on a failure
    f1, precision = FLOORS[name]
    assert result.levels["province"].f1 >= f1
    assert result.levels["province"].precision >= precision


@pytest.mark.beside
def test_the_development_set_reaches_its_floors() -> None:
    result = scored(gold_file(BESIDE.name))
    print(f"\n{BESIDE.name}\n{as_text(result)}")  # noqa: T201 - shown with -s or on a failure
    assert result.levels["province"].f1 >= 0.90
    assert result.levels["province"].precision >= 0.92
    assert result.levels["country"].f1 >= 0.85
    assert result.agreement["relation"] >= 0.90
    assert result.agreement["polarity"] >= 0.93
    assert result.agreement["time_status"] >= 0.93
    assert result.clean >= 0.9 * result.without_claims


@pytest.mark.parametrize("name", ALL)
def test_the_rules_beat_pairing_every_actor_with_every_place(name: str) -> None:
    path = gold_file(name)
    rules, pairing = scored(path), baseline(path)
    print(f"\n{name}, pairing by sentence\n{as_text(pairing)}")  # noqa: T201 - shown with -s or on a failure
    assert rules.levels["all"].f1 > pairing.levels["all"].f1
    assert rules.levels["province"].precision > pairing.levels["province"].precision + 0.05
    assert rules.clean >= pairing.clean


def test_a_set_is_read_the_same_twice() -> None:
    some = documents(gold_file("passages.jsonl"))[:20]
    runs = [[extractor().extract(document) for document in some] for _ in range(2)]
    assert runs[0] == runs[1]
