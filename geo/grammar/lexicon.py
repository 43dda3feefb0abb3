"""The words that carry a claim: triggers, hedges, denials, as data that people can edit."""

from __future__ import annotations

import tomllib
from enum import IntFlag, auto
from functools import cache
from typing import TYPE_CHECKING, Any

from geo import tables
from geo.errors import SourceFileError
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Tag(IntFlag):
    """What a word or phrase can be; one member a section of the lexicon, nouns apart from verbs."""

    VIOLENCE_VERB = auto()
    VIOLENCE_NOUN = auto()
    OPERATION_VERB = auto()
    OPERATION_NOUN = auto()
    PRESENCE_VERB = auto()
    PRESENCE_NOUN = auto()
    PRESENCE_PHRASE = auto()
    MOVEMENT_VERB = auto()
    MOVEMENT_NOUN = auto()
    LEAVE_VERB = auto()
    CONTROL_VERB = auto()
    CONTROL_NOUN = auto()
    CONTROL_PHRASE = auto()
    OTHER_VERB = auto()
    OTHER_NOUN = auto()
    PEOPLE_NOUN = auto()
    OFFICIAL_NOUN = auto()
    SAY_VERB = auto()
    TALK_VERB = auto()
    COMMENT_VERB = auto()
    TALK_NOUN = auto()
    TALK_PHRASE = auto()
    TRIAL_VERB = auto()
    TRIAL_NOUN = auto()
    TRIAL_PHRASE = auto()
    HEDGE_VERB = auto()
    HEDGE_PHRASE = auto()
    HEDGE_ACCORDING = auto()
    DENY_VERB = auto()
    DENY_PHRASE = auto()
    DENY_NEGATORS = auto()
    UNTRUE_PHRASE = auto()
    PLAN_VERB = auto()
    PLAN_PHRASE = auto()
    PAST_PHRASE = auto()
    CONTINUING_PHRASE = auto()
    CAPITAL_ACTS_NOUN = auto()
    HOSTS_VERB = auto()
    REFERS_NOUN = auto()
    ALLIED_PHRASE = auto()
    LOCATIVE_PHRASE = auto()
    AROUND_PHRASE = auto()
    STATE_ACTORS_NOUN = auto()
    PERSON_TITLE_PHRASE = auto()
    INSTITUTION_PHRASE = auto()
    BEFORE_NAME_PHRASE = auto()
    SETTLEMENT_NOUN = auto()
    DISTRICT_NOUN = auto()
    LANDFORM_NOUN = auto()
    # Forms of a verb, set beside its section.
    PARTICIPLE = auto()
    GERUND = auto()
    FINITE = auto()


_KINDS = {"verbs": "VERB", "nouns": "NOUN", "phrases": "PHRASE"}
_VOWELS = "aeiou"


class Lexicon:
    """The phrases and their tags.

    Parameters
    ----------
    phrases
        Words of a phrase (folded) -> its tags.
    """

    def __init__(self, phrases: Mapping[tuple[str, ...], Tag]) -> None:
        # Plain integers: to test a bit of an enum takes ten times as long.
        words: dict[str, int] = {}
        longer: dict[str, dict[str, list[tuple[list[str], int]]]] = {}
        for phrase, tags in phrases.items():
            if len(phrase) == 1:
                words[phrase[0]] = int(tags)
            else:
                group = longer.setdefault(phrase[0], {}).setdefault(phrase[1], [])
                group.append((list(phrase), int(tags)))
        for seconds in longer.values():
            for group in seconds.values():
                group.sort(key=lambda entry: -len(entry[0]))
        self.words: Mapping[str, int] = words
        # First word -> second word -> the phrases that begin with the two, longest first.
        self._longer: Mapping[str, Mapping[str, list[tuple[list[str], int]]]] = longer

    @classmethod
    def load(cls, path: Path | None = None) -> Lexicon:
        """Read a lexicon; the shipped one by default.

        Raises
        ------
        SourceFileError
            With the file and the section, where the table is wrong.
        """
        return _shipped() if path is None else cls(_read(path))

    def longest(self, words: list[str], index: int) -> tuple[int, int]:
        """Return how many words the longest phrase at ``index`` has, and its tags."""
        word = words[index]
        seconds = self._longer.get(word)
        if seconds is not None and index + 1 < len(words):
            for phrase, tags in seconds.get(words[index + 1], ()):
                if words[index : index + len(phrase)] == phrase:
                    return len(phrase), tags
        return 1, self.words.get(word, 0)

    def phrases(self, words: list[str]) -> Iterator[tuple[int, int, str, int]]:
        """Cut words into phrases: where each begins, its length, itself and its tags."""
        index = 0
        while index < len(words):
            word = words[index]
            if word in self._longer:
                length, tags = self.longest(words, index)
                phrase = word if length == 1 else " ".join(words[index : index + length])
                yield index, length, phrase, tags
                index += length
            else:
                yield index, 1, word, self.words.get(word, 0)
                index += 1


