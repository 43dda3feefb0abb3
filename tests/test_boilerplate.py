import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boilerplate import rules, set_aside
from geo.boilerplate_rules import load_rules
from geo.errors import SourceFileError
from geo.tables import source

BODY = (
    "Fighters of the front crossed the river at dawn and took two posts above the village. "
    "The governor's office said that reinforcements were on their way from the district seat."
)
MORE = (
    "Residents who had fled to the school described shelling that lasted for several hours. "
    "None of them had seen the men before, they said."
)


def aside(text: str) -> str:
    return "\n".join(text[span.start : span.end] for span in set_aside(text))


def kept(text: str) -> str:
    spans = [(0, 0), *((span.start, span.end) for span in set_aside(text)), (len(text), 0)]
    return "\n".join(
        text[end:start].strip()
        for (_, end), (start, _) in pairwise(spans)
        if text[end:start].strip()
    )


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Three killed in Khost blast",
        "READ MORE | Who leads the front now?",
        "**Also read:** Raid in Farah leaves two dead",
        "Read also » Governor replaced",
        "Read more about the front's camps in Kunar",
        "\u00bb See also: recruits arrested in Khost",
        "\u2192 Camp in Kunar shut, says minister",
        "TOP STORIES: Gang seizes bank | Squad hits Bannu | Man dies in Bahawalpur",
        "RELATED \u25b8 Man found dead in Turbat \u25b8 Who runs Kandahar?",
        "Tags: TTP, Kabul, border",
        "Filed under: Security, Herat",
        "Home > Asia > Afghanistan",
        "Home / World / South Asia",
        "NEWS | SPORT | OPINION | LIVE",
        "EN | FR | FA    Log in",
        "TRENDING   Floods   Cricket   Dollar rate",
        "Share Tweet Email Print",
        "Share on Facebook",
        "4 min read",
        "Reading time: 3 minutes",
        "Web Desk | 3 MIN READ | Listen to article",
        "By Staff Writer | Updated 2 hours ago",
        "Updated 3 days ago",
        "1,204 views",
        "Advertisement",
        "We use cookies to improve your visit.",
        "By continuing to use this site you agree to our terms.",
        "\u00a9 2025 The Valley Courier. All rights reserved.",
        "Copyright 2025 Valley Media",
        "Your email address will not be published.",
        "Subscribe to our newsletter.",
        "Our Correspondent March 12, 2025 3 min read",
        "Last Updated : 12 Mar 2025, 10:30 AM",
        "Published On 12 Mar 2025",
        "0:00 / 3:45",
        "Tags Afghanistan TTP Kunar",
        "FILE - Fighters stand guard in Kabul in August 2021.",
        "Log in to leave a comment",
        "Story continues below this ad",
        "Previous: ISKP cell found in Mashhad",
        "Posted in Afghanistan, Security",
        "With reporting by our desk in Khost",
        "Follow us on Telegram and X.",
        "Читайте также: Взрыв в Хосте",
        "بیشتر بخوانید: انفجار در خوست",
        "مزید پڑھیں: خوست میں دھماکہ",
        "Lire aussi : Explosion à Khost",
    ],
)
def test_a_line_that_is_no_part_of_the_article_is_set_aside(line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{MORE}"
    assert aside(text) == line
    assert kept(text) == f"{BODY}\n{MORE}"


@pytest.mark.parametrize(
    "line",
    [
        "Read more than once, the letter still names no valley in Paktika.",
        "By December the group had moved its families to Kunar.",
        "By nightfall TTP fighters held the bazaar of Spinwam.",
        "Tags on the rifles showed that they came from Zabul.",
        "Share prices fell in Karachi after the BLA's attack.",
        "Related attacks by the same group were reported in Bannu.",
        "Comments by the minister angered tribal elders in Bajaur.",
        "Home to the Baloch Liberation Front, Awaran saw three raids.",
        "Live ammunition was found in Zahedan, where JMM has cells",
        "Trending upwards since spring, attacks by ISKP reached Herat.",
        "Listen: the front has fighters in Andarab, an elder said.",
        "Subscribers in Kunduz lost their signal after IMU threats",
        "Copyright disputes brought him to Quetta, where the LeJ found him.",
        "\u2022 Kunar: TTP, ISKP",
        "Published 12 names of TTP men held in Kunar",
        "Next year the front wants to come back to Kunduz.",
        "Updated figures: the TTP struck 12 posts in Bannu.",
        "Featured in the video are TTP men from Khyber",
        "1. Nangarhar: ISKP cells in Achin and Nazyan.",
        "45. Member States report ETIM camps in Badakhshan.",
        "ISKP \u2014 one shooting (Peshawar, a trader).",
        "Kunar, Nuristan. Quiet.",
        "A growing threat in the north",
    ],
)
def test_a_line_of_the_article_stays(line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{MORE}"
    assert aside(text) == ""


def test_a_table_is_no_navigation() -> None:
    table = "Province | Groups | Incidents\nKunar | TTP | 4\nHerat | ISKP | 2"
    assert aside(f"Monthly count\n\n{table}\n\n{BODY}") == ""
    assert aside(f"| Province | Live |\n|---|---|\n| Kunar | TTP |\n\n{BODY}") == ""


def test_navigation_is_only_expected_above_the_text() -> None:
    bar = "KUNAR | KHOST | PAKTIKA"
    assert aside(f"{bar}\n\nA headline\n\n{BODY}") == bar
    assert aside(f"A headline\n\n{BODY}\n\n{bar}\n\n{MORE}") == ""


@pytest.mark.parametrize(
    "byline",
    ["By Our Correspondent", "By Gul Ahmad Ehsan", "By Sana Gul and Omar Zia", "BY STAFF REPORTER"],
)
def test_bylines(byline: str) -> None:
    assert aside(f"A headline of a story\n\n{byline}\n\n{BODY}") == byline


def test_read_more_alone_takes_the_headline_below() -> None:
    text = f"{BODY}\n\nRead more\nISKP cell found in Mashhad\n\n{MORE}"
    assert aside(text) == "Read more\nISKP cell found in Mashhad"


def test_an_inline_read_more_ends_the_line() -> None:
    text = f"{BODY} Read more: BLA raid in Panjgur\n{MORE}"
    assert aside(text) == "Read more: BLA raid in Panjgur"


def test_comments_are_set_aside_to_the_end() -> None:
    comments = f"3 comments\nhawk: TTP is in Kabul. I saw it. Believe me.\nReader: {MORE}"
    assert aside(f"{BODY}\n\n{comments}") == comments


def test_a_count_of_comments_above_the_text_is_only_a_link() -> None:
    assert aside(f"A headline of a story\n\n2 comments\n\n{BODY}\n\n{MORE}") == "2 comments"


@pytest.mark.parametrize("heading", ["Related Articles", "## You may also like", "MOST READ:"])
def test_bullets_below_a_heading_end_where_they_end(heading: str) -> None:
    links = f"{heading}\n\u2022 ISKP bomber killed in Herat\n\n\u2022 BLA threatens league"
    assert aside(f"{BODY}\n\n{links}\n\n{MORE}") == links


def test_headlines_below_a_heading_end_at_the_next_sentence() -> None:
    links = "Related stories\nISKP bomber killed in Herat\nBLA threatens league"
    short = "The TTP has a camp in Barmal."
    assert aside(f"{BODY}\n\n{links}\n\n{short}\n\n{MORE}") == links


def test_teasers_of_whole_sentences_at_the_end_are_links() -> None:
    teasers = (
        "Related Articles\n\n"
        "Aid for families in Kunar shrinks by half, an agency says.\n\n"
        "Several Baloch groups form an alliance with bases in Nimroz."
    )
    assert aside(f"{BODY}\n\n{MORE}\n\n{teasers}") == teasers


def test_headlines_with_teasers_at_the_end_are_links() -> None:
    links = (
        "More stories\n\nAid shrinks\n\nAid for families in Kunar shrinks by half.\n\n"
        "An alliance is born\n\nBaloch groups form an alliance with bases in Nimroz."
    )
    assert aside(f"{BODY}\n\n{MORE}\n\n{links}") == links


def test_an_emptied_box_in_the_middle_takes_nothing_with_it() -> None:
    assert aside(f"{BODY}\n\nRelated Articles\n\n{MORE}") == "Related Articles"


def test_one_sentence_paragraphs_go_on_after_a_box() -> None:
    body = [f"The group held post number {n} in the valley of Kamdesh." for n in range(20)]
    text = "\n\n".join(
        [*body[:4], "Related stories\n\u2022 A raid in Farah\n\u2022 A blast in Kabul", *body[4:]]
    )
    assert aside(text) == "Related stories\n\u2022 A raid in Farah\n\u2022 A blast in Kabul"


def test_a_page_as_it_is_pasted() -> None:
    page = f"""Valley Courier   Sign in
NEWS | WORLD | SPORT | LIVE

Front says it holds two posts above Kamdesh

By Sana Gul | 14 May 2024 | 3 min read

{BODY}

READ MORE: Governor replaced in Nuristan

What residents say

{MORE}

Tags: Nuristan, front
You may also like
- ISKP cell found in Herat
- BLA claims raid in Turbat

Leave a Reply
Your email address will not be published. Required fields are marked *
"""
    assert kept(page) == "\n".join(
        (
            "Front says it holds two posts above Kamdesh",
            BODY,
            "What residents say\n\n" + MORE,
        )
    )


def test_lists_above_the_article_end_at_a_blank_line() -> None:
    links = "Latest news\nISKP bomber killed in Herat\nBLA threatens league"
    assert aside(f"{links}\n\nA headline of a story\n\n{BODY}\n\n{MORE}") == links
    assert aside(f"Listen\nA headline of a story\n\n{BODY}") == "Listen"


def test_two_boxes_in_an_article_of_single_sentences() -> None:
    body = [f"The group held post number {n} in the valley of Kamdesh." for n in range(9)]
    first = "More on this story\nBomb in Kabul kills six\nWho are they?"
    second = "Recommended Stories\nlist of 2 items\nGunmen stop a train\nend of list"
    text = "\n\n".join([*body[:2], first, *body[2:5], second, *body[5:], "Tags\nKabul\nTTP"])
    assert aside(text) == f"{first}\n{second}\nTags\nKabul\nTTP"


@pytest.mark.parametrize(
    "line", ["Related Articles", "Related Articles\nx", "a | b | c", "Read more"]
)
def test_time_grows_with_the_text_and_not_faster(line: str) -> None:
    text = f"{BODY}\n\n" + f"{line}\n" * 20_000
    started = time.perf_counter()
    assert set_aside(text) is not None
    assert time.perf_counter() - started < 5.0


def test_windows_line_ends_and_empty_texts() -> None:
    assert aside(f"{BODY}\r\n\r\n2 min read\r\n{MORE}\r\n") == "2 min read"
    assert set_aside("") == ()
    assert set_aside(" \n\n\t") == ()


LINES = st.one_of(
    st.sampled_from(
        ["Related Articles", "2 comments", "Read more", "Share  Tweet", "a | b | c", "", BODY, "\r"]
    ),
    st.text(max_size=40),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_runs_are_inside_the_text_in_order_and_apart(text: str) -> None:
    end = -1
    for span in set_aside(text):
        assert end < span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        end = span.end


def test_every_phrase_is_found_by_its_own_rule() -> None:
    found = rules()
    assert all(found.lead_in.match(phrase + ":") for phrase in found.lead_ins)
    for heading in sorted(found.list_headings):
        assert set_aside(f"{BODY}\n\n{heading}\n- a link\n\n{MORE}"), heading
    for heading in sorted(found.end_headings):
        assert aside(f"{BODY}\n\n{heading}\n{MORE}") == f"{heading}\n{MORE}", heading


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[lead_in]", "[lead_out]", "missing or unknown"),
        ('"read more",', '"Read more",', "lower case"),
        ('"read more",', '"read more", "read more",', "twice"),
        ("[lead_in]\nen", "[lead_in]\nenglish", "language code"),
        ("'''\\d{1,3}", "'''(\\d{1,3}", "pattern"),
        ("[lead_in]", "[lead_in", "TOML"),
    ],
)
def test_a_wrong_source_file_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = source("boilerplate.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "boilerplate.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SourceFileError, match=reason):
        load_rules(path)
