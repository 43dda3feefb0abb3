"""The words of ``data/sources/boilerplate.toml``, checked and made ready for use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import SourceFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_SECTIONS = frozenset(
    {
        "lead_in",
        "list_heading",
        "end_heading",
        "notice",
        "prompt",
        "anywhere",
        "cell",
        "share",
        "pattern",
    }
)
_PATTERNS = frozenset({"cell", "end_heading"})
_LANGUAGE = re.compile(r"any|[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Rules:
    """What lines are held against; phrases are in lower case, see the source file.

    Attributes
    ----------
    openings
        Every phrase that a line set aside by its words begins with.
    lead_ins, notices, prompts, anywhere
        Phrases, longest first.
    list_headings, end_headings, cells, share
        Whole lines, cells or words.
    cell_pattern, end_pattern, inline
        Regular expressions; ``inline`` finds a lead-in after a sentence, as group ``tail``.
    """

    openings: tuple[str, ...]
    lead_ins: tuple[str, ...]
    notices: tuple[str, ...]
    prompts: tuple[str, ...]
    anywhere: tuple[str, ...]
    list_headings: frozenset[str]
    end_headings: frozenset[str]
    cells: frozenset[str]
    share: frozenset[str]
    cell_pattern: re.Pattern[str]
    end_pattern: re.Pattern[str]
    inline: re.Pattern[str]


def load_rules(path: Path) -> Rules:
    """Read the rules.

    Raises
    ------
    SourceFileError
        Where the file is no TOML, a section is missing or unknown, a phrase is empty, not in
        lower case or given twice, or a pattern is no regular expression.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceFileError(path, 0, f"cannot be read as TOML ({error})") from error
    if tables.keys() != _SECTIONS:
        odd = ", ".join(sorted(tables.keys() ^ _SECTIONS))
        raise SourceFileError(path, 0, f"these sections are missing or unknown: {odd}")
    phrases = {name: _phrases(path, name, tables[name]) for name in sorted(_SECTIONS - {"pattern"})}
    patterns = tables["pattern"]
    if patterns.keys() != _PATTERNS:
        raise SourceFileError(path, 0, f"[pattern] holds {', '.join(sorted(_PATTERNS))}")
    lead_ins, notices = phrases["lead_in"], phrases["notice"]
    headings = phrases["list_heading"]
    return Rules(
        openings=(*lead_ins, *notices, *phrases["prompt"], *headings),
        lead_ins=lead_ins,
        notices=notices,
        prompts=phrases["prompt"],
        anywhere=phrases["anywhere"],
        list_headings=frozenset(headings),
        end_headings=frozenset(phrases["end_heading"]),
        cells=frozenset(phrases["cell"]),
        share=frozenset(phrases["share"]),
        cell_pattern=_one_of(path, patterns["cell"]),
        end_pattern=_one_of(path, patterns["end_heading"]),
        inline=_inline(lead_ins),
    )


def _phrases(path: Path, section: str, languages: Mapping[str, object]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for language, listed in languages.items():
        if not _LANGUAGE.fullmatch(language) or not isinstance(listed, list):
            raise SourceFileError(path, 0, f"[{section}] {language}: a list a language code")
        for phrase in listed:
            if not isinstance(phrase, str) or phrase != " ".join(phrase.lower().split()):
                raise SourceFileError(
                    path, 0, f"[{section}] {phrase!r}: a phrase in lower case, single blanks"
                )
            if not phrase or phrase in found:
                raise SourceFileError(path, 0, f"[{section}] {phrase!r}: empty or given twice")
            found[phrase] = None
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def _one_of(path: Path, patterns: Iterable[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    except re.error as error:
        raise SourceFileError(path, 0, f"[pattern] {error.pattern!r}: {error}") from error


def _inline(lead_ins: Iterable[str]) -> re.Pattern[str]:
    # One word alone ("Watch:", "Share:") also stands in running text.
    words = "|".join(re.escape(phrase) for phrase in lead_ins if " " in phrase)
    return re.compile(rf"[.!?…\"”’)]\s+(?P<tail>[(\[]?(?:{words})\s*:.*)", re.IGNORECASE)
