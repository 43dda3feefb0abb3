from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from fakes import claim

from geo.errors import SchemaError
from geo.records import Claim
from geo.schema import (
    CLAIM_COLUMNS,
    CLAIM_DTYPES,
    CLAIM_MEANINGS,
    PRESENCE_COLUMNS,
    PRESENCE_MEANINGS,
    check_claims,
    check_presence,
    claims_frame,
    empty_claims,
    empty_presence,
)


def test_the_columns_are_the_fields_of_a_claim() -> None:
    frame = claims_frame([claim(), claim()])
    assert tuple(frame.columns) == (*CLAIM_COLUMNS, "geometry")
    assert tuple(field.name for field in dataclasses.fields(Claim)) == CLAIM_COLUMNS
    assert frame.crs == "EPSG:4326"


def test_every_column_says_what_it_means() -> None:
    assert set(CLAIM_MEANINGS) == set(CLAIM_COLUMNS)
    assert set(PRESENCE_MEANINGS) == set(PRESENCE_COLUMNS)
    for meaning in (*CLAIM_MEANINGS.values(), *PRESENCE_MEANINGS.values()):
        assert meaning.endswith(".")
        assert "  " not in meaning


@pytest.mark.parametrize("count", [0, 1])
def test_dtypes_do_not_depend_on_the_values(count: int) -> None:
    frame = claims_frame([claim()] * count)
    assert {name: str(frame[name].dtype) for name in CLAIM_COLUMNS} == {
        name: str(pd.Series(dtype=dtype).dtype) for name, dtype in CLAIM_DTYPES.items()
    }


def test_relation_has_all_its_values_as_categories() -> None:
    categories = empty_claims()["relation"].cat.categories.tolist()
    assert categories == ["presence", "attack", "operation", "control", "other"]


@pytest.mark.parametrize("where_prec", range(1, 8))
def test_only_a_precise_place_is_a_point(where_prec: int) -> None:
    frame = claims_frame([claim(where_prec=where_prec, latitude=34.5, longitude=69.2)])
    point = frame.geometry.iloc[0]
    assert (point is not None) == (where_prec <= 3)
    assert point is None or (point.x, point.y) == (69.2, 34.5)


def test_a_precise_place_without_coordinates_is_no_point() -> None:
    assert claims_frame([claim(where_prec=3)]).geometry.iloc[0] is None


def test_half_a_surrogate_pair_is_shown_as_the_replacement_character() -> None:
    assert claims_frame([claim(quote="a\ud800b")])["quote"].iloc[0] == "a\ufffdb"


def test_empty_frames_have_their_columns() -> None:
    assert tuple(empty_presence().columns) == (*PRESENCE_COLUMNS, "geometry")
    assert empty_presence().crs == empty_claims().crs == "EPSG:4326"
    check_claims(empty_claims())
    check_presence(empty_presence())


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("where_prec", 8, "row 3, where_prec: is not between 1 and 7"),
        ("latitude", 95.0, "row 3, latitude: is not between -90 and 90"),
        ("confidence", None, "row 3, confidence: a value is needed here"),
        ("relation", None, "row 3, relation: a value is needed here"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(column: str, value: object, message: str) -> None:
    frame = claims_frame([claim(), claim()])
    frame.loc[1, column] = value
    with pytest.raises(SchemaError, match=message):
        check_claims(frame)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(SchemaError, match="row 3, claim_id: this id stands twice"):
        check_claims(claims_frame([claim(claim_id="x"), claim(claim_id="x")]))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SchemaError, match="lacks the column quote, url"):
        check_claims(claims_frame([claim()]).drop(columns=["quote", "url"]))
