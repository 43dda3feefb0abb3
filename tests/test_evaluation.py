from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from fakes import claim

from geo.errors import SourceFileError
from geo.evaluation import Counts, Gold, as_figures, as_text, read_gold, score
from geo.records import Polarity, Relation
from geo.schema import claims_frame

if TYPE_CHECKING:
    from pathlib import Path

BALKH = {"actor_id": "etim", "country_iso2": "AF", "admin1_code": "AF-BAL"}
AFGHANISTAN = BALKH | {"admin1_code": None}


def gold(*claims: dict[str, object], name: str = "d1") -> Gold:
    return Gold(name, claims)


def test_pairs_are_counted_by_level() -> None:
    missed = BALKH | {"admin1_code": "AF-KAB"}
    result = score(
        [gold(BALKH, AFGHANISTAN, missed)],
        claims_frame(
            [
                claim(),
                claim(relation=Relation.ATTACK),
                claim(admin1_code=None),
                claim(actor_id="ttp"),
            ]
        ),
    )
    assert result.levels["province"] == Counts(right=1, wrong=1, missed=1)
    assert result.levels["country"] == Counts(right=1)
    assert result.levels["all"] == Counts(right=2, wrong=1, missed=1)
    assert result.levels["all"].precision == pytest.approx(2 / 3)
    assert result.levels["all"].recall == pytest.approx(2 / 3)
    assert result.levels["all"].f1 == pytest.approx(2 / 3)
    assert [verdict for _, verdict, _ in result.errors] == ["missed", "wrong"]


def test_an_optional_claim_is_neither_rewarded_nor_punished() -> None:
    passage = gold(BALKH | {"optional": True})
    for frame in (claims_frame([claim()]), claims_frame([])):
        result = score([passage], frame)
        assert result.levels["all"] == Counts()
        assert (result.clean, result.without_claims) == (1, 1)


def test_an_attribute_agrees_where_one_of_its_values_does() -> None:
    passage = gold(
        BALKH | {"relation": "presence", "polarity": "denied"},
        BALKH | {"relation": "attack", "polarity": "denied"},
    )
    found = claims_frame([claim(relation=Relation.ATTACK, polarity=Polarity.HEDGED)])
    result = score([passage], found)
    assert result.agreement["relation"] == 1.0
    assert result.agreement["polarity"] == 0.0
    assert math.isnan(result.agreement["time_status"])


def test_unlisted_groups_and_other_documents_are_left_out() -> None:
    found = claims_frame([claim(actor_id="unlisted:x"), claim(document_id="another")])
    result = score([gold()], found)
    assert result.levels["all"] == Counts()
    assert (result.clean, result.without_claims) == (1, 1)


def test_the_figures_are_given_as_json_and_as_text() -> None:
    result = score([gold(BALKH)], claims_frame([claim()]))
    figures = as_figures(result)
    assert figures["province"]["f1"] == 1.0
    assert figures["documents_without_claims_left_clean"] == "0 of 0"
    assert "province  precision 1.000  recall 1.000  F1 1.000" in as_text(result)


def test_gold_is_read_and_a_wrong_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    good = json.dumps({"id": "a", "text": "...", "claims": [BALKH]})
    path.write_text(good + "\n\n", encoding="utf-8")
    assert read_gold(path) == [Gold("a", [BALKH])]
    for bad in ("{", "[]", '{"id": "b"}', '{"id": "b", "claims": [{}]}', '{"id":1,"claims":[1]}'):
        path.write_text(f"{good}\n{bad}\n", encoding="utf-8")
        with pytest.raises(SourceFileError, match=r"gold\.jsonl:2: is no passage"):
            read_gold(path)
    with pytest.raises(SourceFileError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
