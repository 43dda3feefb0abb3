"""Bytes to text, saying so where it was a guess and refusing what is no text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

_BOMS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet table"),
    (b"\x7fELF", "a program"),
    (b"SQLite format", "a database"),
)
# Encodings that web pages and mails name; others could run arbitrary or slow codecs.
_NAMED = re.compile(r"(?:utf|iso|latin|windows|cp|koi8|gb|big5|euc|shift|mac|us-ascii|ascii)[\w-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.01
_ODD_WORD = re.compile(r"\w*[^\x00-\x7f]\w*")
_TYPOGRAPHY = frozenset(
    "\xa0\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\xb7"
    "\xab\xbb\xa9\xae\u2122\xb0\xa3\u20ac\xa7\xb4\xbd\xbc\xbe\xad"
)
# Of the letters of a Western text, how many at most have accents; of the characters of a text in
# UTF-16 without a mark, how many at least are ASCII.
_PLAUSIBLE_SHARE = 0.1
_WIDE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and a note where its encoding was guessed (else empty)."""

    text: str
    note: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of some bytes.

    A byte order mark tells the encoding, else valid UTF-8 is taken as such, else the declared
    encoding, else UTF-16 without a mark, else Windows-1252 where what comes out reads like words;
    the last two are guesses, and the note says so.

    Parameters
    ----------
    data
        The bytes.
    declared
        The encoding that the file names, if any.

    Raises
    ------
    ValueError
        Where the bytes are no text, with the reason.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(_text(_strict(data, encoding)))
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ValueError(f"is {what} by its content; give it the suffix of its kind")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(data, declared, error)
    if "\0" in text:
        return _wide(data)
    return Decoded(_text(text))


def _other(data: bytes, declared: str, error: UnicodeDecodeError) -> Decoded:
    if declared and _NAMED.fullmatch(declared.lower()):
        try:
            return Decoded(_text(data.decode(declared)))
        except (UnicodeDecodeError, LookupError):
            pass  # a page that names a wrong encoding is as common as one that names none
    if b"\0" in data:
        return _wide(data)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _reads_like_words(text):
        return Decoded(_text(text), "is not valid UTF-8; read as Windows-1252, which is a guess")
    raise ValueError(
        f"is not valid UTF-8 (byte 0x{data[error.start]:02X} at {error.start}) and no encoding "
        "can be told; save it as UTF-8"
    )


def _wide(data: bytes) -> Decoded:
    """Decode UTF-16 without a mark, where every other byte of a Latin text is zero."""
    half = max(len(data) // 2, 1)
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if zeros.count(0) > _WIDE_SHARE * half:
            text = _text(_strict(data, encoding))
            if sum(map(str.isascii, text)) < _WIDE_SHARE * len(text):
                break
            return Decoded(text, f"has no byte order mark; read as {encoding.upper()}, a guess")
    raise ValueError("is binary, not text")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"is not valid {encoding.upper().removesuffix('-SIG')} (at byte {error.start}); "
            "save it as UTF-8"
        ) from error


def _text(text: str) -> str:
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise ValueError("is binary, not text")
    return text


def _reads_like_words(text: str) -> bool:
    """Whether the characters outside ASCII are typography or stand in Latin words."""
    odd = [match[0] for match in _ODD_WORD.finditer(text)]
    foreign = sum(map(_foreign, odd))
    return foreign <= _PLAUSIBLE_SHARE * len(text) and all(map(_plausible, odd))


def _foreign(word: str) -> int:
    return sum(not character.isascii() and character not in _TYPOGRAPHY for character in word)


def _plausible(word: str) -> bool:
    foreign = _foreign(word)
    if not foreign:
        return True
    letters = [character for character in word if character not in _TYPOGRAPHY]
    shouted = any(b.isupper() and a.islower() for a, b in pairwise(word))
    return all(map(str.isalpha, letters)) and foreign * 2 <= len(letters) and not shouted
