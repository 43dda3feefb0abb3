from __future__ import annotations

import json
from datetime import date
from itertools import permutations

import hypothesis
import pandas as pd
import pytest
from fakes import SquareProvinces, claim
from hypothesis import strategies as st

from geo.errors import SchemaError
from geo.presence import presence
from geo.records import Polarity, Relation, TimeStatus
from geo.schema import PRESENCE_COLUMNS, claims_frame, empty_claims

PROVINCES = SquareProvinces("AF-BAL", "AF-BDS", "PK-KP", former={"PK-TA": "PK-KP"})
ASSERTED = {"polarity": Polarity.ASSERTED}
HEDGED = {"polarity": Polarity.HEDGED}
DENIED = {"polarity": Polarity.DENIED}
HISTORICAL = {"time_status": TimeStatus.HISTORICAL}
PLANNED = {"time_status": TimeStatus.PLANNED}


def table(*changes: dict[str, object], **options: object) -> pd.DataFrame:
    claims = claims_frame([claim(**change) for change in changes])
    return presence(claims, boundaries=PROVINCES, **options)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ([ASSERTED], "reported"),
        ([ASSERTED, HEDGED], "reported"),
        ([ASSERTED, HISTORICAL, PLANNED], "reported"),
        ([HEDGED], "hedged only"),
        ([HEDGED, HISTORICAL], "hedged only"),
        ([DENIED], "denied only"),
        ([DENIED, HISTORICAL], "denied only"),
        ([ASSERTED, DENIED], "conflicting"),
        ([HEDGED, DENIED], "conflicting"),
        ([ASSERTED, DENIED | HISTORICAL], "reported"),
        ([HISTORICAL], "historical only"),
        ([HISTORICAL | HEDGED], "historical only"),
    ],
)
def test_status(changes: list[dict[str, object]], status: str) -> None:
    for order in permutations(changes):
        rows = table(*order)
        assert rows["status"].tolist() == [status]


def test_planned_claims_make_no_row_and_no_count() -> None:
    assert table(PLANNED).empty
    assert table(PLANNED, ASSERTED)["n_claims"].tolist() == [1]


def test_counts_and_relations() -> None:
    rows = table(
        {"document_id": "a", "relation": Relation.ATTACK},
        {"document_id": "a"},
        {"document_id": "b", "publisher": "Other Paper", "quote": "Cells were seen in Balkh."},
    )
    row = rows.iloc[0]
    assert (row["n_claims"], row["n_documents"], row["n_sources"]) == (3, 2, 2)
    assert json.loads(row["relations"]) == {"presence": 2, "attack": 1}
    assert tuple(rows.columns) == (*PRESENCE_COLUMNS, "geometry")


def test_a_province_row_has_its_outline_and_a_country_row_none() -> None:
    rows = table(
        {"admin1_code": None, "admin1_name": None, "where_prec": 6, "place_name": "Afghanistan"},
        {},
    )
    assert rows["admin1_code"].isna().tolist() == [False, True]
    assert rows.geometry.iloc[0].equals(PROVINCES.frame.geometry.iloc[0])
    assert rows.geometry.iloc[1] is None
    assert rows.crs == "EPSG:4326"


def test_a_region_counts_to_its_province_only_where_it_has_one() -> None:
    rows = table(
        {"where_prec": 5, "place_name": "Waziristan", "country_iso2": "PK", "admin1_code": "PK-KP"},
        {"where_prec": 5, "place_name": "Loya Paktia", "admin1_code": None, "admin1_name": None},
    )
    assert list(zip(rows["country_iso2"], rows["admin1_code"].fillna("-"), strict=True)) == [
        ("AF", "-"),
        ("PK", "PK-KP"),
    ]


def test_a_former_province_counts_to_the_one_it_is_now() -> None:
    rows = table(
        {"country_iso2": "PK", "admin1_code": "PK-TA", "admin1_name": "F.A.T.A."},
        {"country_iso2": "PK", "admin1_code": "PK-KP", "admin1_name": "Khyber Pakhtunkhwa"},
    )
    assert rows["admin1_code"].tolist() == ["PK-KP"]
    assert rows["admin1_name"].tolist() == ["Province PK-KP"]
    assert rows["n_claims"].tolist() == [2]


