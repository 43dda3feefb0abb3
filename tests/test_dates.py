from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.dates import dateline_end, event_dates, find_dates
from geo.moments import Grain

FRIDAY = date(2025, 12, 12)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        # days
        ("The delegations met on December 11, 2025.", "2025-12-11", "2025-12-11"),
        ("A fatwa of 3 August 2023 forbids it.", "2023-08-03", "2023-08-03"),
        ("They struck on the 3rd of August 2023.", "2023-08-03", "2023-08-03"),
        ("Shot on Sept. 11, 2019 in Ghazni.", "2019-09-11", "2019-09-11"),
        ("Raided 2024-02-29 at dawn.", "2024-02-29", "2024-02-29"),
        ("Raided 25.12.2024 and again.", "2024-12-25", "2024-12-25"),
        ("Raided 25-12-2024 and again.", "2024-12-25", "2024-12-25"),
        ("Raided 12/25/2024 and again.", "2024-12-25", "2024-12-25"),
        ("Between 3 and 5 March 2024 they held it.", "2024-03-03", "2024-03-05"),
        ("From March 3-5, 2024 they held it.", "2024-03-03", "2024-03-05"),
        ("between 28 February and 2 March 2024", "2024-02-28", "2024-03-02"),
        # months and parts of them
        ("In March 2024 they came.", "2024-03-01", "2024-03-31"),
        ("In August, 2021, Kabul fell.", "2021-08-01", "2021-08-31"),
        ("in early March 2024", "2024-03-01", "2024-03-10"),
        ("in mid-March 2024", "2024-03-11", "2024-03-20"),
        ("late in February 2024", "2024-02-21", "2024-02-29"),
        ("from March to May 2024", "2024-03-01", "2024-05-31"),
        ("from February to March 2023", "2023-02-01", "2023-03-31"),
        ("from November to January 2024", "2023-11-01", "2024-01-31"),
        ("in March and May 2024", "2024-03-01", "2024-05-31"),
        # seasons, quarters, halves
        ("in the spring of 2022", "2022-03-01", "2022-05-31"),
        ("in winter 2022-23", "2022-12-01", "2023-02-28"),
        ("in the summers of 1999 and 2000", "1999-06-01", "2000-08-31"),
        ("in the second half of 2014", "2014-07-01", "2014-12-31"),
        ("in the last quarter of 2014", "2014-10-01", "2014-12-31"),
        ("in Q2 2024", "2024-04-01", "2024-06-30"),
        # years
        ("in 2009 the group sat in judgment", "2009-01-01", "2009-12-31"),
        ("during the 2007 siege", "2007-01-01", "2007-12-31"),
        ("in early 2013", "2013-01-01", "2013-04-30"),
        ("twice in late 2015", "2015-09-01", "2015-12-31"),
        ("between 2019 and 2021", "2019-01-01", "2021-12-31"),
        ("from 2014 to 2016", "2014-01-01", "2016-12-31"),
        ("in 2012 and 2013", "2012-01-01", "2013-12-31"),
        ("the war of 2007-08", "2007-01-01", "2008-12-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in the early 1990s", "1990-01-01", "1993-12-31"),
        # open at one end
        ("They have lived there since 2023.", "2023-01-01", ""),
        ("since the summer of 2020", "2020-06-01", ""),
        ("since at least 2014", "2014-01-01", ""),
        ("from 2014 onwards", "2014-01-01", ""),
        ("after August 2021 they came back", "2021-08-01", ""),
        ("They had an office there until 2001.", "", "2001-12-31"),
        ("until mid-December 2001", "", "2001-12-20"),
        ("before 2021 they held it", "", "2020-12-31"),
        ("by the end of June 2024", "", "2024-06-30"),
    ],
)
def test_dates_that_the_text_gives_whole(words: str, first: str, last: str) -> None:
    assert event_dates(words, None) == (day(first), day(last))
    assert event_dates(words, FRIDAY) == (day(first), day(last))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("They struck yesterday.", "2025-12-11", "2025-12-11"),
        ("destroyed at dawn today", "2025-12-12", "2025-12-12"),
        ("They struck last night.", "2025-12-11", "2025-12-11"),
        ("killed on Tuesday", "2025-12-09", "2025-12-09"),
        ("killed on Friday", "2025-12-12", "2025-12-12"),
        ("killed last Friday", "2025-12-05", "2025-12-05"),
        ("Wednesday's ambush", "2025-12-10", "2025-12-10"),
        ("is due to arrive on Thursday", "2025-12-18", "2025-12-18"),
        ("called a strike for Monday", "2025-12-15", "2025-12-15"),
        ("claimed responsibility for the attack on Monday", "2025-12-08", "2025-12-08"),
        ("They met last week.", "2025-12-01", "2025-12-07"),
        ("this week", "2025-12-08", "2025-12-14"),
        ("absorbed it last month", "2025-11-01", "2025-11-30"),
        ("more often last year", "2024-01-01", "2024-12-31"),
        ("the talks of last autumn", "2025-09-01", "2025-11-30"),
        ("last spring", "2025-03-01", "2025-05-31"),
        ("last winter", "2024-12-01", "2025-02-28"),
        ("last September", "2025-09-01", "2025-09-30"),
        ("last December", "2024-12-01", "2024-12-31"),
        ("On October 7 they crossed.", "2025-10-07", "2025-10-07"),
        ("on 9 May", "2025-05-09", "2025-05-09"),
        ("On night 8/9 October", "2025-10-08", "2025-10-09"),
        ("on 29 February", "2024-02-29", "2024-02-29"),
        ("In February they were seen.", "2025-02-01", "2025-02-28"),
        ("the conference on December 20", "2025-12-20", "2025-12-20"),
        ("In January they were seen.", "2025-01-01", "2025-01-31"),
        ("They will leave in January.", "2026-01-01", "2026-01-31"),
        ("after the July operation", "2025-07-01", ""),
        ("two months ago", "2025-10-01", "2025-10-31"),
        ("four years ago", "2021-01-01", "2021-12-31"),
        ("three days ago", "2025-12-09", "2025-12-09"),
        ("over the past two years", "2023-12-12", "2025-12-12"),
        ("since Monday", "2025-12-08", ""),
    ],
)
def test_dates_that_need_the_documents_own(words: str, first: str, last: str) -> None:
    assert event_dates(words, FRIDAY) == (day(first), day(last))
    assert event_dates(words, None) == (None, None)


