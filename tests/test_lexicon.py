"""The words that carry a claim: how they are inflected, and what the file must say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from geo import tables
from geo.errors import SourceFileError
from geo.grammar.lexicon import Lexicon, Tag
from geo.text import name_key

ROOT = Path(__file__).resolve().parent.parent
FORMS = Tag.FINITE | Tag.PARTICIPLE | Tag.GERUND


def load(tmp_path: Path, text: str) -> Lexicon:
    path = tmp_path / "words.toml"
    path.write_text(text, "utf-8")
    return Lexicon.load(path)


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        pytest.param(
            "attack",
            {
                "attack": Tag.FINITE,
                "attacks": Tag.FINITE,
                "attacked": Tag.FINITE | Tag.PARTICIPLE,
                "attacking": Tag.GERUND,
            },
            id="regular",
        ),
        pytest.param(
            "raze",
            {
                "raze": Tag.FINITE,
                "razes": Tag.FINITE,
                "razed": Tag.FINITE | Tag.PARTICIPLE,
                "razing": Tag.GERUND,
            },
            id="final e",
        ),
        pytest.param(
            "deny",
            {
                "deny": Tag.FINITE,
                "denies": Tag.FINITE,
                "denied": Tag.FINITE | Tag.PARTICIPLE,
                "denying": Tag.GERUND,
            },
            id="consonant and y",
        ),
        pytest.param(
            "plot/plotted",
            {
                "plot": Tag.FINITE,
                "plots": Tag.FINITE,
                "plotted": Tag.FINITE | Tag.PARTICIPLE,
                "plotting": Tag.GERUND,
            },
            id="doubled consonant",
        ),
        pytest.param(
            "take/took/taken",
            {
                "take": Tag.FINITE,
                "takes": Tag.FINITE,
                "took": Tag.FINITE,
                "taken": Tag.PARTICIPLE,
                "taking": Tag.GERUND,
            },
            id="irregular",
        ),
        pytest.param(
            "run/ran/run/running",
            {
                "run": Tag.FINITE | Tag.PARTICIPLE,
                "runs": Tag.FINITE,
                "ran": Tag.FINITE,
                "running": Tag.GERUND,
            },
            id="gerund given",
        ),
    ],
)
def test_verbs_are_inflected(tmp_path: Path, entry: str, forms: dict[str, Tag]) -> None:
    lexicon = load(tmp_path, f'[violence]\nverbs = "{entry}"\n')
    assert dict(lexicon.words) == {word: tags | Tag.VIOLENCE_VERB for word, tags in forms.items()}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("camp", {"camp", "camps"}),
        ("ambush", {"ambush", "ambushes"}),
        ("party", {"party", "parties"}),
        ("convoy", {"convoy", "convoys"}),
        ("gunman/gunmen", {"gunman", "gunmen"}),
    ],
)
def test_nouns_have_a_plural(tmp_path: Path, entry: str, words: set[str]) -> None:
    lexicon = load(tmp_path, f'[people]\nnouns = "{entry}"\n')
    assert dict(lexicon.words) == dict.fromkeys(words, Tag.PEOPLE_NOUN)


def test_a_phrase_inflects_its_first_word(tmp_path: Path) -> None:
    lexicon = load(tmp_path, '[violence]\nverbs = "carry out"\n')
    for phrase in ("carry out", "carries out", "carried out", "carrying out"):
        length, tags = lexicon.longest([*phrase.split(), "raids"], 0)
        assert (length, bool(tags & Tag.VIOLENCE_VERB)) == (2, True)
    assert lexicon.longest(["carry", "water"], 0) == (1, Tag(0))


def test_the_longest_phrase_wins_and_hyphens_are_blanks(tmp_path: Path) -> None:
    lexicon = load(tmp_path, '[presence]\nnouns = "camp; training camp; cross-border camp"\n')
    words = "a cross border camp and a training camp".split()
    assert [lexicon.longest(words, i)[0] for i in range(len(words))] == [1, 3, 1, 1, 1, 1, 2, 1]


def test_a_word_of_two_sections_has_both_tags(tmp_path: Path) -> None:
    lexicon = load(tmp_path, '[violence]\nverbs = "raid"\n[operation]\nnouns = "raid"\n')
    assert lexicon.words["raid"] == Tag.VIOLENCE_VERB | Tag.OPERATION_NOUN | Tag.FINITE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[violence", "no valid TOML"),
        ('violence = "attack"', "'violence' must be a section"),
        ('[violins]\nverbs = "play"', r"\[violins\] verbs: unknown"),
        ('[violence]\nadverbs = "badly"', r"\[violence\] adverbs: unknown"),
        ("[violence]\nverbs = 3", r"\[violence\] verbs must be a text"),
        ('[violence]\nverbs = "hit//hit"', r"\[violence\] verbs: 'hit//hit' lacks a form"),
    ],
    ids=["toml", "section", "tag", "kind", "type", "form"],
)
def test_a_wrong_file_is_named_with_its_section(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SourceFileError, match=reason) as raised:
        load(tmp_path, text)
    assert str(tmp_path / "words.toml") in str(raised.value)


def test_every_tag_is_used_by_a_rule() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "geo").glob("**/*.py")
        if path.name != "lexicon.py"
    )
    unused = {tag.name for tag in Tag if not re.search(rf"\bTag\.{tag.name}\b", code)}
    assert unused == set()


def test_every_list_of_the_shipped_file_is_a_tag_and_every_tag_a_list() -> None:
    sections = tomllib.loads(tables.source("lexicon.toml").read_text(encoding="utf-8"))
    kinds = {"verbs": "VERB", "nouns": "NOUN", "phrases": "PHRASE"}
    listed = {
        f"{section}_{kinds.get(kind, kind)}".upper()
        for section, lists in sections.items()
        for kind, words in lists.items()
        if words.strip(" ;\n")
    }
    assert listed == {tag.name for tag in Tag if not tag & FORMS}


def test_the_shipped_words_are_written_as_they_are_compared() -> None:
    sections = tomllib.loads(tables.source("lexicon.toml").read_text(encoding="utf-8"))
    entries = [
        form.strip()
        for lists in sections.values()
        for words in lists.values()
        for form in re.split(r"[;/]", words)
        if form.strip()
    ]
    assert [form for form in entries if name_key(form) != " ".join(form.split())] == []
