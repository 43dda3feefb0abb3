"""What was deleted from a reviewed table is told from what is new, or it is said that it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes import claim
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.schema import claims_frame
from geo.stamps import Stamp, deleted, stamped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

Corpus = dict[str, frozenset[str]]


def frame(corpus: Mapping[str, frozenset[str]]) -> GeoDataFrame:
    """Return the claims of documents, each a set of what it claims."""
    return stamped(
        claims_frame(
            claim(claim_id=f"{document}/{one}", document_id=document)
            for document, own in corpus.items()
            for one in sorted(own)
        )
    )


def rows(table: GeoDataFrame, *without: str) -> list[tuple[str, Stamp]]:
    pairs = zip(table["claim_id"], table["stamp"], strict=True)
    return [(one, Stamp.of(stamp)) for one, stamp in pairs if one not in without]


_CLAIMED = st.frozensets(st.sampled_from("abcde"), max_size=5)
_CORPUS = st.dictionaries(st.sampled_from(["d1", "d2", "d3", "d4"]), _CLAIMED, min_size=1)
_NEW = st.dictionaries(st.sampled_from(["d0", "d5", "d9"]), _CLAIMED)
_BOUNDED = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@_BOUNDED
@given(old=_CORPUS, new=_NEW, data=st.data())
def test_of_a_corpus_that_grew_just_the_deleted_rows_are_found(
    old: Corpus, new: Corpus, data: st.DataObject
) -> None:
    before = frame(old)
    ids = before["claim_id"].tolist()
    gone = data.draw(st.sets(st.sampled_from(ids), max_size=len(ids) - 1)) if ids[1:] else set()
    found = deleted(rows(before, *gone), frame({**old, **new}))
    assert set(found.claims) == gone
    assert not found.unclear
    assert not found.unclear_documents


@_BOUNDED
@given(old=_CORPUS, now=_CORPUS, data=st.data())
def test_what_was_not_deleted_is_never_taken_for_it(
    old: Corpus, now: Corpus, data: st.DataObject
) -> None:
    before = frame(old)
    ids = before["claim_id"].tolist()
    gone = data.draw(st.sets(st.sampled_from(ids), max_size=len(ids))) if ids else set()
    found = deleted(rows(before, *gone), frame(now))
    assert set(found.claims) <= gone


def test_a_new_claim_beside_a_deleted_one_is_kept() -> None:
    before, now = frame({"d": frozenset("abc")}), frame({"d": frozenset("abcx")})
    assert deleted(rows(before, "d/b"), now).claims == ("d/b",)


def test_a_deleted_claim_that_has_gone_beside_a_new_one_is_unclear() -> None:
    before, now = frame({"d": frozenset("abc")}), frame({"d": frozenset("acx")})
    assert deleted(rows(before, "d/b"), now).unclear == ("d",)


def test_documents_without_rows_are_told_from_new_ones_or_counted() -> None:
    old = {f"d{n}": frozenset("a") for n in range(40)}
    new = {f"e{n}": frozenset("a") for n in range(40)}
    gone = [f"d{n}/a" for n in range(3)]
    found = deleted(rows(frame(old), *gone), frame(old | new))
    assert sorted(found.claims) == gone
    gone = [f"d{n}/a" for n in range(20)]
    found = deleted(rows(frame(old), *gone), frame(old | new))
    assert (found.claims, found.unclear_documents) == ((), 20)
    assert sorted(deleted(rows(frame(old), *gone), frame(old)).claims) == sorted(gone)


def test_rows_without_stamps_tell_nothing_of_others() -> None:
    table = frame({"d": frozenset("abc")})
    lone = [(one, Stamp.of(stamp.alone)) for one, stamp in rows(table, "d/b")]
    assert deleted(lone, table).claims == ()
    assert Stamp.of("") == Stamp.of("5d0f3c9a1") == Stamp()


def test_a_stamp_depends_on_what_can_be_corrected_and_not_on_blanks() -> None:
    one = claim(claim_id="c", attributed_to="the  UN\nreport", title="A")
    same = claim(claim_id="c", attributed_to="the UN report", title="B")
    other = claim(claim_id="c", attributed_to="the UN", title="A")
    first, second, third = (
        Stamp.of(stamped(claims_frame([c]))["stamp"][0]) for c in (one, same, other)
    )
    assert first.row == second.row != third.row
