"""The registry of armed groups: how it is read, and how its names are found in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import geo
from geo.actors import Actor, Registry, alternatives
from geo.errors import SourceFileError, UsageError
from geo.records import Document
from geo.text import fold

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "actor_id,name,parent_id,aliases,weak_aliases,note,sources\n"


def found(registry: Registry, text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    return [
        (text[start:end], name.actor_ids, name.weak)
        for start, end, name in registry.find(fold(text))
    ]


def test_a_registry_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(HEAD + "river-army,River Army,,RA; Army of the River ,Rivermen,,\n", "utf-8")
    registry = Registry.load(path)
    assert registry.actors["river-army"] == Actor(
        "river-army", "River Army", "", ("RA", "Army of the River"), ("Rivermen",)
    )
    assert registry.name("river-army") == "River Army"


def test_only_id_and_name_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("actor_id,name\nriver-army,River Army\n", "utf-8")
    assert found(Registry.load(path), "The River Army came.") == [
        ("River Army", ("river-army",), False)
    ]


def test_names_that_differ_in_a_word_are_written_as_one(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(HEAD + "river-army,River Army,,{East|West} branch{| of it},,,\n", "utf-8")
    assert Registry.load(path).actors["river-army"].aliases == (
        "East branch",
        "East branch of it",
        "West branch",
        "West branch of it",
    )


def test_every_way_to_name_the_afghan_branch_of_islamic_state() -> None:
    text = "ISIL's Khorasan wing, the Islamic State group's Afghan branch, Afghan arm of IS."
    assert [ids for _, ids, _ in found(Registry.load(), text)] == [("iskp",)] * 3


def test_own_groups_beside_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    # With the mark that spreadsheets put before UTF-8.
    path.write_text("\ufeffactor_id,name,aliases\nriver-army,River Army,RVA\nttp,Other,\n", "utf-8")
    registry = Registry.load().with_file(str(path))
    assert found(registry, "The RVA and the BLA came.") == [
        ("RVA", ("river-army",), False),
        ("BLA", ("bla",), False),
    ]
    assert registry.name("ttp") == "Other"
    assert found(registry, "The TTP came.") == []
    assert "river-army" not in Registry.load().actors
    assert Registry.load().with_file(None) is Registry.load()


def test_a_table_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_bytes("actor_id,name\nriver-army,R\xedo\n".encode("latin-1"))
    with pytest.raises(SourceFileError, match="UTF-8"):
        Registry.load(path)


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("id,name\na,A\n", 1, "columns are missing: actor_id"),
        (HEAD + "River Army,River Army,,,,,\n", 2, "is no id"),
        (HEAD + "a,A,,,,,\nb,  ,,,,,\n", 3, "needs a name"),
        (HEAD + "a,A,,,,,\na,B,,,,,\n", 3, "a stands twice"),
        (HEAD + "a,A,,,,a note, with a comma, in it\n", 2, "more cells than columns"),
    ],
    ids=["columns", "id", "name", "twice", "cells"],
)
def test_a_wrong_table_is_named_with_its_line(
    tmp_path: Path, rows: str, line: int, reason: str
) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(rows, "utf-8")
    with pytest.raises(SourceFileError, match=reason) as raised:
        Registry.load(path)
    assert (raised.value.path, raised.value.line) == (path, line)
    assert str(raised.value).startswith(f"{path}:{line}: ")


@pytest.mark.parametrize(
    ("surface", "actor_id"),
    [
        ("Tehreek-e-Taliban Pakistan", "ttp"),
        ("Tehrik-i-Taliban Pakistan", "ttp"),
        ("TEHRIK-E-TALIBAN PAKISTAN", "ttp"),
        ("East Turkistan Islamic Movement", "etim"),
        ("al-Qa\u2019ida", "al-qaeda"),
        ("Al Qaeda", "al-qaeda"),
        ("Baluchistan Liberation Front", "blf"),
        ("Jaish-e-Muhammad", "jaish-e-mohammed"),
        ("Jam\u0101\u2018at-ul-Ahrar", "jamaat-ul-ahrar"),
        ("Jaysh al-Adl", "jaish-al-adl"),
        ("Islamic State Khurasan Province", "iskp"),
    ],
)
def test_spellings_of_a_name_are_found(surface: str, actor_id: str) -> None:
    assert found(Registry.load(), f"Men of {surface} came.") == [(surface, (actor_id,), False)]


def test_the_longest_name_wins() -> None:
    text = "The Islamic State Khorasan Province, not Islamic State, and the Pakistani Taliban."
    assert [(surface, ids) for surface, ids, _ in found(Registry.load(), text)] == [
        ("Islamic State Khorasan Province", ("iskp",)),
        ("Islamic State", ("islamic-state",)),
        ("Pakistani Taliban", ("ttp",)),
    ]


@pytest.mark.parametrize("text", ["NRFX came", "xTTP came", "TTPs", "ISKP2"])
def test_names_are_whole_words(text: str) -> None:
    assert found(Registry.load(), text) == []


def test_a_shared_weak_alias_means_each_of_its_groups() -> None:
    registry = Registry(
        [
            Actor("one", "Army of One", weak_aliases=("Army",)),
            Actor("two", "Army of Two", weak_aliases=("Army",)),
        ]
    )
    assert found(registry, "The Army came.") == [("Army", ("one", "two"), True)]


def test_a_weak_alias_hides_no_strong_name() -> None:
    registry = Registry(
        [Actor("one", "First Front", weak_aliases=("Front",)), Actor("two", "Front")]
    )
    assert found(registry, "The Front came.") == [("Front", ("two",), False)]


def test_acronyms_keep_their_case_and_other_names_do_not() -> None:
    registry = Registry([Actor("tip", "Party of Tea", aliases=("TIP", "LeJ", "Tea Party"))])
    exact = {name.exact for _, _, name in registry.find(fold("tip lej tea party"))}
    assert exact == {"TIP", "LeJ", ""}


def test_the_family_is_the_top_of_the_line() -> None:
    registry = Registry(
        [
            Actor("root", "Root"),
            Actor("child", "Child", "root"),
            Actor("grandchild", "Grandchild", "child"),
            Actor("stray", "Stray", "elsewhere"),
        ]
    )
    families = {i: registry.family(i) for i in ("root", "child", "grandchild", "stray", "nobody")}
    assert families == {
        "root": "root",
        "child": "root",
        "grandchild": "root",
        "stray": "elsewhere",
        "nobody": "nobody",
    }


def test_a_circle_of_parents_ends() -> None:
    registry = Registry([Actor("a", "A Group", "b"), Actor("b", "B Group", "a")])
    assert registry.family("a") in {"a", "b"}


def test_an_unlisted_actor_is_called_by_its_own_name() -> None:
    assert Registry.load().name("unlisted:River Army") == "River Army"


def test_other_transliterations_of_a_word() -> None:
    assert set(alternatives("tehrik")) == {"tehreek", "tahrik", "tehrek"}
    assert alternatives("river") == ()


def test_every_name_of_the_shipped_registry_is_found() -> None:
    registry = Registry.load()
    missed = [
        (actor.actor_id, alias)
        for actor in registry.actors.values()
        for alias in (actor.name, *actor.aliases, *actor.weak_aliases)
        if alias != f"{actor.name}"
        and not any(
            actor.actor_id in ids and surface == alias
            for surface, ids, _ in found(registry, f"so {alias} did")
        )
    ]
    assert missed == []


def test_every_parent_of_the_shipped_registry_is_an_actor() -> None:
    actors = Registry.load().actors
    assert {a.parent_id for a in actors.values() if a.parent_id} <= set(actors)


def test_strong_names_of_the_shipped_registry_mean_one_group() -> None:
    registry = Registry.load()
    several = {
        alias
        for actor in registry.actors.values()
        for alias in (actor.name, *actor.aliases)
        for _, ids, weak in found(registry, alias)
        if len(ids) > 1 and not weak
    }
    assert several == set()


def test_claims_on_own_groups() -> None:
    registry = Registry.load().plus(Actor("river-army", "River Army", countries=("AF",)))
    texts = [Document("a", "The River Army has camps in Kunar.")]
    claims = geo.extract(texts, registry=registry)
    assert claims["actor_id"].tolist() == ["river-army"]
    with pytest.raises(UsageError, match="one of the two"):
        geo.extract(texts, extractor=geo.Extractor.load(), registry=registry)
