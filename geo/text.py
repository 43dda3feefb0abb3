"""Offset-preserving text normalisation, sentences and clauses."""

from __future__ import annotations

import unicodedata

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u02bb\u02bf\u02be`\u00b4\u2032"


class _Fold(dict[int, str]):
    """Code point -> the one character it is compared as, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _DASHES or character.isspace():
            folded = " "
        elif character in _APOSTROPHES:
            folded = "'"
        else:
            folded = unicodedata.normalize("NFKD", character)[0].casefold()
            folded = folded if len(folded) == 1 else character
        self[code] = folded
        return folded


_FOLD = _Fold()
# Letters that Unicode does not decompose but that transliterations drop.
_FOLD.update({ord(a): b for a, b in zip("ıİøØđĐłŁħĦ", "iiooddllhh", strict=True)})


def fold(text: str) -> str:
    """Return the text as names are compared: same length, so offsets hold.

    Case and diacritics go, every dash and white space becomes a blank, every kind of
    apostrophe becomes ``'``.

    Examples
    --------
    >>> fold("Sar-e Pol\u2019s Ḩayratān")
    "sar e pol's hayratan"
    """
    return text.translate(_FOLD)


def name_key(name: str) -> str:
    """Return the key under which a name stands in the tables: folded, single blanks.

    Examples
    --------
    >>> name_key("  Mazār-i-Sharīf ")
    'mazar i sharif'
    """
    return " ".join(fold(name).split())
