"""What the command ``evaluate`` prints: the score, and beside it that of the baseline."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from geo.baseline import all_pairs
from geo.claims import Extractor
from geo.evaluation import Score, as_figures, as_text, read_gold, score
from geo.frames import read_claims
from geo.pipeline import extract
from maps.inputs import strictly

if TYPE_CHECKING:
    from pathlib import Path


def judge(gold: Path, claims: Path | None) -> tuple[Score, Score | None]:
    """Score claims against annotated passages.

    Parameters
    ----------
    gold
        The passages, one JSON object a line.
    claims
        A ``claims.csv`` to score; where None, the claims are extracted from the passages, and
        the baseline's too.

    Returns
    -------
    tuple
        The score, and the baseline's or None.
    """
    passages = read_gold(gold)
    if claims is not None:
        return score(passages, read_claims(claims)), None
    documents = list(strictly(gold))
    extractor = Extractor.load()
    found = extract(documents, extractor=extractor)
    paired = all_pairs(documents, extractor.reader)
    return score(passages, found), score(passages, paired)


def as_json(result: Score, baseline: Score | None) -> str:
    """Return the figures as a JSON object, those of the baseline under that name."""
    figures = as_figures(result)
    if baseline is not None:
        figures["baseline"] = as_figures(baseline)
    return json.dumps(figures)


def as_report(result: Score, baseline: Score | None) -> str:
    """Return the figures as lines for people."""
    text = as_text(result)
    if baseline is not None:
        text += f"\n\nevery actor with every place of its sentence:\n{as_text(baseline)}"
    return text
