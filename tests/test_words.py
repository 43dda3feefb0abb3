"""The words of a sentence: how it is cut, and which stand between two mentions."""

from __future__ import annotations

import pytest

from geo.grammar.words import norm_of, words_of


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("The TTP\u2019s men", ["the", "ttp", "'s", "men"]),
        ("Qa'ida, Sar-e Pol", ["qa'ida", ",", "sar", "e", "pol"]),
        ("Kech - BLA \u2014 8", ["kech", "-", "bla", "\u2014", "8"]),
        ("Kech -- BLA", ["kech", "-", "bla"]),
        ("\u1e24ayrat\u0101n (2)", ["hayratan", "(", "2", ")"]),
        ("", []),
    ],
)
def test_a_sentence_is_cut_into_words_and_marks(text: str, norms: list[str]) -> None:
    words = words_of(text, 0, len(text))
    assert words.norms == norms
    assert [
        norm_of(text[start:end]) for start, end in zip(words.starts, words.ends, strict=True)
    ] == norms


def test_capitals_are_those_of_the_text() -> None:
    assert words_of("the TTP in Kunar", 0, 16).capitals == [False, True, False, True]


def test_the_words_between_two_mentions_are_found_by_their_offsets() -> None:
    text = "TTP men in Kunar fled"
    words = words_of(text, 0, len(text))
    first, after = words.between(3, 11) or (0, 0)
    assert words.norms[first:after] == ["men", "in"]
    assert words.between(0, len(text)) == (0, 5)


@pytest.mark.parametrize(
    ("begin", "stop", "among"), [(3, 9, (1, 2)), (5, 12, None), (0, 6, None), (9, 12, (2, 3))]
)
def test_an_offset_inside_a_word_cuts_it(
    begin: int, stop: int, among: tuple[int, int] | None
) -> None:
    assert words_of("al Qa'ida in", 0, 12).between(begin, stop) == among