@pytest.mark.parametrize(
    "words",
    [
        "31 February 2024 is no day.",
        "A force of 2000 men held 2,014 posts.",
        "They may march in step.",
        "He may have 5 of them.",
        "March on, said the commander.",
        "Raided 05/06/2024, British or American.",
        "during Friday prayers",
        "It cost 2024 rupees, or 2024.5.",
        "UN resolution 2255 lists 1998 names",
        "",
    ],
)
def test_what_is_no_date(words: str) -> None:
    assert find_dates(words, FRIDAY) == []


def test_a_number_that_counts_people_is_no_day() -> None:
    assert event_dates("In March 12 people died.", FRIDAY) == (date(2025, 3, 1), date(2025, 3, 31))


def test_the_finest_date_is_taken_and_of_equals_the_first() -> None:
    sentence = "Founded in 2012, it struck on 3 March 2024 and on 5 May 2024."
    assert event_dates(sentence, None) == (date(2024, 3, 3), date(2024, 3, 3))


def test_the_date_nearest_to_a_place_in_the_sentence_is_taken() -> None:
    sentence = "Founded in 2012, it struck on 3 March 2024."
    assert event_dates(sentence, None, near=0) == (date(2012, 1, 1), date(2012, 12, 31))
    assert event_dates(sentence, None, near=len(sentence)) == (date(2024, 3, 3), date(2024, 3, 3))


@pytest.mark.parametrize(
    "dateline",
    [
        "QUETTA, March 12 \u2014 ",
        "KABUL, March 12, 2025 (Agency) \u2014 ",
        "Rawalpindi, 12 March 2025: ",
        "SRINAGAR/ISLAMABAD, May 7 - ",
        "KABUL, Afghanistan (Aug. 24) \u2014 ",
        "PESHAWAR, Pakistan, March 12 \u2014 ",
        "PESHAWAR (March 12): ",
    ],
)
def test_a_dateline_is_no_event(dateline: str) -> None:
    sentence = f"{dateline}Men blew up the track."
    assert dateline_end(sentence) >= len(dateline.rstrip())
    assert event_dates(sentence, date(2025, 3, 13)) == (None, None)


def test_a_sentence_that_only_looks_like_a_dateline_keeps_its_date() -> None:
    sentence = "In Balkh, on 3 August 2023 and later, fighters trained: they left in winter."
    assert dateline_end(sentence) == 0
    assert event_dates(sentence, None) == (date(2023, 8, 3), date(2023, 8, 3))


def test_mentions_say_where_they_stand() -> None:
    sentence = "It held the pass from March to May 2024 and again since 2025."
    spring, later = find_dates(sentence)
    assert sentence[spring.start : spring.end] == "March to May 2024"
    assert (later.open_end, later.grain) == (True, Grain.YEAR)
    assert sentence[later.start : later.end] == "2025"


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y"]))
def test_every_day_written_out_is_read_back(when: date, form: str) -> None:
    assert event_dates(f"It happened on {when.strftime(form)}.", None) == (when, when)


@settings(deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["yesterday", "on Monday", "on 29 February", "last winter", "in May", "8 June"]
    ),
)
def test_a_date_read_from_the_documents_own_is_near_it(published: date, words: str) -> None:
    first, last = event_dates(f"It happened {words}.", published)
    assert first is not None
    assert last is not None
    assert first <= last
    assert published - timedelta(days=8 * 366) < first <= published + timedelta(days=31)


SCRAPS = """
since until from to between and in on early late the 31 30 February March May 2024 1999 2000s
last next week Monday ago two years , - 8/9 2024-13-45 2007-08 12/25/2024 night
"""
WORDS = st.sampled_from(SCRAPS.split())


@settings(deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=12).map(" ".join))
def test_nothing_is_raised_and_mentions_are_in_order(sentence: str) -> None:
    end = 0
    for mention in find_dates(sentence, FRIDAY):
        assert end <= mention.start < mention.end <= len(sentence)
        assert mention.first <= mention.last
        end = mention.end


@pytest.mark.parametrize("published", [date.min, date.max, date(1, 1, 31), date(9999, 12, 1)])
def test_the_ends_of_the_calendar_raise_nothing(published: date) -> None:
    for words in ("yesterday", "tomorrow", "next year", "last year", "in May", "ten years ago"):
        assert len(find_dates(f"It happened {words}.", published)) <= 1
    assert find_dates("next week, last weekend, last winter, next summer", published) is not None
