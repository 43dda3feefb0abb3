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
        "label",
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
_LEAD_MARKS = ":|\u00bb\u203a>\u2192\u25b8\u25b6\u27a4\u2013\u2014-"
# After a letter no other one; "copyright 20" and the copyright sign take any.
_WORD_END = r"(?!(?<=[^\W\d])[^\W\d])"
_LANGUAGE = re.compile(r"any|[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Rules:
    """What lines are held against; phrases are in lower case, see the source file.

    Attributes
    ----------
    beginnings
        First three characters of every phrase that tells a line by its words.
    lead_ins, labels, list_headings, end_headings, cells, share
        Whole lines, cells or words.
    lead_in, notice, prompt
        Patterns that find those phrases at the start of a line; ``lead_in`` takes
        labels too, with the mark behind them.
    anywhere
        Phrases that tell a line wherever they stand in it.
    cell_pattern, end_pattern
        Patterns for a whole cell or line.
    inline
        Finds a lead-in after a sentence, as group ``tail``.
    """

    beginnings: frozenset[str]
    lead_ins: frozenset[str]
    labels: frozenset[str]
    list_headings: frozenset[str]
    end_headings: frozenset[str]
    cells: frozenset[str]
    share: frozenset[str]
    lead_in: re.Pattern[str]
    notice: re.Pattern[str]
    prompt: re.Pattern[str]
    anywhere: tuple[str, ...]
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
    marked = (*phrases["lead_in"], *phrases["label"])
    told = ("lead_in", "label", "list_heading", "notice", "prompt")
    return Rules(
        beginnings=frozenset(phrase[:3] for name in told for phrase in phrases[name]),
        lead_ins=frozenset(phrases["lead_in"]),
        labels=frozenset(phrases["label"]),
        list_headings=frozenset(phrases["list_heading"]),
        end_headings=frozenset(phrases["end_heading"]),
        cells=frozenset(phrases["cell"]),
        share=frozenset(phrases["share"]),
        lead_in=re.compile(rf"(?P<words>{_any_of(_longest_first(marked))})[ *_]*[{_LEAD_MARKS}]"),
        notice=re.compile(rf"(?:{_any_of(phrases['notice'])}){_WORD_END}"),
        prompt=re.compile(rf"(?:{_any_of(phrases['prompt'])}){_WORD_END}"),
        anywhere=phrases["anywhere"],
        cell_pattern=_one_of(path, patterns["cell"]),
        end_pattern=_one_of(path, patterns["end_heading"]),
        inline=_inline(phrases["lead_in"]),
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
    return _longest_first(found)


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _one_of(path: Path, patterns: Iterable[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    except re.error as error:
        raise SourceFileError(path, 0, f"[pattern] {error.pattern!r}: {error}") from error


def _inline(lead_ins: Iterable[str]) -> re.Pattern[str]:
    # One word alone ("Watch:", "Share:") also stands in running text.
    words = _any_of(phrase for phrase in lead_ins if " " in phrase)
    return re.compile(rf"[.!?…\"\u201d\u2019)]\s+(?P<tail>[(\[]?(?:{words})\s*:.*)", re.IGNORECASE)


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(map(re.escape, phrases))