@cache
def _shipped() -> Lexicon:
    return Lexicon(_read(tables.source("lexicon.toml")))


def _read(path: Path) -> dict[tuple[str, ...], Tag]:
    try:
        sections: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceFileError(path, 0, f"no valid TOML: {error}") from error
    phrases: dict[tuple[str, ...], Tag] = {}
    for section, lists in sections.items():
        if not isinstance(lists, dict):
            raise SourceFileError(path, 0, f"{section!r} must be a section with lists of words")
        for kind, entries in lists.items():
            tag = _tag(path, section, kind)
            for words, form in _forms(path, section, kind, entries):
                phrases[words] = phrases.get(words, Tag(0)) | tag | form
    return phrases


def _tag(path: Path, section: str, kind: str) -> Tag:
    name = f"{section}_{_KINDS.get(kind, kind)}".upper()
    if name not in Tag.__members__:
        allowed = ", ".join(sorted(Tag.__members__))
        raise SourceFileError(path, 0, f"[{section}] {kind}: unknown; known tags are {allowed}")
    return Tag[name]


def _forms(
    path: Path, section: str, kind: str, entries: object
) -> Iterator[tuple[tuple[str, ...], Tag]]:
    if not isinstance(entries, str):
        raise SourceFileError(path, 0, f"[{section}] {kind} must be a text with ';' between words")
    for entry in entries.split(";"):
        parts = [name_key(part) for part in entry.strip().split("/")]
        if not parts[0]:
            continue
        if not all(parts):
            raise SourceFileError(path, 0, f"[{section}] {kind}: {entry.strip()!r} lacks a form")
        forms = _verb(parts) if kind == "verbs" else _noun(parts) if kind == "nouns" else None
        if forms is None:
            yield tuple(parts[0].split()), Tag(0)
        else:
            yield from ((tuple(words.split()), form) for words, form in forms)


def _noun(parts: list[str]) -> Iterator[tuple[str, Tag]]:
    yield parts[0], Tag(0)
    yield (parts[1] if len(parts) > 1 else _plural(parts[0])), Tag(0)


def _plural(noun: str) -> str:
    if _ends_in_consonant_y(noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


def _verb(parts: list[str]) -> Iterator[tuple[str, Tag]]:
    """Yield the forms of a verb or of a phrase that begins with one."""
    head, _, rest = parts[0].partition(" ")
    tail = f" {rest}" if rest else ""
    yield parts[0], Tag.FINITE
    yield _third(head) + tail, Tag.FINITE
    stem = head[:-1] if head.endswith("e") and not head.endswith(("ee", "ye")) else head
    gerund = parts[3] if len(parts) > 3 else _doubled(parts, stem) + "ing" + tail  # noqa: PLR2004 - the forms: base/past/participle/gerund
    yield gerund, Tag.GERUND
    if len(parts) == 1:
        yield _past(head) + tail, Tag.FINITE | Tag.PARTICIPLE
        return
    same = parts[1] == parts[-1] or len(parts) == 2  # noqa: PLR2004 - two forms: base/past
    yield parts[1], Tag.FINITE | (Tag.PARTICIPLE if same else Tag(0))
    if not same:
        yield parts[2], Tag.PARTICIPLE


def _doubled(parts: list[str], stem: str) -> str:
    """Double the consonant in the gerund where the past does (plan, planned, planning)."""
    past = parts[1].split()[0] if len(parts) > 1 else ""
    return stem + stem[-1] if past == stem + stem[-1] + "ed" else stem


def _past(head: str) -> str:
    """Inflect a regular verb (attacked, agreed, denied)."""
    if _ends_in_consonant_y(head):
        return head[:-1] + "ied"
    return head + ("d" if head.endswith("e") else "ed")


def _third(head: str) -> str:
    if _ends_in_consonant_y(head):
        return head[:-1] + "ies"
    return head + ("es" if head.endswith(("s", "sh", "ch", "x", "o")) else "s")


def _ends_in_consonant_y(word: str) -> bool:
    return word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS
