"""The one place that escapes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maps import safe

ANY_TEXT = st.text(st.characters(), max_size=60)


class Reader(HTMLParser):
    """Collects elements, and the text of scripts, as a browser's parser sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[str | None] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [value for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@example({"\ud800\udc00": None})
@given(st.dictionaries(ANY_TEXT, st.lists(ANY_TEXT) | st.integers() | st.none() | st.booleans()))
def test_a_block_of_anything_is_one_script_and_reads_back(value: dict[str, object]) -> None:
    block = safe.json_block(value)  # type: ignore[arg-type]  # fields or options by name
    assert not set("<>&\u2028\u2029") & set(block)
    block.encode()  # no half surrogate pair is left
    # Two halves of a pair side by side are one character in JSON.
    assert json.loads(block) == json.loads(json.dumps(value))
    reader = Reader()
    reader.feed(f'<script type="application/json">{block}</script>')
    assert reader.tags == ["script"]


def test_no_number_that_is_no_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        safe.json_block(float("nan"))


@given(ANY_TEXT)
def test_text_stays_inside_an_attribute(text: str) -> None:
    reader = Reader()
    reader.feed(f'<p title="{safe.attribute(text)}"></p>')
    assert reader.tags == ["p"]
    assert len(reader.attributes) == 1


def test_a_script_that_would_end_itself_is_refused() -> None:
    for code in ('"</script>"', "'</SCRIPT '", "x <!--y"):
        with pytest.raises(ValueError, match="script"):
            safe.checked_script(code)
    assert safe.checked_script("a < b") == "a < b"


def test_the_hash_is_of_what_the_parser_hands_over() -> None:
    digest = base64.b64encode(hashlib.sha256(b"a\nb\nc").digest()).decode()
    assert safe.csp_hash("a\r\nb\rc") == f"'sha256-{digest}'"


def test_packed_text_reads_back_and_is_the_same_each_time() -> None:
    text = "nine words that are said many times " * 1000
    packed = safe.packed_block(text)
    assert packed == safe.packed_block(text)
    assert gzip.decompress(base64.b64decode(packed)).decode() == text
