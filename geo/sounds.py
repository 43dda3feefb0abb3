"""How a transliterated name sounds: one key for the spellings that a reader takes for one.

"Alpuri" and "Alpurai", "Nowkandi" and "Nok Kundi", "Sarobi" and "Surobi" come close or meet.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

# Applied in this order; vowels are what transliterations differ in most.
_RULES = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"(?<=[aeiou])h(?=[^aeiou]|$)"), ""),
    (re.compile(r"(?<=.)(?:ay|ai|ey|ei|ee|ie|y|e)"), "i"),
    (re.compile(r"(?<=.)(?:oo|ou|ow|au|aw|o)"), "u"),
    (re.compile(r"q|ck"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"th"), "t"),
    (re.compile(r"bh"), "b"),
    (re.compile(r"(.)\1+"), r"\1"),
)
SHORTEST = 4


def sound(key: str) -> str:
    """Return how a folded name sounds, without blanks; empty where too little is left.

    Examples
    --------
    >>> sound("sarobi") == sound("surubi")
    False
    >>> sound("alpuri") == sound("alpurai")
    True
    """
    for pattern, replacement in _RULES:
        key = pattern.sub(replacement, key)
    return key if len(key) >= SHORTEST else ""


def closest(target: str, sounds: list[str], *, cutoff: float) -> list[tuple[str, float]]:
    """Return the sounds nearest to one, with a likeness of ``cutoff`` to 100, best first."""
    found = process.extract(target, sounds, scorer=fuzz.ratio, score_cutoff=cutoff, limit=5)
    # A different first letter is a different name far more often than a slip.
    return [(sound_, likeness) for sound_, likeness, _ in found if sound_[0] == target[0]]
