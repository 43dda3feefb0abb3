"""Claims corrected by hand: what a reviewed table changes, and what it cannot."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from claimkit import extractor
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.errors import CorrectionError
from geo.frames import cells_of
from geo.records import Document
from geo.review import Reviewed, ReviewWarning, apply
from geo.review_files import read_table
from geo.review_places import Atlas, corrected_place
from geo.stamps import PLACE_FIELDS
from maps import export

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

NORTH = "The TTP has camps in Khost. ETIM and TIP reportedly keep cells in Kunduz."
SOUTH = "The BLA attacked a convoy near Turbat."
EAST = "ISKP has cells in Nangarhar, officials said."
DAY = date(2025, 11, 3)


def document(name: str, text: str) -> Document:
    return Document(name, text, title=f"Report {name}", published=DAY, publisher="Courier")


@cache
def claims(*texts: tuple[str, str]) -> GeoDataFrame:
    given = texts or (("north", NORTH), ("south", SOUTH))
    return geo.extract([document(*one) for one in given], extractor=extractor())


GROWN = (("east", EAST), ("north", NORTH), ("south", SOUTH), ("west", "The IMU left Herat."))


def reviewed(frame: GeoDataFrame, *tables: object) -> Reviewed:
    named = [(f"{n}.csv", read_table(table)) for n, table in enumerate(tables, start=1)]  # type: ignore[arg-type]  # files or frames
    return apply(frame, named, atlas())


@cache
def atlas() -> Atlas:
    return Atlas(extractor().reader.registry)


def edited(frame: GeoDataFrame, row: int = 0, **changes: Any) -> GeoDataFrame:
    out = frame.copy()
    for name, value in changes.items():
        out.loc[row, name] = value
    return out


def reasons(result: Reviewed) -> list[str]:
    return [str(conflict) for conflict in result.conflicts]


def only(result: Reviewed, row: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = result.claims.loc[row].to_dict()
    return found


# --- what changes -----------------------------------------------------------------------------


def test_a_change_is_made_and_what_was_extracted_is_kept() -> None:
    change = edited(claims(), polarity="denied", reviewer="AB", review_note="see note 4")
    row = only(reviewed(claims(), change))
    before = claims().loc[0]
    assert (row["polarity"], row["review"], row["reviewer"]) == ("denied", "corrected", "AB")
    assert row["review_note"] == "see note 4"
    kept = json.loads(row["extracted"])
    assert kept == {"polarity": "asserted", "confidence": str(before["confidence"])}


def test_a_reviewed_claim_is_as_sure_as_a_reviewer_or_what_the_reviewer_says() -> None:
    assert only(reviewed(claims(), edited(claims(), review="ok")))["confidence"] == 0.99
    surer = claims().assign(confidence=0.995)
    assert only(reviewed(surer, edited(surer, review="ok")))["confidence"] == 0.995
    told = edited(claims(), confidence=0.25)
    assert only(reviewed(claims(), told))["confidence"] == 0.25


def test_a_note_alone_confirms_nothing() -> None:
    row = only(reviewed(claims(), edited(claims(), review_note="look again")))
    assert row["review_note"] == "look again"
    assert pd.isna(row["review"])
    assert row["confidence"] == claims().loc[0, "confidence"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"actor_id": "iskp"}, {"actor_id": "iskp"}),
        ({"actor_id": "ISKP"}, {"actor_id": "iskp"}),
        ({"actor_name": "Islamic State Khorasan Province"}, {"actor_id": "iskp"}),
        (
            {"actor_id": "unlisted:River Army"},
            {"actor_id": "unlisted:River Army", "actor_name": "River Army"},
        ),
    ],
)
def test_an_actor_is_looked_up(change: dict[str, str], expected: dict[str, str]) -> None:
    row = only(reviewed(claims(), edited(claims(), **change)))
    assert expected.items() <= row.items()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"admin1_code": "AF-KNR"}, ("Kunar", "AF", "AF-KNR", 4, False)),
        ({"admin1_code": "pk-kp"}, ("Khyber Pakhtunkhwa", "PK", "PK-KP", 4, False)),
        ({"admin1_name": "Kunar"}, ("Kunar", "AF", "AF-KNR", 4, False)),
        ({"place_name": "Achin district"}, ("Achin", "AF", "AF-NAN", 3, True)),
        ({"place_name": "Achin"}, ("Achin", "AF", "AF-NAN", 3, True)),
        ({"place_name": "Kunduz", "where_prec": 1}, ("Kunduz", "AF", "AF-KDZ", 1, True)),
        ({"place_name": "Peshawar", "country_iso2": "PK"}, ("Peshawar", "PK", "PK-KP", 1, True)),
        ({"geonameid": 1138958}, ("Kabul", "AF", "AF-KAB", 1, True)),
        ({"country_iso2": "PK"}, ("Pakistan", "PK", None, 6, False)),
        ({"place_name": "Kunduz", "where_prec": 5}, ("Kunduz", "AF", "AF-KDZ", 5, False)),
        ({"place_name": "Balkh", "where_prec": 6}, ("Afghanistan", "AF", None, 6, False)),
        ({"where_prec": 6}, ("Afghanistan", "AF", None, 6, False)),
        ({"admin1_code": None}, ("Afghanistan", "AF", None, 6, False)),
        ({"place_name": "Loya Paktia"}, ("Loya Paktia", "AF", None, 5, False)),
        (
            {"place_name": "Camp Nine", "latitude": 34.5, "longitude": 69.2},
            ("Camp Nine", "AF", "AF-KAB", 1, True),
        ),
        ({"latitude": 34.5, "longitude": 69.2}, (None, "AF", "AF-KAB", 1, True)),
    ],
)
def test_a_place_is_looked_up_and_its_fields_agree(
    change: dict[str, Any], expected: tuple[object, ...]
) -> None:
    result = reviewed(claims(), edited(claims(), **change))
    row = only(result)
    names = ("place_name", "country_iso2", "admin1_code", "where_prec")
    found = [None if pd.isna(row[name]) else row[name] for name in names]
    assert (*found, row["geometry"] is not None) == expected
    assert pd.isna(row["admin1_code"]) == pd.isna(row["admin1_name"])
    assert row["geocode_score"] == 0.99
    assert reviewed(claims(), result.claims).claims.equals(result.claims)
    assert not result.conflicts


def test_a_town_becomes_its_province() -> None:
    row = only(reviewed(claims(), edited(claims(), 3, where_prec=4)), 3)
    assert (row["place_name"], row["admin1_code"]) == ("Balochistan", "PK-BA")
    assert row["geometry"] is None


def test_near_a_place_stays_near_the_other_place() -> None:
    row = only(reviewed(claims(), edited(claims(), 3, place_name="Gwadar")), 3)
    assert (row["place_name"], row["where_prec"]) == ("Gwadar", 2)


def test_a_place_that_no_table_has_can_be_made_less_precise() -> None:
    found = {"place_name": "Camp Nine", "geonameid": 999999999, "latitude": 34.5, "longitude": 69.2}
    own = edited(claims(), where_prec=1, **found)
    near = only(reviewed(own, edited(own, where_prec=2)))
    assert (near["place_name"], near["where_prec"], near["latitude"]) == ("Camp Nine", 2, 34.5)
    wide = only(reviewed(own, edited(own, where_prec=4)))
    assert (wide["place_name"], wide["where_prec"], wide["geometry"]) == ("Khost", 4, None)
    moved = only(reviewed(own, edited(own, admin1_code="AF-KNR")))
    assert (moved["place_name"], moved["admin1_code"]) == ("Kunar", "AF-KNR")


@pytest.mark.parametrize("prec", ["1", "2", "4"])
def test_a_place_that_was_corrected_is_the_same_when_it_is_corrected_again(prec: str) -> None:
    fields = cells_of(claims(), PLACE_FIELDS).iloc[0].to_dict() | {"where_prec": prec}
    tried = 0
    for place_id in atlas().places.edited_ids()[::29]:
        place = atlas().places.place(place_id)
        for where in ("country_iso2", "admin1_code"):
            change = {"place_name": place.name, where: getattr(place, where) or ""}
            with suppress(CorrectionError):
                new = corrected_place(fields, change, atlas())
                changed = {name: text for name, text in new.items() if text != fields[name]}
                assert {**fields, **corrected_place(fields, changed, atlas())} == new
                tried += 1
    assert tried > 100


# --- what cannot be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"actor_id": "river-army"}, "no group of the registry"),
        ({"actor_id": None}, "a claim needs its actor_id"),
        ({"actor_id": "bla", "actor_name": "ETIM"}, "are two groups"),
        ({"place_name": "Atlantis"}, "place_name: Atlantis is no place of AF"),
        ({"place_name": "Peshawar"}, "Peshawar is no place of AF"),
        ({"place_name": "Camp Kabul"}, "Camp Kabul is no place of AF"),
        ({"geonameid": 1}, "geonameid: 1 is no place"),
        ({"geonameid": 1138958, "country_iso2": "PK"}, "is not in PK"),
        ({"admin1_code": "AF-KNR", "place_name": "Loya Paktia"}, "is no place of AF-KNR"),
        ({"place_name": "Loya Paktia", "where_prec": 3}, "Loya Paktia, which is 5"),
        ({"country_iso2": "XX"}, "XX is no ISO 3166-1 code"),
        ({"country_iso2": None}, "an empty country_iso2 says nothing"),
        ({"admin1_code": "AF-XYZ"}, "AF-XYZ is no province"),
        ({"admin1_code": "AF-KNR", "country_iso2": "PK"}, "is a province of AF, not of PK"),
        ({"admin1_code": "AF-KNR", "admin1_name": "Balkh"}, "Balkh is not the province AF-KNR"),
        ({"admin1_name": "Punjab"}, "admin1_name: Punjab is no province of AF"),
        ({"latitude": 34.5}, "a point needs latitude and longitude"),
        ({"latitude": 34.5, "longitude": 69.2, "admin1_code": "AF-KNR"}, "is in AF-KAB, not in"),
        ({"latitude": 34.5, "longitude": 69.2, "where_prec": 5}, "where_prec 1, 2 or 3"),
        ({"where_prec": 1}, "where_prec 1 is finer than Khost"),
        ({"event_start": "2025-03-01", "event_end": "2024-03-01"}, "is before 2025-03-01"),
    ],
)
def test_an_impossible_correction_is_reported_and_none_of_it_made(
    change: dict[str, Any], reason: str
) -> None:
    result = reviewed(claims(), edited(claims(), relation="attack", **change))
    (said,) = reasons(result)
    assert said.startswith("1.csv, row 2: ")
    assert reason in said
    assert result.claims.equals(claims())
    again = reviewed(claims(), result.corrections)
    assert [one.reason for one in again.conflicts] == [one.reason for one in result.conflicts]


def test_reviewers_who_disagree_are_reported_and_the_last_stands() -> None:
    first = edited(claims(), polarity="denied", reviewer="AB")
    second = edited(claims(), polarity="hedged", reviewer="CD")
    result = reviewed(claims(), first, second)
    assert only(result)["polarity"] == "hedged"
    (said,) = reasons(result)
    assert said == (
        "2.csv, row 2: CD sets polarity hedged, but in 1.csv, row 2, AB sets polarity denied"
    )
    dropped = reviewed(claims(), second, claims().drop(index=0))
    assert "drops the claim" in reasons(dropped)[0]


def test_reviewers_who_agree_or_change_their_minds_are_not_reported() -> None:
    first = edited(claims(), polarity="denied", reviewer="AB")
    minded = edited(claims(), polarity="hedged", reviewer="AB")
    untouched = edited(claims(), review_note="seen in passing")
    result = reviewed(claims(), first, first, minded, untouched)
    assert not result.conflicts
    row = only(result)
    assert (row["polarity"], row["review_note"]) == ("hedged", "seen in passing")


def test_a_warning_tells_of_a_conflict_where_nobody_listens() -> None:
    with pytest.warns(ReviewWarning, match="row 2: 'nobody' is no group"):
        geo.review(claims(), edited(claims(), actor_id="nobody"))
    heard: list[str] = []
    geo.review(
        claims(),
        edited(claims(), actor_id="nobody"),
        on_conflict=lambda conflict: heard.append(conflict.source),
    )
    assert heard == ["table, row 2"]


# --- what was deleted -----------------------------------------------------------------------------


@pytest.mark.parametrize("index", [[0], [1, 2], [3], [0, 1, 2], [0, 3]])
def test_deleted_rows_stay_dropped_when_the_corpus_grows(index: list[int]) -> None:
    mine = claims().drop(index=index)
    gone = set(claims().loc[index, "claim_id"])
    for now in (claims(), claims(*GROWN)):
        result = reviewed(now, mine)
        assert set(now["claim_id"]) - set(result.claims["claim_id"]) == gone
        assert result.counts["deleted"] == len(gone)
        assert not result.conflicts
        again = reviewed(now, result.corrections, result.claims)
        assert again.claims.equals(result.claims)


def test_drop_in_the_column_review_drops() -> None:
    result = reviewed(claims(*GROWN), edited(claims(), review="drop", review_note="a jest"))
    assert len(result.claims) == len(claims(*GROWN)) - 1
    (row,) = result.corrections.to_dict("records")
    assert (row["review"], row["review_note"], row["polarity"]) == ("drop", "a jest", "asserted")


def test_what_a_newer_program_finds_in_a_reviewed_document_is_not_dropped() -> None:
    old = geo.review(claims().drop(index=1).copy())  # a program that missed the second claim
    full = geo.review(old, old)
    now = reviewed(claims(), full.drop(index=0))
    kept = set(now.claims["claim_id"])
    assert kept == set(claims()["claim_id"]) - {claims().loc[0, "claim_id"]}
    assert not now.conflicts


def test_documents_of_which_no_row_is_left_are_counted_where_they_cannot_be_told() -> None:
    many = {f"d{n:02}": SOUTH.replace("convoy", f"convoy of {n + 2} trucks") for n in range(40)}
    old = claims(*many.items())
    mine = old.iloc[20:]
    grown = claims(*many.items(), *((f"new{one}", text) for one, text in many.items()))
    result = reviewed(grown, mine)
    assert "all rows of 20 documents were deleted" in reasons(result)[0]
    assert len(result.claims) == len(grown)
    assert len(reviewed(old, mine).claims) == 20


def test_what_cannot_be_told_is_reported_and_kept() -> None:
    changed = claims(("north", NORTH.replace("Khost", "Paktia")), ("south", SOUTH))
    result = reviewed(changed, claims().drop(index=0))
    assert len(result.claims) == len(changed)
    assert "rows of document north were deleted" in reasons(result)[0]


# --- what time does -------------------------------------------------------------------------------


def test_a_changed_text_raises_the_conflict() -> None:
    mine = edited(claims(), polarity="denied", reviewer="AB")
    changed = claims(("north", NORTH.replace("camps", "no camps")), ("south", SOUTH))
    result = reviewed(changed, mine)
    (said,) = reasons(result)
    assert said.startswith("1.csv, row 2: claim")
    assert "is corrected here and is not in this build: its sentence is none of document" in said
    assert result.claims.drop(columns="stamp").equals(changed.drop(columns="stamp"))
    gone = reviewed(claims(("east", EAST)), result.corrections)
    assert "document north is left out, changed" in reasons(gone)[0]
    assert only(reviewed(claims(), gone.corrections))["polarity"] == "denied"


def test_a_row_that_nobody_touched_does_not_hold_the_program_back() -> None:
    old = geo.review(claims().assign(time_status="historical", confidence=0.3))
    result = reviewed(claims(), edited(old, 1, polarity="denied"))
    assert only(result)["time_status"] == "current"
    assert result.claims.loc[1, "time_status"] == "historical"
    (said,) = reasons(result)
    assert "row 3: the program reads this claim otherwise than when it was reviewed" in said
    later = reviewed(claims(), result.corrections)
    assert not later.conflicts
    assert later.claims.equals(result.claims)


def test_an_earlier_correction_lets_the_program_read_the_rest_anew() -> None:
    old = geo.review(claims().assign(time_status="historical"))
    kept = reviewed(old, edited(old, polarity="denied")).claims
    result = reviewed(claims(), kept)
    assert not result.conflicts
    assert (only(result)["polarity"], only(result)["time_status"]) == ("denied", "current")


def test_what_an_earlier_day_leaves_out_is_no_conflict() -> None:
    mine = edited(claims(), polarity="denied")
    tables = [("mine.csv", read_table(mine))]
    none = claims().iloc[:0]
    assert not apply(none, tables, atlas(), as_of=date(2025, 1, 1)).conflicts
    late = apply(none, tables, atlas(), as_of=DAY)
    assert "document north is left out" in reasons(late)[0]
    assert len(late.corrections) == 1


def test_a_row_that_cannot_be_kept_is_reported_as_such() -> None:
    mine = edited(claims(), polarity="denied")[["claim_id", "polarity", "reviewer", "stamp"]]
    result = reviewed(claims(("east", EAST)), mine.assign(reviewer="AB"))
    assert len(result.conflicts) == len(claims())
    assert all("corrections.csv does not keep it" in one for one in reasons(result))
    assert result.corrections.empty


@pytest.mark.parametrize("text", ["{", "[1]", "5"])
def test_a_broken_record_of_what_was_extracted_stops_nothing(text: str) -> None:
    mine = edited(claims(), polarity="denied", review="corrected", extracted=text)
    result = reviewed(mine, edited(mine, relation="attack"))
    assert only(result)["relation"] == "attack"


def test_a_reason_stays_on_its_line_whatever_a_cell_holds() -> None:
    result = reviewed(claims(), edited(claims(), place_name="At\n\x1b[31mlantis"))
    assert "place_name: At \ufffd[31mlantis is no place" in reasons(result)[0]


def test_tables_of_an_earlier_version_are_read() -> None:
    plain = claims().drop(columns=["review", "reviewer", "review_note", "extracted", "stamp"])
    result = reviewed(claims(), edited(plain, polarity="denied").drop(index=1))
    assert only(result)["polarity"] == "denied"
    assert len(result.claims) == len(claims())  # nothing tells that a row was there
    assert "has no stamps, and 1 claims of its documents are not in it" in result.notes[0][1]
    empty = reviewed(claims(), plain.iloc[:0])
    assert empty.claims.equals(claims())
    assert "has no rows" in empty.notes[0][1]
    gone = reviewed(claims(("east", EAST)), plain)
    assert "4 rows are of claims that this build does not have" in reasons(gone)[0]


# --- what must not change anything ----------------------------------------------------------------

_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
_CLAIM = st.fixed_dictionaries(
    {
        "attributed_to": st.none() | _TEXT.filter(bool),
        "quote": _TEXT.filter(bool),
        "title": _TEXT,
        "place_surface": _TEXT.filter(bool),
        "confidence": st.floats(0, 1),
        "event_start": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "document_id": st.sampled_from(["a", "b", "c", "0017"]),
        "polarity": st.sampled_from(["asserted", "hedged", "denied"]),
        "where_prec": st.integers(1, 7),
        "latitude": st.none() | st.floats(-90, 90),
        "longitude": st.none() | st.floats(-180, 180),
    }
)


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(rows=st.lists(_CLAIM, max_size=8))
def test_an_unedited_table_changes_nothing_at_all(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    from fakes import claim  # noqa: PLC0415 - beside what it is used for

    from geo.schema import claims_frame  # noqa: PLC0415 - beside what it is used for
    from geo.stamps import stamped  # noqa: PLC0415 - beside what it is used for

    made = [claim(claim_id=f"c{n}", **row) for n, row in enumerate(rows)]
    frame = stamped(claims_frame(made))
    path: Path = tmp_path_factory.mktemp("unedited") / "claims.csv"
    export.write(path, export.claims_csv(frame))
    result = reviewed(frame, path)
    assert result.claims.equals(frame)
    assert result.corrections.empty
    assert not result.conflicts
    assert not any(result.counts.values())


_EDIT = st.sampled_from(
    [
        {},
        {"polarity": "denied"},
        {"admin1_code": "AF-KNR", "reviewer": "AB"},
        {"place_name": "Achin", "review_note": "not the town"},
        {"actor_id": "AQIS"},
        {"time_status": "historical", "event_end": "2001-12-01"},
        {"confidence": 0.5},
        {"where_prec": 6, "relation": "other"},
        {"latitude": 34.5, "longitude": 69.2},
        {"review": "ok"},
        {"review": "drop"},
        {"review_note": "look again"},
        {"geonameid": 1, "polarity": "hedged"},
    ]
)


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(edits=st.lists(_EDIT, min_size=4, max_size=4), gone=st.sets(st.integers(0, 3), max_size=3))
def test_a_review_comes_to_the_same_by_way_of_any_file_that_it_wrote(
    edits: list[dict[str, Any]], gone: set[int]
) -> None:
    mine = claims()
    for row, changes in enumerate(edits):
        mine = edited(mine, row, **changes)
    first = reviewed(claims(), mine.drop(index=list(gone)))
    for tables in ((first.corrections,), (first.claims,), (first.corrections, first.claims)):
        again = reviewed(claims(), *tables)
        assert again.claims.equals(first.claims)
    kept = reviewed(claims(*GROWN), first.corrections).claims
    old = kept[kept["claim_id"].isin(claims()["claim_id"])].reset_index(drop=True)
    assert old.drop(columns="stamp").equals(first.claims.drop(columns="stamp"))
