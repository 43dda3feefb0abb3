"""Which names of villages are words, and where fetched data lie."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from geo import cache, fetched
from geo.ordinary import OrdinaryWords

WORDS = OrdinaryWords.load()


@pytest.mark.parametrize(
    "name",
    [
        *("police", "camp", "is", "the", "army", "new market", "monday", "islam"),
        *("taliban", "bla", "ttp", "islamic state", "daesh", "afghan", "pakistani"),
    ],
)
def test_words_groups_and_peoples_are_no_villages(name: str) -> None:
    assert name in WORDS


@pytest.mark.parametrize(
    "name", ["zarsoba", "wazir tangai", "deh bala", "camp kalay", "kandahar", "hilalkhel"]
)
def test_names_of_places_may_be(name: str) -> None:
    assert name not in WORDS


def test_the_folder_is_the_users_cache_or_the_one_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PRESENCE_MAPPER_CACHE", raising=False)
    assert cache.folder("tables") == platformdirs.user_cache_path("presence-mapper") / "tables"
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(tmp_path))
    assert cache.folder("tables") == tmp_path / "tables"
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", "~/mine")
    assert cache.folder("tables") == Path.home() / "mine" / "tables"
    assert fetched.installed() == ()


@pytest.mark.parametrize(("value", "only"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_the_environment_leaves_fetched_tables_aside(
    monkeypatch: pytest.MonkeyPatch, value: str, *, only: bool
) -> None:
    monkeypatch.setenv("PRESENCE_MAPPER_EMBEDDED_ONLY", value)
    assert fetched.embedded_only() is only
