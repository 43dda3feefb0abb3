"""Reviewed tables as spreadsheets leave them: read where clear, refused with the row where not."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from fakes import claim
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SchemaError
from geo.frames import cells_of
from geo.review import apply
from geo.review_files import read_table
from geo.review_places import Atlas
from geo.schema import claims_frame
from geo.stamps import stamped
from maps import export

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CLAIMS = stamped(
    claims_frame(
        [
            claim(
                claim_id=number,
                document_id=f"d{number[0]}",
                where_prec=2,
                latitude=34.52813,
                longitude=69.2,
                geonameid=1138958,
                quote='A "quoted"; quote,\nof two lines',
                published=date(2025, 11, 3),
                event_start=date(2025, 10, 31),
                event_end=date(2025, 11, 2),
                confidence=0.8125,
            )
            for number in ("1234567890123456", "9fd0c1a2b3c4d5e6", "2b3c4d5e6f708192")
        ]
    )
)


def table(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def cells() -> list[list[str]]:
    return [list(row) for row in csv.reader(io.StringIO(export.claims_csv(CLAIMS), newline=""))]


def changed(column: str, change: str) -> str:
    """Return a table whose second row has another cell in one column."""
    rows = cells()
    rows[1][rows[0].index(column)] = change
    return table(rows)


def read(tmp_path: Path, text: str | bytes) -> list[dict[str, str]]:
    path = tmp_path / "reviewed.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found: list[dict[str, str]] = read_table(path).to_dict("records")
    return found


# --- as a spreadsheet of another country writes it ------------------------------------------------


def _comma(cell: str) -> str:
    return cell.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", cell) else cell


def _date(cell: str, form: str) -> str:
    try:
        return date.fromisoformat(cell).strftime(form)
    except ValueError:
        return cell


_SHEET = st.fixed_dictionaries(
    {
        "separator": st.sampled_from(",;\t"),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        "end": st.sampled_from(["\r\n", "\n", "\r"]),
        "day": st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d"]),
        "comma": st.booleans(),
        "geonameid": st.sampled_from(["1138958", "1.138.958", "1,138,958", "1138958.0"]),
        "order": st.permutations(range(len(cells()[0]))),
        "empty": st.integers(0, 3),
        "number": st.sampled_from(
            ["1234567890123456", "1.23457E+15", "1,23457E+15", "1234567890123450"]
        ),
    }
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(sheet=_SHEET)
def test_what_a_spreadsheet_rewrites_is_no_edit(
    tmp_path_factory: pytest.TempPathFactory, sheet: dict[str, Any]
) -> None:
    head, *rows = cells()
    out = [head]
    for row in rows:
        new = [_date(_comma(cell) if sheet["comma"] else cell, sheet["day"]) for cell in row]
        new[0] = new[0].replace("1234567890123456", sheet["number"])
        new[head.index("geonameid")] = sheet["geonameid"]
        out.append(new)
    out += [[""] * len(head)] * sheet["empty"]
    text = table(
        [[row[at] for at in sheet["order"]] for row in out], sheet["separator"], sheet["end"]
    )
    path = tmp_path_factory.mktemp("mangled") / "reviewed.csv"
    path.write_bytes(text.encode(sheet["encoding"]))
    result = apply(CLAIMS, [("reviewed.csv", read_table(path))], Atlas())
    assert result.claims.equals(CLAIMS)
    assert not result.conflicts
    assert result.notes == ()


def test_an_edit_of_a_row_whose_id_was_rewritten_is_found_by_its_stamp(tmp_path: Path) -> None:
    rows = cells()
    rows[1][0] = "1.23457E+15"
    rows[1][rows[0].index("polarity")] = "Denied"
    path = tmp_path / "reviewed.csv"
    path.write_text(table(rows), encoding="utf-8")
    result = apply(CLAIMS, [("reviewed.csv", read_table(path))], Atlas())
    assert result.claims.loc[0, "polarity"] == "denied"
    again = apply(CLAIMS, [("corrections.csv", read_table(result.corrections))], Atlas())
    assert again.claims.equals(result.claims)


def test_a_line_that_tells_the_separator_is_passed_over(tmp_path: Path) -> None:
    (first, *_) = read(tmp_path, "sep=;\r\n" + table(cells(), ";"))
    assert first == cells_of(CLAIMS).iloc[0].to_dict()


def test_missing_columns_change_nothing(tmp_path: Path) -> None:
    head, *rows = cells()
    kept = [head.index(name) for name in ("claim_id", "polarity", "review_note", "stamp")]
    rows[1][head.index("polarity")] = "hedged"
    path = tmp_path / "reviewed.csv"
    path.write_text(table([[row[at] for at in kept] for row in [head, *rows]]), encoding="utf-8")
    result = apply(CLAIMS, [("reviewed.csv", read_table(path))], Atlas())
    assert result.claims["polarity"].tolist() == ["asserted", "hedged", "asserted"]
    assert result.claims.loc[[0, 2]].equals(CLAIMS.loc[[0, 2]])
    assert not result.conflicts


def test_the_texts_own_words_stay_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.csv"
    path.write_text(changed("quote", "Another sentence."), encoding="utf-8")
    result = apply(CLAIMS, [("reviewed.csv", read_table(path))], Atlas())
    assert result.claims.equals(CLAIMS)
    ((name, note),) = result.notes
    assert name == "reviewed.csv"
    assert note.startswith("quote differs from the document's own in row 2: it cannot be")


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("name,place\na,b\n", "lacks the column claim_id"),
        (b"PK\x03\x04" + bytes(range(256)), "save its sheet as CSV UTF-8"),
        (changed("claim_id", ""), "row 2, claim_id: '' is no id"),
        (changed("polarity", "perhaps"), "row 2, polarity: 'perhaps' is not one of asserted"),
        (changed("polarity", ""), "row 2, polarity: '' is not one of asserted"),
        (changed("review", "yes"), "row 2, review: 'yes' is not one of ok, corrected, drop"),
        (changed("where_prec", "9"), "row 2, where_prec: '9' is not between 1 and 7"),
        (changed("where_prec", "2.5"), "row 2, where_prec: '2.5' is not a whole number"),
        (changed("geonameid", "1.14E+06"), "row 2, geonameid: '1.14E+06' is not a whole number"),
        (changed("latitude", "3452813"), "row 2, latitude: '3452813' is not between -90 and 90"),
        (changed("latitude", "34° N"), "is not a number such as 34.5"),
        (changed("confidence", "NaN"), "is not a number such as 34.5"),
        (changed("event_end", "45964"), "row 2, event_end: '45964' is no date such as"),
        (changed("event_end", "31/02/2025"), "row 2, event_end: '31/02/2025' day is out of range"),
        (changed("event_end", "03/11/2025"), "may have the day or the month first"),
        (changed("event_end", "3/11/25"), "is no date such as 2025-11-03"),
        (table([*cells(), [*cells()[1], "one more"]]), "row 5 has more cells than there are"),
        (table([["claim_id", "polarity", "Polarity"], ["a", "", ""]]), "polarity stands twice"),
        ('claim_id,polarity\n"a,denied\n', "cannot be read as a table"),
    ],
)
def test_what_is_unclear_is_refused_with_its_row(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    with pytest.raises(SchemaError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path}/reviewed.csv: ")
    assert reason in str(caught.value)


def test_one_date_tells_the_order_of_the_others(tmp_path: Path) -> None:
    rows = cells()
    start, end = rows[0].index("event_start"), rows[0].index("event_end")
    rows[1][start], rows[2][end] = "31/10/2025", "03/11/2025"
    assert read(tmp_path, table(rows))[1]["event_end"] == "2025-11-03"
    rows[1][start] = "10/31/2025"
    assert read(tmp_path, table(rows))[1]["event_end"] == "2025-03-11"
    rows[1][end] = "31/10/2025"
    with pytest.raises(SchemaError, match="may have the day or the month first"):
        read(tmp_path, table(rows))


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y"])
def test_untouched_rows_tell_the_order_where_no_date_does(tmp_path: Path, form: str) -> None:
    days = {"published": date(2025, 3, 4), "event_start": date(2025, 3, 1)}
    own = stamped(claims_frame([claim(claim_id="a", **days), claim(claim_id="b", **days)]))
    head, first, second = csv.reader(io.StringIO(export.claims_csv(own), newline=""))
    sheet = [[_date(cell, form) for cell in row] for row in (first, second)]
    sheet[1][head.index("event_end")] = date(2025, 3, 2).strftime(form)
    path = tmp_path / "reviewed.csv"
    path.write_text(table([head, *sheet]), encoding="utf-8")
    result = apply(own, [("reviewed.csv", read_table(path))], Atlas())
    assert result.claims.loc[[0]].equals(own.loc[[0]])
    assert result.claims.loc[1, "event_end"] == pd.Timestamp(2025, 3, 2)
    assert result.notes == ()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"none\.csv: cannot be read as a table \(No such file"):
        read_table(tmp_path / "none.csv")
