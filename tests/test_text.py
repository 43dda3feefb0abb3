"""Folding keeps offsets; sentences end where people end them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.text import fold, name_key, sentences

BOUNDED = settings(max_examples=200, derandomize=True, deadline=None, database=None)


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@BOUNDED
@given(st.text())
@example("\ufb01ghters in \u0130stanbul, Stra\u00dfe, \u1e9e, \u2126, \u00bd, \uffff")
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@BOUNDED
@given(st.text())
def test_fold_is_the_same_twice(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Maz\u0101r-i-Shar\u012bf", "mazar i sharif"),
        ("\u1e28ayrat\u0101n", "hayratan"),
        ("Sar\u2010e Pol\u2019s", "sar e pol's"),
        ("\u0130STANBUL, D\u0131yarbak\u0131r", "istanbul, diyarbakir"),
        ("Khost\u00a0\n\tcity", "khost   city"),
        ("Ba\u02bfqubah, Qur\u02be\u0101n", "ba'qubah, qur'an"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_name_keys_have_single_blanks() -> None:
    assert name_key("  Dera \u2013 Ismail\n Khan ") == "dera ismail khan"


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Gen. Ali Khan and Lt. Col. Shah went to St. Petersburg.", id="titles"),
        pytest.param("Mr. A. Q. Rahimi spoke.", id="initials"),
        pytest.param("The U.S. Embassy and the U.N. mission closed.", id="dotted acronyms"),
        pytest.param("It rose by 3.5 per cent, cf. para. 12 and fig. 4.", id="numbers"),
        pytest.param("On Dec. 12 he left for Ft. Meade.", id="months"),
        pytest.param("\u201cWe hold it.\u201d he said.", id="a quote goes on in lower case"),
        pytest.param("He paid approx. 400 dollars (i.e. too much) for it.", id="latin"),
    ],
)
def test_a_stop_that_ends_nothing(sentence: str) -> None:
    assert cut(f"{sentence} Then it rained.") == [sentence, "Then it rained."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"], id="stops"),
        pytest.param(
            "\u201cWe hold Kech.\u201d The army denied it.",
            ["\u201cWe hold Kech.\u201d", "The army denied it."],
            id="quotes",
        ),
        pytest.param(
            "(It is so.) They left.", ["(It is so.)", "They left."], id="closing brackets"
        ),
        pytest.param(
            "Who knows\u2026 Nobody does.", ["Who knows\u2026", "Nobody does."], id="dots"
        ),
        pytest.param(
            "\u5854\u5229\u73ed\u3002\u5580\u5e03\u5c14\u3002",
            ["\u5854\u5229\u73ed\u3002", "\u5580\u5e03\u5c14\u3002"],
            id="Chinese",
        ),
        pytest.param(
            "\u06a9\u0627\u0628\u0644\u06d4 \u06c1\u0631\u0627\u062a\u06d4",
            ["\u06a9\u0627\u0628\u0644\u06d4", "\u06c1\u0631\u0627\u062a\u06d4"],
            id="Urdu",
        ),
        pytest.param(
            "\u06a9\u0627\u0628\u0644\u061f \u0628\u0644\u0647.",
            ["\u06a9\u0627\u0628\u0644\u061f", "\u0628\u0644\u0647."],
            id="Persian question",
        ),
        pytest.param(
            "33. The Team met. 34. It left.",
            ["33. The Team met.", "34. It left."],
            id="numbered paragraphs in one line",
        ),
        pytest.param("a) Kunar\nb) Khost", ["a) Kunar", "b) Khost"], id="letters"),
        pytest.param("(a) Kunar\n(b) Khost", ["(a) Kunar", "(b) Khost"], id="letters in brackets"),
        pytest.param("i. Kunar\nii. Khost", ["i. Kunar", "ii. Khost"], id="Roman numerals"),
        pytest.param("The TTP (est. 2007) met.", ["The TTP (est. 2007) met."], id="est."),
        pytest.param(
            "Camps:\n- Kunar\n- Khost\n\u2022 Zabul",
            ["Camps:", "- Kunar", "- Khost", "\u2022 Zabul"],
            id="bullets",
        ),
        pytest.param(
            "1. Kunar has one\n2. Khost has two",
            ["1. Kunar has one", "2. Khost has two"],
            id="numbered list",
        ),
        pytest.param(
            "Camps in Kunar\nOfficials said so.",
            ["Camps in Kunar", "Officials said so."],
            id="a heading is a line of its own",
        ),
        pytest.param("  \n\n \t\n", [], id="only blanks"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_wrapped_lines_are_one_sentence() -> None:
    wrapped = (
        "Officials who asked not to be named said in the evening that\n"
        "Kunar and Nuristan had been quiet for weeks, and that nobody\n"
        "had seen a stranger there."
    )
    assert cut(wrapped) == [wrapped]


def test_long_rows_of_a_table_are_lines_of_their_own() -> None:
    rows = [
        "3 | Khyber | four militants killed in the upper part of the Tirah valley | LeI",
        "4 | Harnai | bomb under the truck of some miners on their way home | none",
    ]
    text = "\n".join(rows)
    assert [text[s.start : s.end] for s in sentences(text)] == rows


def test_a_word_in_lower_case_goes_on_with_a_short_line() -> None:
    assert cut("They came to Kunar\nand stayed.") == ["They came to Kunar\nand stayed."]


def test_paragraphs_are_numbered_and_first_sentences_open_their_line() -> None:
    found = sentences("One. Two.\nThree is a line.\n\n \nFour.")
    assert [(s.paragraph, s.opens) for s in found] == [
        (0, True),
        (0, False),
        (0, True),
        (1, True),
    ]


PIECES = st.sampled_from(
    [
        "Kunar",
        "Gen.",
        "U.S.",
        "A.",
        "fell",
        ".",
        "!",
        "?",
        "\u2026",
        "\u3002",
        "\u06d4",
        "\u201d",
        '"',
        "(",
        ")",
        "\n",
        "\n\n",
        " ",
        "\t",
        "\r\n",
        "\x0b",
        "\u2028",
        "12.",
        "- ",
        "\u2022 ",
        ":",
        "\u0000",
        "\ufeff",
    ]
)


@BOUNDED
@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_sentences_are_ordered_disjoint_and_hold_all_but_white_space(text: str) -> None:
    found = sentences(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in found)
    ends = [0, *(bound for s in found for bound in (s.start, s.end)), len(text)]
    outside = "".join(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
    assert not outside.strip()


def test_half_a_surrogate_pair_is_folded_to_what_tables_can_hold() -> None:
    folded = fold("Ka\ud800bul \udfff")
    assert folded == "ka\ufffdbul \ufffd"
    assert folded.encode()