@pytest.mark.parametrize(
    ("as_of", "code"), [(date(2016, 6, 1), "PK-TA"), (date(2025, 6, 1), "PK-KP")]
)
def test_a_place_counts_to_the_province_of_the_day(as_of: date, code: str) -> None:
    miran_shah = {
        "country_iso2": "PK",
        "admin1_code": "PK-KP",
        "admin1_name": "Khyber Pakhtunkhwa",
        "where_prec": 1,
        "latitude": 33.0,
        "longitude": 70.07,
        "published": date(2016, 5, 1),
    }
    peshawar = miran_shah | {"latitude": 34.01, "longitude": 71.58}
    claims = claims_frame([claim(**miran_shah), claim(**peshawar)])
    rows = presence(claims, as_of=as_of)
    assert set(rows["admin1_code"]) == {code, "PK-KP"}
    assert rows.geometry.notna().all()


def test_a_province_that_the_boundaries_lack_is_kept_without_outline() -> None:
    rows = table({"admin1_code": "AF-XXX", "admin1_name": "Elsewhere"})
    assert rows["admin1_name"].tolist() == ["Elsewhere"]
    assert rows.geometry.iloc[0] is None


def test_as_of_leaves_out_what_came_later_but_not_what_has_no_date() -> None:
    rows = table(
        {"published": date(2024, 1, 1)},
        {"published": date(2025, 1, 1)},
        {"published": None},
        as_of=date(2024, 6, 30),
    )
    assert rows["n_claims"].tolist() == [2]
    assert rows["last_reported"].tolist() == [pd.Timestamp(2024, 1, 1)]


def test_dates_are_those_of_the_claims_that_support_the_status() -> None:
    rows = table(
        {"published": date(2024, 1, 1), "event_start": date(2019, 1, 1)},
        {"published": date(2024, 5, 1)},
        DENIED | {"published": date(2025, 1, 1)},
        HISTORICAL | {"published": date(2025, 2, 1)},
    )
    assert rows["first_reported"].tolist() == [pd.Timestamp(2024, 1, 1)]
    assert rows["last_reported"].tolist() == [pd.Timestamp(2024, 5, 1)]


def test_confidence_counts_each_source_once_and_no_denial() -> None:
    own = {"document_id": "b", "publisher": "Other", "quote": "They were seen again in the north."}
    single = table({"confidence": 0.5}, {"confidence": 0.4})
    double = table({"confidence": 0.5}, own | {"confidence": 0.4})
    denied = table({"confidence": 0.5}, own | DENIED | {"confidence": 0.9})
    assert single["confidence"].tolist() == [0.5]
    assert double["confidence"].tolist() == [0.7]
    assert denied["confidence"].tolist() == [0.5]
    assert table(DENIED)["confidence"].tolist() == [0.0]


def test_no_claims_give_a_frame_of_no_rows() -> None:
    rows = presence(empty_claims(), boundaries=PROVINCES)
    assert rows.empty
    assert tuple(rows.columns) == (*PRESENCE_COLUMNS, "geometry")


def test_another_frame_is_refused() -> None:
    with pytest.raises(SchemaError, match="lacks the column claim_id"):
        presence(pd.DataFrame({"a": [1]}), boundaries=PROVINCES)


@hypothesis.given(
    st.lists(
        st.fixed_dictionaries(
            {
                "actor_id": st.sampled_from(["etim", "ttp"]),
                "admin1_code": st.sampled_from(["AF-BAL", "AF-BDS", None]),
                "polarity": st.sampled_from(Polarity),
                "time_status": st.sampled_from(TimeStatus),
                "document_id": st.sampled_from("abcd"),
                "confidence": st.floats(0, 1),
            }
        ),
        max_size=12,
    )
)
@hypothesis.settings(deadline=None, max_examples=40)
def test_every_claim_is_in_one_row_whatever_the_order(changes: list[dict[str, object]]) -> None:
    rows = table(*changes)
    planned = sum(change["time_status"] is TimeStatus.PLANNED for change in changes)
    assert rows["n_claims"].sum() == len(changes) - planned
    assert (rows["n_sources"] <= rows["n_documents"]).all()
    assert (rows["n_documents"] <= rows["n_claims"]).all()
    assert rows["confidence"].between(0, 1).all()
    pd.testing.assert_frame_equal(
        pd.DataFrame(rows).drop(columns="geometry"),
        pd.DataFrame(table(*reversed(changes))).drop(columns="geometry"),
    )
