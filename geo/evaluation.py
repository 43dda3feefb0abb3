"""Precision and recall of claims against passages that people annotated.

What is compared are sets of (document, actor, country, province), so that saying one thing in two
sentences counts once. A claim that the annotation marks ``optional`` can be read either way: it is
neither rewarded nor punished. Relation, polarity and time status are compared on the pairs that
match; they agree where one of the values found is one of those annotated. Groups that the registry
does not list (``unlisted:``) are left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import SourceFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

ATTRIBUTES = ("relation", "polarity", "time_status")
#: The columns of a claims frame that are compared.
COMPARED = ("document_id", "actor_id", "country_iso2", "admin1_code", *ATTRIBUTES)
LEVELS = ("province", "country", "all")

Pair = tuple[str, str, str]
Pairs = dict[Pair, dict[str, set[str]]]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated passage."""

    document_id: str
    claims: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Pairs that are in both, found alone and annotated alone."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is annotated; NaN where nothing was found."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found; NaN where nothing is annotated."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one comparison.

    Attributes
    ----------
    levels
        ``province``, ``country`` and ``all`` -> counts.
    agreement
        Attribute -> share of the matching pairs on which it agrees.
    clean, without_claims
        Passages without a claim in which none was found, of how many.
    errors
        One line a wrong or missed pair: document, which, actor, country, province.
    """

    levels: Mapping[str, Counts]
    agreement: Mapping[str, float]
    clean: int
    without_claims: int
    errors: tuple[tuple[str, str, Pair], ...]


def read_gold(path: Path) -> list[Gold]:
    """Read annotated passages, one JSON object with ``id`` and ``claims`` a line.

    Raises
    ------
    SourceFileError
        Where a line is no such passage, with its number.
    """
    passages = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceFileError(path, 0, f"cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            claims = [dict(claim) for claim in record["claims"]]
            _ = [claim["actor_id"] for claim in claims]
            passages.append(Gold(str(record["id"]), claims))
        except (ValueError, KeyError, TypeError) as error:
            reason = 'is no passage: each line is a JSON object with "id", "text" and "claims"'
            raise SourceFileError(path, number, reason) from error
    return passages


def score(gold: Iterable[Gold], claims: pd.DataFrame) -> Score:
    """Compare a claims frame with annotated passages.

    Parameters
    ----------
    gold
        The passages; claims of other documents are left out.
    claims
        A claims frame, or the columns :data:`COMPARED` of one; ``document_id`` is the passages'.
    """
    found = _found(claims)
    rights: dict[str, list[int]] = {level: [0, 0, 0] for level in LEVELS}
    agree: dict[str, list[bool]] = {name: [] for name in ATTRIBUTES}
    clean: list[bool] = []
    errors: list[tuple[str, str, Pair]] = []
    for passage in gold:
        want, got = _compared(passage, found.get(passage.document_id, {}))
        if not want:
            clean.append(not got)
        for pair, which in _verdicts(want, got):
            for level in ("all", "province" if pair[2] else "country"):
                rights[level][which] += 1
            if which:
                errors.append((passage.document_id, "wrong" if which == 1 else "missed", pair))
        for name, agrees in _agreements(want, got):
            agree[name].append(agrees)
    return Score(
        levels={level: Counts(*counts) for level, counts in rights.items()},
        agreement={name: _share(sum(values), len(values)) for name, values in agree.items()},
        clean=sum(clean),
        without_claims=len(clean),
        errors=tuple(errors),
    )


def as_figures(result: Score) -> dict[str, Any]:
    """Return the figures as plain values for ``json.dumps``."""
    figures: dict[str, Any] = {
        level: {
            "precision": counts.precision,
            "recall": counts.recall,
            "f1": counts.f1,
            "tp": counts.right,
            "fp": counts.wrong,
            "fn": counts.missed,
        }
        for level, counts in result.levels.items()
    }
    figures |= result.agreement
    figures["documents_without_claims_left_clean"] = f"{result.clean} of {result.without_claims}"
    return figures


def as_text(result: Score) -> str:
    """Return the figures as lines for people."""
    lines = [
        f"{level:9} precision {counts.precision:.3f}  recall {counts.recall:.3f}  "
        f"F1 {counts.f1:.3f}  (tp {counts.right}, fp {counts.wrong}, fn {counts.missed})"
        for level, counts in result.levels.items()
    ]
    agreement = "  ".join(f"{name} {share:.3f}" for name, share in result.agreement.items())
    clean = f"documents without claims left clean: {result.clean} of {result.without_claims}"
    return "\n".join([*lines, f"{agreement}  on the pairs found", clean])


def _compared(passage: Gold, found: Pairs) -> tuple[Pairs, Pairs]:
    """Return what is wanted of a passage and what was found, the optional pairs taken out."""
    want = _pairs(claim for claim in passage.claims if not claim.get("optional"))
    either = set(_pairs(claim for claim in passage.claims if claim.get("optional"))) - set(want)
    return want, {pair: values for pair, values in found.items() if pair not in either}


def _verdicts(want: Pairs, got: Pairs) -> Iterator[tuple[Pair, int]]:
    """Yield each pair with 0 for right, 1 for wrong, 2 for missed."""
    for pair in sorted({*want, *got}):
        yield pair, 0 if pair in want and pair in got else 1 if pair in got else 2


def _agreements(want: Pairs, got: Pairs) -> Iterator[tuple[str, bool]]:
    for pair in want.keys() & got.keys():
        for name in ATTRIBUTES:
            if want[pair][name]:
                yield name, bool(want[pair][name] & got[pair][name])


def _found(claims: pd.DataFrame) -> dict[str, Pairs]:
    unlisted = claims["actor_id"].map(lambda actor_id: actor_id.startswith("unlisted:"))
    listed = claims.loc[~unlisted.astype(bool), list(COMPARED)].astype(object)
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for values in listed.where(listed.notna(), None).itertuples(index=False, name=None):
        rows[values[0]].append(dict(zip(COMPARED, values, strict=True)))
    return {document_id: _pairs(own) for document_id, own in rows.items()}


def _pairs(claims: Iterable[Mapping[str, Any]]) -> Pairs:
    pairs: Pairs = {}
    for claim in claims:
        key = (claim["actor_id"], claim.get("country_iso2") or "", claim.get("admin1_code") or "")
        values = pairs.setdefault(key, {name: set() for name in ATTRIBUTES})
        for name in ATTRIBUTES:
            if claim.get(name):
                values[name].add(claim[name])
    return pairs


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
