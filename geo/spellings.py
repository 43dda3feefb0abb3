"""Spellings that a transliterated name may take, by rule and not by list.

Only regular alternations of Persian, Pashto, Urdu and Turkic names in Latin script; what is
irregular stands in the sources files.
"""

from __future__ import annotations

import itertools
import re

from geo.text import name_key

# Words of which a name may have any form. The first is the one looked for with the others.
_WORDS: tuple[tuple[str, ...], ...] = (
    ("qala", "qalah", "qal'a", "qal'ah", "qaleh", "qal'eh", "qalay"),
    ("khel", "kheyl", "kheil", "khail"),
    ("dara", "darah", "darra", "darreh", "dareh"),
    ("tepa", "tapa", "tepah", "teppa", "tappeh"),
    ("pul", "pol"),
    ("koh", "kuh"),
    ("deh", "dih"),
    ("shahr", "shahri"),
    ("wa", "aw", "o", "va"),
    ("sayed", "sayyid", "sayyed", "syed", "said"),
    ("dawlat", "daulat", "dowlat"),
    ("muhammad", "mohammad", "mohammed"),
    ("khwaja", "khoja", "khwajah"),
    ("sheikh", "shaykh", "shekh"),
    ("killa", "qilla", "qila"),
)
_FORMS = {form: group for group in _WORDS for form in group}
_CONNECTOR = re.compile(r"(?<=\w) (?:e|i|ye|yi) (?=\w)")
_ABAD = re.compile(r"(?<=[a-z]{3})(?: )?abad\b")
_MOST = 40
# The Arabic article, and before the letters that it takes the sound of.
_ARTICLE = re.compile(r"\bal (?=\w)")
_SUN_LETTER = re.compile(r"\bal (sh|th|[tdrzsn])")


def spellings(name: str) -> list[str]:
    """Return the keys of a name: itself first, then what the rules make of it."""
    key = name_key(name)
    keys = dict.fromkeys([key])
    for form in _word_forms(key):
        keys.update(dict.fromkeys(_joints(form)))
    for form in list(keys):
        keys.update(dict.fromkeys(_articles(form)))
    for form in list(keys):
        if _ABAD.search(form):
            keys[_ABAD.sub("abad", form)] = None
            keys[_ABAD.sub(" abad", form)] = None
    for form in list(keys):
        if "'" in form:
            keys[form.replace("'", "")] = None
    return list(keys)[:_MOST]


def _word_forms(key: str) -> list[str]:
    words = key.split(" ")
    # A word that is the whole name keeps its form: "Said" is not "Syed".
    choices = [_FORMS.get(word, (word,)) if len(words) > 1 else (word,) for word in words]
    return [" ".join(chosen) for chosen in itertools.islice(itertools.product(*choices), _MOST)]


def _articles(key: str) -> list[str]:
    """Return "jisr ash shughur", "jisr el shughur" and "jisr shughur" for "jisr al shughur"."""
    if not _ARTICLE.search(key):
        return []
    return [
        _SUN_LETTER.sub(r"a\1 \1", key),
        _ARTICLE.sub("el ", key),
        _ARTICLE.sub("", key),
    ]


def _joints(key: str) -> list[str]:
    """Return "sar e pul", "sar i pul", "sare pul", "sari pul", "sar pul" for one of them."""
    if not _CONNECTOR.search(key):
        return [key]
    return [_CONNECTOR.sub(joint, key) for joint in (" e ", " i ", "e ", "i ", " ", " ye ")]
