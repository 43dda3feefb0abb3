from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.files.published import is_date_line, parse_date, publication_date, url_date

DAY = date(2025, 3, 12)
BODY = "\n\nMen blew up a stretch of railway track and opened fire on a train on 11 March 2025."


@pytest.mark.parametrize(
    "given_",
    [
        DAY,
        datetime(2025, 3, 12, 23, 30, tzinfo=UTC),
        1741778400,
        1741778400000,
        "2025-03-12",
        "2025-3-12",
        "2025-03-12T23:30:00+05:00",
        "2025-03-12 08:00",
        "20250312",
        "Wed, 12 Mar 2025 08:00:00 +0000",
        "March 12, 2025",
        "12 March 2025",
        "12th March, 2025 at 10:30 PKT",
        "Published: Mar 12, 2025",
        "12.03.2025",
        "12 марта 2025",
        "12 mars 2025",
        "12. März 2025",
        "12 Mart 2025",
    ],
)
def test_dates_in_any_usual_form(given_: str | float | date) -> None:
    assert parse_date(given_) == DAY


@pytest.mark.parametrize(
    "given_",
    ["", "soon", "2025-02-31", "05/06/2024", "2025", "March", "3 days ago", "yesterday", "12", -5,
     0.1, "20251399", True, float("nan"), float("inf"), "1" * 500,
     "12 March 2025 or 13 March 2025"],
)  # fmt: skip
def test_what_is_no_date_of_publication(given_: str | float) -> None:
    assert parse_date(given_) is None


@settings(deadline=None)
@given(st.text(max_size=40) | st.floats() | st.integers())
def test_nothing_is_raised(given_: str | float) -> None:
    found = parse_date(given_)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    "head",
    [
        "A headline of a story\n\nMarch 12, 2025",
        "A headline of a story\nPublished on 12 March 2025, 10:30 am",
        "A headline of a story\n\nWednesday, March 12, 2025",
        "A headline of a story\n\nBy Sana Gul | March 12, 2025 | 2 min read",
        "A headline\n\nNews Desk | Peshawar | Updated: 12 Mar 2025 20:42 IST",
        "A headline of a story\n\nFollow on Updated On: Wed, 12 Mar 2025 16:00:59 PKT",
        "A headline of a story\n\nLast updated: 2025-03-12",
        "A headline of a story\n\nNew York, 12 March 2025",
        "A headline of a story\n*Kabul, March 12, 2025*",
        "QUETTA, March 12, 2025 (Agency) \u2014 Men blew up a track.",
        "Rawalpindi, 12 March 2025: On the night before, forces raided a camp.",
    ],
)
def test_a_date_in_the_first_lines(head: str) -> None:
    assert publication_date(head + BODY) == DAY


def test_what_the_file_says_wins() -> None:
    assert publication_date("A headline\n\nMarch 1, 2025" + BODY, "2025-03-12") == DAY
    assert publication_date("A headline\n\nMarch 12, 2025" + BODY, "soon") == DAY


def test_an_imprint_at_the_end() -> None:
    assert (
        publication_date("A story" + BODY + "\n\nPublished in The Courier, March 12th, 2025") == DAY
    )


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "A raid of 12 March 2025 in Kunar" + BODY,
        "Kabul Blast, 12 March 2025" + BODY,
        "A headline\n\nNew York, 12 March 2025 was the day of the raid" + BODY,
        "QUETTA, March 12 \u2014 Men blew up a track." + BODY,
        "",
        "\n" * 20 + "line\n" * 20 + "March 12, 2025\n" + "line\n" * 20,
    ],
)
def test_a_date_in_running_text_is_none_of_publication(text: str) -> None:
    assert publication_date(text) is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://courier.example/2025/03/12/a-raid", DAY),
        ("https://courier.example/news/2025-03-12", DAY),
        ("https://courier.example/world/2025/mar/12/a-raid", DAY),
        ("https://courier.example/2025/13/12/a-raid", None),
        ("https://courier.example/news/1234567", None),
        ("", None),
    ],
)
def test_a_day_in_the_address(url: str, found: date | None) -> None:
    assert url_date(url) == found


def test_lines_that_only_date_a_text() -> None:
    assert is_date_line("December 12, 2025")
    assert not is_date_line("Kabul, December 12, 2025, after the raid")
